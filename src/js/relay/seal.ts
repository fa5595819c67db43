// Encrypts the messages of a queue: AES-256-GCM, with a key that HKDF derives. A message opens for its account only.
import { deriveKey } from "./derive.ts";

/** In front of each message: a later version may encrypt in another way. */
const VERSION = "1.";
const IV_LENGTH = 12;

const encode = (text: string) => new TextEncoder().encode(text);

/** Encrypts and decrypts messages. */
export class Seal {
  readonly #keys: Promise<CryptoKey>[];
  readonly #context: Uint8Array<ArrayBuffer>;

  /** @param keys 64 hexadecimal digits each; the first encrypts */
  constructor(keys: readonly string[], companyId: string) {
    const use = { name: "AES-GCM", length: 256 };
    this.#keys = keys.map((key) => deriveKey(key, "back-in-stock queue", use, ["encrypt", "decrypt"]));
    // A failure is reported by the first use.
    for (const key of this.#keys) key.catch(() => {});
    this.#context = encode(`back-in-stock message ${companyId}`);
  }

  /** Encrypts a message. */
  async close(message: object): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
    const key = (await this.#keys[0]) as CryptoKey;
    const sealed = await crypto.subtle.encrypt(this.#algorithm(iv), key, encode(JSON.stringify(message)));
    return VERSION + btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed)));
  }

  /** Decrypts a message; `undefined` if none of the keys opens it. */
  async open(text: unknown): Promise<unknown> {
    if (typeof text !== "string" || !text.startsWith(VERSION)) return;
    for (const key of this.#keys) {
      try {
        const bytes = Uint8Array.from(atob(text.slice(VERSION.length)), (c) => c.charCodeAt(0));
        const algorithm = this.#algorithm(bytes.slice(0, IV_LENGTH));
        const opened = await crypto.subtle.decrypt(algorithm, await key, bytes.slice(IV_LENGTH));
        return JSON.parse(new TextDecoder().decode(opened));
      } catch {
        // Another key may open it.
      }
    }
    return;
  }

  #algorithm(iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: this.#context };
  }
}

/** A receipt: 16 random bytes in hexadecimal digits. */
export const newReceipt = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
