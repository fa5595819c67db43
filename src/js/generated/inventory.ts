// Generated from the Rust core by `npm run generate`; do not edit.

/** Text that counts as a number. */
export const NUMBER = /^[\t\n\f\r ]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[\t\n\f\r ]*$/;

/** Text that is a policy, and its number. */
export const NAMES: readonly (readonly [RegExp, number])[] = [
  [/^[\t\n\f\r ]*deny[\t\n\f\r ]*$/i, 1],
  [/^[\t\n\f\r ]*continue[\t\n\f\r ]*$/i, 2],
];

/** The quantity and the policy of a value that is missing, null, or neither number nor text. */
export const UNSAID: readonly (readonly [number, number])[] = [
  [NaN, 2],
  [NaN, 2],
  [NaN, NaN],
];

/**
 * The verdicts by the policy's number, and those of any other: of a quantity that is below 0, equal to it,
 * above, and unknown; then the same for a threshold instead of 0. 0 in stock, 1 out of stock, 2 hidden.
 */
export const VERDICTS: Record<string, string> = {
  0: "11001000",
  1: "22002000",
  2: "11001000",
  other: "11001000",
};

/** What may be odd, in the order of the module's numbers from 1. */
export const ODD = ["quantity_missing", "quantity_text", "quantity_unreadable", "quantity_negative", "quantity_fraction", "policy_unknown"] as const;
