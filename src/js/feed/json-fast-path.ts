// Reads small feeds with `JSON.parse`, which finishes before the module is loaded. Everything that is not clearly valid is
// left to the module, which reports errors with their position. So the rows of a feed do not depend on the parser.
import { HIDDEN, IN_STOCK, visibilityOf } from "../shared/inventory.ts";
import type { FeedSettings } from "./settings.ts";

/** The module's maximum depth, minus the array and the row. */
const MAX_DEPTH = 510;

/**
 * Decodes chunks of UTF-8. Returns `undefined` if the text contains the replacement character, which may replace an
 * invalid byte; the module distinguishes them. This is faster than a decoder in fatal mode.
 */
export function decodeUtf8(chunks: readonly Uint8Array[]): string | undefined {
  const decoder = new TextDecoder();
  const text =
    chunks.length === 1
      ? decoder.decode(chunks[0])
      : chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  return text.includes("\ufffd") ? undefined : text;
}

/** Parses a whole feed. Returns its number of rows and the rows to show, or `undefined` if it is not clearly valid. */
export function parseAndFilter(
  text: string,
  settings: FeedSettings,
): { read: number; items: unknown[] } | undefined {
  const { hide, limit = Number.POSITIVE_INFINITY, select, threshold, quantity, policy } = settings;
  const [quantity1 = "", quantity2 = quantity1] = quantity;
  const [policy1 = "", policy2 = policy1] = policy;
  // A name such as `toString` would be found in every row.
  const all = Object.prototype;
  if (quantity1 in all || quantity2 in all || policy1 in all || policy2 in all) return undefined;
  if (select?.some((name) => name in all)) return undefined;
  const rows = parseJson(text);
  if (!Array.isArray(rows)) return undefined;
  // A page runs this once, without optimization, so it is a plain loop without calls or iterators.
  const shown: Row[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (typeof row !== "object" || !row || Array.isArray(row)) return undefined;
    let rawQuantity = row[quantity1];
    if (rawQuantity === undefined) rawQuantity = row[quantity2];
    let rawPolicy = row[policy1];
    if (rawPolicy === undefined) rawPolicy = row[policy2];
    const visibility = visibilityOf(rawQuantity, rawPolicy, threshold);
    if ((hide ? visibility === IN_STOCK : visibility !== HIDDEN) && shown.length < limit) shown.push(row);
  }
  if (!hasAllowedDepth(text, rows)) return undefined;
  return { read: rows.length, items: select ? shown.map((row) => pickKeys(row, select)) : shown };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Row = Record<string, unknown>;

/** Whether no row is nested too deeply. Counting brackets is a fast check for rows without nested objects. */
function hasAllowedDepth(text: string, rows: Row[]): boolean {
  return (
    (text.split("{").length - 1 === rows.length && !hasNestedArray(text)) ||
    rows.every((row) => isWithinDepth(row, MAX_DEPTH + 1))
  );
}

/** Whether any bracket but the first does not follow a key. */
function hasNestedArray(text: string): boolean {
  for (let at = text.indexOf("["); ; ) {
    at = text.indexOf("[", at + 1);
    if (at < 0) return false;
    if (text[at - 1] !== ":" && (text[at - 1] !== " " || text[at - 2] !== ":")) return true;
  }
}

/** Whether a value has a maximum of `levels` levels. */
function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || !value) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithinDepth(inner, levels - 1));
}

function pickKeys(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]));
}
