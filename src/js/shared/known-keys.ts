// The options of a function, copied and with no name that it does not know.
import { BackInStockError } from "./errors.ts";

/** The members an object may have; those of a member that is an object, in turn. */
export type KnownKeys = { readonly [name: string]: true | KnownKeys };

/** A copy of the known members. It is made before anything is awaited, and only of own ones. */
export type KnownCopy = { [name: string]: unknown };

/** Copies `value` as far as `shape` knows it, and refuses what it does not know. `name` is what errors call it. */
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
        `is unknown in ${name}: ${Object.keys(shape).join(", ")}`,
      );
    }
    const member: unknown = (value as KnownCopy)[key];
    if (nested === true || member == null) copy[key] = member;
    // A variant may be just its id; nothing else has two forms.
    else
      copy[key] =
        key === "variant" && typeof member !== "object" ? { id: member } : copyKnownKeys(member, nested, key);
  }
  return copy;
}
