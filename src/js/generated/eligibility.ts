// Generated from the Rust core by `npm run generate`; do not edit.

/** A policy that says that what is out of stock is sold all the same. */
export const CONTINUE = /^[\t\n\f\r ]*continue[\t\n\f\r ]*$/i;

/** The texts that say no, and those that say yes. */
export const ANSWERS = [/^[\t\n\f\r ]*(false|no|0)[\t\n\f\r ]*$/i, /^[\t\n\f\r ]*(|true|yes|1)[\t\n\f\r ]*$/i] as const;
