// Verifies identifiers that the shop has signed, with the same keys as the relay's server.
import type { RelaySigned } from "#relay";
import { deriveKey } from "./derive.ts";

/** Verifies signatures. */
export class Signatures {
  readonly #keys: Promise<CryptoKey>[];

  /** @param keys 64 hexadecimal digits each */
  constructor(keys: readonly string[]) {
    const use = { name: "HMAC", hash: "SHA-256", length: 256 };
    this.#keys = keys.map((key) => deriveKey(key, "back-in-stock relay: identities", use, ["verify"]));
    // A failure is reported by the first use.
    for (const key of this.#keys) key.catch(() => {});
  }

  /** Whether one of the keys has signed this. The time does not depend on how much of it is right. */
  async verify({ message, signature }: RelaySigned): Promise<boolean> {
    const text = new TextEncoder().encode(message);
    for (const key of this.#keys)
      if (await crypto.subtle.verify("HMAC", await key, Uint8Array.from(signature), text)) return true;
    return false;
  }
}
