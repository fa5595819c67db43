// State that the clients of one company share in a page: their events and their queue.

import type { ReplayScope } from "#core";
import type { ClientSettings } from "./client-settings.ts";
import type { Outbox } from "./outbox/outbox.ts";

/** State shared by the clients of one company. */
export interface CompanyContext {
  readonly company: string;
  /** Fires `settled` with the outcomes of queued requests. */
  readonly events: EventTarget;
  /** Settings of the newest client. All queued requests of the company are sent with these. */
  settings: ClientSettings;
  /** Set when the outbox is first needed. Resolves to `undefined` if its script cannot be loaded. */
  outbox?: Promise<Outbox | undefined>;
}

const contexts = new Map<string, CompanyContext>();

/** Returns the context for a new client. The first client with an outbox starts watching for queued requests. */
export function contextOf(settings: ClientSettings): CompanyContext {
  const company = settings.companyId;
  const known = contexts.get(company);
  const context: CompanyContext = known ?? { company, events: new EventTarget(), settings };
  if (settings.outbox && !(known && context.settings.outbox)) watch(context);
  context.settings = settings;
  contexts.set(company, context);
  return context;
}

/** Returns the outbox. Its script is loaded when it is first needed. */
export function outboxOf(context: CompanyContext): Promise<Outbox | undefined> {
  context.outbox ??= import("./outbox/outbox.ts").then(
    ({ Outbox }) => new Outbox(context, databaseOf(context)),
    () => {
      delete context.outbox;
      return undefined;
    },
  );
  return context.outbox;
}

const databaseOf = ({ company }: CompanyContext): string => `back-in-stock:${company}`;

/** Replays queued requests once the page is idle, and whenever sending may work again. */
function watch(context: CompanyContext): void {
  const checkQueue = async (scope: ReplayScope) => {
    if (context.outbox || (await countEntries(databaseOf(context))))
      await (await outboxOf(context))?.replay(scope);
  };
  const listen = globalThis.addEventListener;
  listen?.("online", () => checkQueue("online"));
  listen?.("pageshow", ({ persisted }) => persisted && checkQueue("due"));
  // The event bubbles to the window. `isHidden` does not read `document.hidden`, which a named element can shadow.
  listen?.("visibilitychange", () => isHidden() || checkQueue("due"));
  const idle = globalThis.requestIdleCallback;
  (typeof idle === "function" ? idle : setTimeout)(() => checkQueue("due"));
}

const isHidden = (): boolean => Reflect.get(Document.prototype, "hidden", document);

/** Counts the entries of a database. Creates it only in old browsers, which cannot list databases. */
async function countEntries(name: string): Promise<number> {
  let db: IDBDatabase | undefined;
  let count = 0;
  try {
    // Opening a missing database would create it, and WebKit keeps it even if the upgrade is aborted.
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
