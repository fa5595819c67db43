// The values of quantities and policies, as the generated tables and the module number their classes.

export const MISSING = 0;
export const NULL = 1;
export const OTHER = 2;
export const TEXT = 3;

/** The class of a value that is no number. */
export function classOf(value: unknown): number {
  if (value === undefined) return MISSING;
  if (value === null) return NULL;
  return typeof value === "string" ? TEXT : OTHER;
}
