// The alerts that Klaviyo accepted from this device, stored as keyed hashes (HMAC) of their documents: the JSON that was sent.
import type { Store } from "./store.ts";

/** Age in milliseconds from which an alert no longer counts. */
const MAX_AGE = 30 * 86_400_000;
const KEY_NAME = "key";

/** Pseudonymous. It only selects the outcome: `already-requested`, also for a 409. It never blocks a request. */
export class RequestHistory {
  readonly #store: Store;
  /** Documents, if Web Crypto or the database is not available. */
  readonly #memory = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether an alert with this document was accepted in the last 30 days. */
  async has(document: string): Promise<boolean> {
    if (this.#memory.has(document)) return true;
    try {
      const key = await this.#findKey();
      const code = key && (await sign(key, document));
      const at =
        code &&
        (await this.#store.use<"readonly", number>((store) => store.get(code), "history", "readonly"));
      return Date.now() - Number(at) < MAX_AGE;
    } catch {
      return false;
    }
  }

  /** Adds a document and deletes those older than 30 days. */
  async add(document: string): Promise<void> {
    try {
      const code = await sign(await this.#findOrCreateKey(), document);
      await this.#store.use(
        async (store) => {
          await store.put(Date.now(), code);
          for (let at = await store.openCursor(); at; at = await at.continue()) {
            if (Date.now() - at.value >= MAX_AGE) await at.delete();
          }
        },
        "history",
        "readwrite",
      );
    } catch {
      this.#memory.add(document);
    }
  }

  /** Clears the documents in memory. The store erases those in the database. */
  clearMemory(): void {
    this.#memory.clear();
  }

  #findKey(): Promise<CryptoKey | undefined> {
    return this.#store.use((store) => store.get(KEY_NAME), "history", "readonly");
  }

  /** Returns this device's key, which is not extractable: scripts can use it but not read it. */
  async #findOrCreateKey(): Promise<CryptoKey> {
    const found = await this.#findKey();
    if (found) return found;
    const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    // If two tabs create a key, `add` fails in the second, which then uses the first key.
    await this.#store.use((store) => store.add(key, KEY_NAME), "history", "readwrite").catch(() => {});
    return (await this.#findKey()) ?? key;
  }
}

const sign = (key: CryptoKey, text: string): Promise<ArrayBuffer> =>
  crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
