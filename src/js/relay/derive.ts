/** Derives a key for one use from 64 hexadecimal digits, by HKDF. */
export async function deriveKey(
  digits: string,
  info: string,
  use: AesKeyGenParams | HmacKeyGenParams,
  usages: KeyUsage[],
): Promise<CryptoKey> {
  const bytes = Uint8Array.from(digits.match(/../g) as string[], (pair) => Number.parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const derivation = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: new TextEncoder().encode(info),
  };
  return crypto.subtle.deriveKey(derivation, key, use, false, usages);
}
