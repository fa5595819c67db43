// What the clients of one company share in a page: their events and their queue.

import type { ReplayScope } from "#core";
import type { ClientSettings } from "./client-settings.ts";
import type { LeasedEntry, Outbox } from "./outbox/outbox.ts";
import type { Outcome, SubscriptionRequest } from "./types.ts";

/** What the clients of one company share. */
export interface CompanyContext {
  readonly company: string;
  /** Fires `settled` with the outcomes of queued requests. */
  readonly events: EventTarget;
  /** The settings of the newest client. They say where to send, and how, at the time of sending. */
  settings: ClientSettings;
  /** The outbox, once it is needed; `undefined` if its script cannot be loaded. */
  outbox?: Promise<Outbox | undefined>;
}

/** Makes the calls of a queued request. */
export type SendQueued = (
  request: SubscriptionRequest,
  settings: Pick<ClientSettings, "service" | "timeout">,
  entry: LeasedEntry,
) => Promise<Outcome>;

const contexts = new Map<string, CompanyContext>();

/** The context of a new client. The first client with an outbox begins to look for queued requests. */
export function contextOf(settings: ClientSettings, send: SendQueued): CompanyContext {
  const company = settings.companyId;
  const known = contexts.get(company);
  const context: CompanyContext = known ?? { company, events: new EventTarget(), settings };
  if (settings.outbox && !(known && context.settings.outbox)) watch(context, send);
  context.settings = settings;
  contexts.set(company, context);
  return context;
}

/** The outbox, which is a script of its own. */
export function outboxOf(context: CompanyContext, send: SendQueued): Promise<Outbox | undefined> {
  context.outbox ??= import("./outbox/outbox.ts").then(
    ({ Outbox }) => new Outbox(context, databaseOf(context), send),
    () => {
      delete context.outbox;
      return undefined;
    },
  );
  return context.outbox;
}

const databaseOf = ({ company }: CompanyContext): string => `back-in-stock:${company}`;

/** Looks for queued requests once the page is idle, and whenever they may be deliverable again. */
function watch(context: CompanyContext, send: SendQueued): void {
  const checkQueue = async (scope: ReplayScope) => {
    if (context.outbox || (await countEntries(databaseOf(context))))
      await (await outboxOf(context, send))?.replay(scope);
  };
  const listen = globalThis.addEventListener;
  listen?.("online", () => checkQueue("online"));
  listen?.("pageshow", ({ persisted }) => persisted && checkQueue("due"));
  // It bubbles. `document` is read without the members that named elements of a page would shadow.
  listen?.("visibilitychange", () => isHidden() || checkQueue("due"));
  const idle = globalThis.requestIdleCallback;
  (typeof idle === "function" ? idle : setTimeout)(() => checkQueue("due"));
}

const isHidden = (): boolean => Reflect.get(Document.prototype, "hidden", document);

/** The number of entries in a database. */
async function countEntries(name: string): Promise<number> {
  let db: IDBDatabase | undefined;
  let count = 0;
  try {
    // Opening would create it, and WebKit keeps it even if that is aborted. Only old browsers cannot list databases.
    if ((await indexedDB.databases?.())?.every((known) => known.name !== name)) return 0;
    db = await resultOf(indexedDB.open(name));
    count = await resultOf(db.transaction("entries").objectStore("entries").count());
  } catch {
    // The database or the store does not exist.
  }
  db?.close();
  return count;
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
