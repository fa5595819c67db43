// Formats numbers and shell words.
import { printable } from "../output.ts";

/** `1 row`, `12,000 rows`. */
export const amount = (count: number, thing: string): string =>
  `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;

/** Millions of bytes, as Klaviyo's limits are given. */
export const megabytes = (bytes: number): string =>
  bytes < 1e5 ? amount(bytes, "byte") : `${(bytes / 1e6).toFixed(1)} MB`;

/** Quotes a word for a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w=:./-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`;
