// What was accepted before, as codes that say nothing without this device's key.
import type { Store } from "./store.ts";

/** How long it is remembered, in milliseconds. */
const KEPT = 30 * 86_400_000;
const KEY = "key";

/** The memory of what was asked: pseudonymous, for a wording alone. Nothing is ever held back because of it. */
export class Asked {
  readonly #store: Store;
  /** Where there is no Web Crypto, or no database. */
  readonly #memory = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether a wish, which is any text, was accepted in the last 30 days. */
  async knows(wish: string): Promise<boolean> {
    if (this.#memory.has(wish)) return true;
    try {
      const code = await this.#code(wish);
      const at = await this.#store.use<"readonly", number>((store) => store.get(code), "asked", "readonly");
      return Date.now() - at < KEPT;
    } catch {
      return false;
    }
  }

  /** Remembers a wish, and forgets those of more than 30 days ago. */
  async remember(wish: string): Promise<void> {
    try {
      const code = await this.#code(wish);
      await this.#store.use(
        async (store) => {
          await store.put(Date.now(), code);
          for (let at = await store.openCursor(); at; at = await at.continue()) {
            if (Date.now() - at.value >= KEPT) await at.delete();
          }
        },
        "asked",
        "readwrite",
      );
    } catch {
      this.#memory.add(wish);
    }
  }

  /** Forgets what is in memory; the store erases the rest. */
  forget(): void {
    this.#memory.clear();
  }

  async #code(wish: string): Promise<ArrayBuffer> {
    return crypto.subtle.sign("HMAC", await this.#key(), new TextEncoder().encode(wish));
  }

  /** This device's key, which nobody can read, not even this script. */
  async #key(): Promise<CryptoKey> {
    const find = () =>
      this.#store.use<"readonly", CryptoKey | undefined>((store) => store.get(KEY), "asked", "readonly");
    const found = await find();
    if (found) return found;
    const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    // Of two tabs that make one, the first has its way.
    await this.#store.use((store) => store.add(key, KEY), "asked", "readwrite").catch(() => {});
    return (await find()) ?? key;
  }
}
