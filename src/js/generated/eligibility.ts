// Generated from the Rust core by `npm run generate`; do not edit.

/** A policy that says that what is out of stock is sold all the same. */
export const CONTINUE = /^[\t\n\f\r ]*continue[\t\n\f\r ]*$/i;

/** The texts that say no, and those that say yes. */
export const ANSWERS = [/^[\t\n\f\r ]*(false|no|0)[\t\n\f\r ]*$/i, /^[\t\n\f\r ]*(|true|yes|1)[\t\n\f\r ]*$/i] as const;

/**
 * The level of a quantity (0 unknown, 1 enough, 2 low, 3 none) by how it compares to the threshold (or to 0,
 * without one): below, equal, above; and in each of these by how it compares to 0. Then the same for a
 * threshold. What is no number is unknown.
 */
export const LEVELS = "331331331332111111";

/** The reasons in the order of their numbers: the first shows. */
export const REASONS = ["shows", "in_stock", "continues", "preorder", "unmanaged", "tags"] as const;

/**
 * The reason in each case. A case is a number: `tags allow it`, `continues`, `preorder`,
 * `show-when-continue`, `hide-when-preorder` and `hide-when-unmanaged` are its bits from the lowest on,
 * then come `available` (0 not known, 1 no, 2 yes; times 64), and the level of the quantity (0 unknown,
 * 1 enough, 2 low, 3 none; times 192).
 */
export const CASES =
  "502250225050505050223322505033335022502250505050502233225050333350225022505050505022502250505050442244224444444444224422444444441111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111502250225050505050223322505033335022502250505050502233225050333350225022505050505022502250505050502250225050505050225022505050505022502250505050502233225050333350225022505050505022332250503333502250225050505050223322505033335022502250505050502233225050333350225022505050505022502250505050502250225050505050225022505050502222222250505050222222225050333322222222505050502222222250503333";
