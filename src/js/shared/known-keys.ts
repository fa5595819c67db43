// The options of a function, copied and with no name that it does not know.
import { BackInStockError } from "./errors.ts";

/** The members an object may have; those of a member that is an object, in turn. */
export type Shape = { readonly [name: string]: true | Shape };

/** A copy of the known members. It is made before anything is awaited, and only of own ones. */
export type Snapshot = { [name: string]: unknown };

/** Copies `value` as far as `shape` knows it, and refuses what it does not know. `name` is what errors call it. */
export function snapshot(value: unknown, shape: Shape, name: string): Snapshot {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BackInStockError("invalid_option", name, "must be an object");
  }
  const copy: Snapshot = Object.create(null);
  for (const key of Object.keys(value)) {
    const inner = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!inner) {
      throw new BackInStockError(
        "unknown_option",
        key,
        `is unknown in ${name}: ${Object.keys(shape).join(", ")}`,
      );
    }
    const member: unknown = (value as Snapshot)[key];
    if (inner === true || member == null) copy[key] = member;
    // A variant may be just its id; nothing else has two forms.
    else
      copy[key] =
        key === "variant" && typeof member !== "object" ? { id: member } : snapshot(member, inner, key);
  }
  return copy;
}
