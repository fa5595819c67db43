// Where entries are: in IndexedDB, and in memory where it refuses.
import { deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Tools } from "../shop.ts";
import type { Entry } from "./entry.ts";

/** 1: entries. 2: what was asked, too. */
const VERSION = 2;
/** Milliseconds for each use of the database. Some engines never answer; what a shopper submits does not wait for it. */
const PATIENCE = 2_000;

/** What becomes of an entry: another one, `null` to delete it, `undefined` to leave it. */
export type Decide = (found: Entry | undefined) => Entry | null | undefined;

/** The entries of one company. Nothing in here rejects but `clear`. */
export class Store {
  readonly #name: string;
  readonly #within: Tools["within"];
  readonly #memory = new Map<unknown, Entry>();
  #opened: Promise<IDBPDatabase> | undefined;

  constructor(name: string, { within }: Tools) {
    this.#name = name;
    this.#within = within;
  }

  /** Runs `work` on the database; rejects where there is none, where it refuses, and when it takes too long. */
  use<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T> {
    this.#opened ??= this.#open();
    return this.#within(PATIENCE, this.#opened.then(work));
  }

  #open(): Promise<IDBPDatabase> {
    const again = () => {
      this.#opened = undefined;
    };
    const open = async (): Promise<IDBPDatabase> =>
      openDB(this.#name, VERSION, {
        upgrade: (db) => {
          // Whatever the version says: anybody can have made an empty database of this name.
          const has = (name: string) => db.objectStoreNames.contains(name);
          if (!has("entries")) db.createObjectStore("entries", { keyPath: "id" });
          if (!has("asked")) db.createObjectStore("asked");
        },
        // Somebody deletes it, or has a newer version of it: whoever holds it open would keep them waiting.
        blocking: (_, __, { target }) => {
          again();
          (target as IDBDatabase).close();
        },
        terminated: again,
      });
    const opening = open();
    // One that refuses is asked again next time. One that never answers is not waited for twice.
    opening.catch(again);
    return this.#within(PATIENCE, opening);
  }

  /** Changes an entry in one transaction, so that two tabs cannot both do so. Gives what was written, if only to memory. */
  async change(id: string, decide: Decide): Promise<Entry | undefined> {
    const mine = this.#memory.get(id);
    if (mine) return this.#remember(id, decide(mine));
    try {
      return await this.use(async (db) => {
        // Strict: it must be there even if the machine stops now.
        const { store, done } = db.transaction("entries", "readwrite", { durability: "strict" });
        const found: Entry | undefined = await store.get(id);
        const next = decide(found);
        await Promise.all([next ? store.put(next) : next === null && store.delete(id), done]);
        return next ?? undefined;
      });
    } catch {
      return this.#remember(id, decide(undefined));
    }
  }

  #remember(id: string, next: Entry | null | undefined): Entry | undefined {
    if (next) this.#memory.set(id, next);
    else if (next === null) {
      this.#memory.delete(id);
      // What took too long to be written may have been written all the same.
      this.use((db) => db.delete("entries", id)).catch(() => {});
    }
    return next ?? undefined;
  }

  /** All entries. */
  async all(): Promise<Entry[]> {
    const stored: Entry[] = await this.use((db) => db.getAll("entries")).catch(() => []);
    return [...stored, ...this.#memory.values()];
  }

  /** Whether an entry will outlive the page. */
  isDurable(id: string): boolean {
    return !this.#memory.has(id);
  }

  /** Forgets what is in memory. */
  forget(): void {
    this.#memory.clear();
  }

  /** Erases what is stored; rejects if that is not possible. */
  async clear(): Promise<void> {
    // A page without an origin of its own has the interface, and may not use it.
    const denied = (error: DOMException) => {
      if (error.name !== "SecurityError") throw error;
    };
    if (globalThis.indexedDB)
      await this.#within(PATIENCE, (async () => deleteDB(this.#name))().catch(denied));
  }
}
