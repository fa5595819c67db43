// Where entries are: in IndexedDB, and in memory where it refuses.
import { type IDBPDatabase, type IDBPObjectStore, wrap } from "idb";
import { withTimeout } from "../wasm/core.ts";
import type { Entry } from "./entry.ts";

/** 3: entries hold the request itself. What has an older shape is discarded. */
const VERSION = 3;
/** Milliseconds for each use of the database. Some engines never answer; what a shopper submits does not wait for it. */
const OPERATION_TIMEOUT = 2_000;
/** And to see what waits, which holds nobody up: an engine that is busy must not pass for an empty database. */
const READ_TIMEOUT = 20_000;

/** What becomes of an entry: another one, `null` to delete it, `undefined` to leave it. */
export type Decide = (found: Entry | undefined) => Entry | null | undefined;

/** The entries of one company. Without a database, entries are in memory: only `use` and `clear` reject then. */
export class Store {
  readonly #name: string;
  readonly #memory = new Map<unknown, Entry>();
  #opened: Promise<IDBPDatabase> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Runs `work` on a store in one transaction; rejects where there is no database, where it refuses, and when it takes too
   * long.
   */
  use<M extends IDBTransactionMode, T>(
    work: (store: IDBPObjectStore<unknown, string[], string, M>) => Promise<T>,
    ...transaction: [name: string, mode: M, options?: IDBTransactionOptions]
  ): Promise<T> {
    return withTimeout(OPERATION_TIMEOUT, this.#run(work, ...transaction));
  }

  async #run<M extends IDBTransactionMode, T>(
    work: (store: IDBPObjectStore<unknown, string[], string, M>) => Promise<T>,
    ...transaction: [name: string, mode: M, options?: IDBTransactionOptions]
  ): Promise<T> {
    this.#opened ??= this.#open();
    const db = await this.#opened;
    const { store, done } = db.transaction(...transaction);
    const [result] = await Promise.all([work(store), done]);
    return result;
  }

  #open(): Promise<IDBPDatabase> {
    const reopenNextTime = () => {
      this.#opened = undefined;
    };
    const open = async (): Promise<IDBPDatabase> => {
      const request = indexedDB.open(this.#name, VERSION);
      request.onupgradeneeded = () => {
        const db = request.result;
        // Whatever the version says: anybody can have made a database of this name.
        for (const name of [...db.objectStoreNames]) db.deleteObjectStore(name);
        db.createObjectStore("entries", { keyPath: "id" });
        db.createObjectStore("history");
      };
      const db = (await wrap(request)) as IDBPDatabase;
      // Somebody deletes it, or has a newer version of it: whoever holds it open would keep them waiting.
      db.onversionchange = () => {
        reopenNextTime();
        db.close();
      };
      db.onclose = reopenNextTime;
      return db;
    };
    const opening = open();
    // One that refuses is asked again next time. One that does not answer is not waited for twice, and used once it does.
    opening.then(() => {
      this.#opened = opening;
    }, reopenNextTime);
    return withTimeout(OPERATION_TIMEOUT, opening);
  }

  /** Changes an entry in one transaction, so that two tabs cannot both do so. Gives what was written, if only to memory. */
  async change(id: string, decide: Decide): Promise<Entry | undefined> {
    const inMemory = this.#memory.get(id);
    if (inMemory) return this.#setInMemory(id, decide(inMemory));
    let decisionError: { cause: unknown } | undefined;
    const decideAndNoteError = (found: Entry | undefined) => {
      try {
        return decide(found);
      } catch (cause) {
        decisionError = { cause };
        throw cause;
      }
    };
    const written = this.#run(
      async (store) => {
        const found = await store.get(id);
        // What was kept in memory meanwhile, since this took too long.
        const next = this.#memory.get(id) ?? decideAndNoteError(found);
        await (next ? store.put(next) : next === null && store.delete(id));
        return next ?? undefined;
      },
      "entries",
      "readwrite",
      // It must be there even if the machine stops now.
      { durability: "strict" },
    );
    try {
      return await withTimeout(OPERATION_TIMEOUT, written);
    } catch {
      // The database works: what went wrong is the decision.
      if (decisionError) throw decisionError.cause;
      // Of what is written all the same, a second copy would be sent a second time.
      written.then(
        () => this.#memory.delete(id),
        () => {},
      );
      return this.#setInMemory(id, decide(undefined));
    }
  }

  #setInMemory(id: string, next: Entry | null | undefined): Entry | undefined {
    if (next) this.#memory.set(id, next);
    else if (next === null) {
      this.#memory.delete(id);
      // What took too long to be written may have been written all the same.
      this.use((store) => store.delete(id), "entries", "readwrite").catch(() => {});
    }
    return next ?? undefined;
  }

  /** All entries. */
  async all(): Promise<Entry[]> {
    const read = this.#run<"readonly", Entry[]>((store) => store.getAll(), "entries", "readonly");
    return [...(await withTimeout(READ_TIMEOUT, read).catch(() => [])), ...this.#memory.values()];
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
    const ignoreSecurityError = (error: DOMException) => {
      if (error.name !== "SecurityError") throw error;
    };
    if (globalThis.indexedDB)
      await withTimeout(
        OPERATION_TIMEOUT,
        (async () => wrap(indexedDB.deleteDatabase(this.#name)))().catch(ignoreSecurityError),
      );
  }
}
