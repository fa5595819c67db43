// Copies known option keys and rejects unknown ones.
import { BackInStockError } from "./errors.ts";

/** The allowed keys of an object. A nested object has allowed keys of its own. */
export type KnownKeys = { readonly [name: string]: true | KnownKeys };

/** A copy of an object's own known members. It is made before the first `await`, so later changes have no effect. */
export type KnownCopy = { [name: string]: unknown };

/**
 * Copies the known keys of `value`. `name` is the name of `value` in errors.
 *
 * @throws BackInStockError `unknown_option` for any other key, `invalid_option` if `value` is not an object
 */
export function copyKnownKeys(value: unknown, shape: KnownKeys, name: string): KnownCopy {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BackInStockError("invalid_option", name, "must be an object");
  }
  const copy: KnownCopy = Object.create(null);
  for (const key of Object.keys(value)) {
    const nested = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!nested) {
      throw new BackInStockError(
        "unknown_option",
        key,
        `is not a known option; expected one of ${Object.keys(shape).join(", ")}`,
      );
    }
    const member: unknown = (value as KnownCopy)[key];
    if (nested === true || member == null) copy[key] = member;
    // Only a variant has two forms: its id may replace the object.
    else
      copy[key] =
        key === "variant" && typeof member !== "object" ? { id: member } : copyKnownKeys(member, nested, key);
  }
  return copy;
}
