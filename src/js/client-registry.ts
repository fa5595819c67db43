// What the clients of one company share in a page: who listens, and what waits to be sent.

import type { ClientOptions } from "./options.ts";
import type { Kept, Outbox } from "./outbox/index.ts";
import type { Outcome, SubscriptionRequest } from "./types.ts";

/** The clients of one company. */
export interface Shop {
  readonly company: string;
  /** Where it is told what became of what waited. */
  readonly hub: EventTarget;
  /** Of the client that was made last: where to send, and how, is decided when sending. */
  options: ClientOptions;
  /** The outbox, from when it is first needed; `undefined` where it could not be loaded. */
  outbox?: Promise<Outbox | undefined>;
}

/** Makes the calls of what was kept. */
export type Send = (
  request: SubscriptionRequest,
  options: Pick<ClientOptions, "service" | "timeout">,
  kept: Kept,
) => Promise<Outcome>;

const shops = new Map<string, Shop>();

/** The shop of a client that was just made. The first that keeps what it cannot send looks for what waits. */
export function shopOf(options: ClientOptions, send: Send): Shop {
  const company = options.companyId;
  const known = shops.get(company);
  const shop: Shop = known ?? { company, hub: new EventTarget(), options };
  if (options.outbox && !(known && shop.options.outbox)) watch(shop, send);
  shop.options = options;
  shops.set(company, shop);
  return shop;
}

/** The outbox, which is a script of its own. */
export function outboxOf(shop: Shop, send: Send): Promise<Outbox | undefined> {
  shop.outbox ??= import("./outbox/index.ts").then(
    ({ Outbox }) => new Outbox(shop, databaseOf(shop), send),
    () => {
      delete shop.outbox;
      return undefined;
    },
  );
  return shop.outbox;
}

const databaseOf = ({ company }: Shop): string => `back-in-stock:${company}`;

/** How much of what waits is tried: what is due, or what failed for want of a network too. */
const DUE = 0;
const ONLINE = 1;

/** Looks for what waits once the page is idle, and when it may be the time to try again. */
function watch(shop: Shop, send: Send): void {
  const look = async (what: number) => {
    if (shop.outbox || (await waiting(databaseOf(shop)))) await (await outboxOf(shop, send))?.replay(what);
  };
  const listen = globalThis.addEventListener;
  listen?.("online", () => look(ONLINE));
  listen?.("pageshow", ({ persisted }) => persisted && look(DUE));
  // It bubbles. `document` is read without the members that named elements of a page would shadow.
  listen?.("visibilitychange", () => isHidden() || look(DUE));
  const idle = globalThis.requestIdleCallback;
  (typeof idle === "function" ? idle : setTimeout)(() => look(DUE));
}

const isHidden = (): boolean => Reflect.get(Document.prototype, "hidden", document);

/** How many entries wait in a database. */
async function waiting(name: string): Promise<number> {
  let db: IDBDatabase | undefined;
  let count = 0;
  try {
    // Opening makes one that is empty, and WebKit keeps that even if it is given up. Only old browsers cannot say.
    if ((await indexedDB.databases?.())?.every((known) => known.name !== name)) return 0;
    db = await result(indexedDB.open(name));
    count = await result(db.transaction("entries").objectStore("entries").count());
  } catch {
    // There is no database, or no such store in it.
  }
  db?.close();
  return count;
}

const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
