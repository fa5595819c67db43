// Stores entries in IndexedDB, or in memory if the database fails.
import { type IDBPDatabase, type IDBPObjectStore, wrap } from "idb";
import { withTimeout } from "../wasm/core.ts";
import type { Entry } from "./entry.ts";

/** Since version 3, entries contain the request itself. Entries of older versions are discarded. */
const VERSION = 3;
/** Time limit in milliseconds for a database operation. Some engines never respond, and a request must not wait for them. */
const OPERATION_TIMEOUT = 2_000;
/** Time limit for reading the queue once it is open. It is longer, because a busy database must not be taken for an empty one. */
const READ_TIMEOUT = 20_000;

/** Decides a change of an entry: returns its replacement, `null` to delete it, or `undefined` to leave it. */
export type Decide = (found: Entry | undefined) => Entry | null | undefined;

/** The entries of one company. If the database fails, only `use` and `clear` reject; other methods use memory. */
export class Store {
  readonly #name: string;
  readonly #memory = new Map<unknown, Entry>();
  #opened: Promise<IDBPDatabase> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Runs `work` on an object store in one transaction. Rejects if the database is missing, fails, or exceeds the time
   * limit.
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
        // Any script can have created a database of this name, so the version proves nothing about its stores.
        for (const name of [...db.objectStoreNames]) db.deleteObjectStore(name);
        db.createObjectStore("entries", { keyPath: "id" });
        db.createObjectStore("history");
      };
      const db = (await wrap(request)) as IDBPDatabase;
      // Another tab deletes or upgrades the database, and would wait until this connection is closed.
      db.onversionchange = () => {
        reopenNextTime();
        db.close();
      };
      db.onclose = reopenNextTime;
      return db;
    };
    const opening = open();
    // After a failure, the next operation opens the database again. A slow database is used as soon as it opens.
    opening.then(() => {
      this.#opened = opening;
    }, reopenNextTime);
    return withTimeout(OPERATION_TIMEOUT, opening);
  }

  /**
   * Changes an entry in one transaction, so that two tabs cannot change it at once. Returns the entry that was written to
   * the database or to memory, if any. Rejects only if `decide` throws.
   */
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
        // If this operation timed out, a newer entry may be in memory.
        const next = this.#memory.get(id) ?? decideAndNoteError(found);
        await (next ? store.put(next) : next === null && store.delete(id));
        return next ?? undefined;
      },
      "entries",
      "readwrite",
      // The entry must survive a crash of the machine.
      { durability: "strict" },
    );
    try {
      return await withTimeout(OPERATION_TIMEOUT, written);
    } catch {
      // `decide` failed, not the database.
      if (decisionError) throw decisionError.cause;
      // If the write succeeds later, the copy in memory is deleted, so that the request is not sent twice.
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
      // A write that timed out may have succeeded later.
      this.use((store) => store.delete(id), "entries", "readwrite").catch(() => {});
    }
    return next ?? undefined;
  }

  /** Reads all entries. */
  async all(): Promise<Entry[]> {
    const read = this.#run<"readonly", Entry[]>((store) => store.getAll(), "entries", "readonly");
    return [...(await withTimeout(READ_TIMEOUT, read).catch(() => [])), ...this.#memory.values()];
  }

  /** Whether an entry outlives the page. */
  isDurable(id: string): boolean {
    return !this.#memory.has(id);
  }

  /** Clears the entries in memory. `clear` deletes those in the database. */
  forget(): void {
    this.#memory.clear();
  }

  /** Deletes everything that is stored. Rejects if that fails. */
  async clear(): Promise<void> {
    if (!globalThis.indexedDB) return;
    // The stores are emptied, since a deletion of the database waits for each tab's connection, also for that of a frozen tab.
    const empty = (name: string) => this.use<"readwrite", void>((store) => store.clear(), name, "readwrite");
    await Promise.all(["entries", "history"].map(empty)).catch(() =>
      withTimeout(OPERATION_TIMEOUT, this.#delete()),
    );
  }

  /** Deletes the database: its version or its stores are not those of this script. */
  async #delete(): Promise<void> {
    try {
      await wrap(indexedDB.deleteDatabase(this.#name));
    } catch (error) {
      // A page with an opaque origin may not use the database, so it has none to delete.
      if ((error as DOMException).name !== "SecurityError") throw error;
    }
  }
}
