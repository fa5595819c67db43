// Checks the options for reading a feed.
import { BackInStockError } from "../shared/errors.ts";
import { copyKnownKeys, type KnownKeys } from "../shared/known-keys.ts";
import type { FeedOptions, FieldMapping, FieldMappings } from "./types.ts";

/** Options, checked and completed. */
export interface FeedSettings {
  format: "auto" | "json" | "ndjson" | "xml";
  threshold?: number | undefined;
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: FeedOptions["onProgress"] | undefined;
  /** Keys of the quantity. The first one present in a row takes precedence. */
  quantity: readonly string[];
  policy: readonly string[];
  /** Keys on the path to the rows. */
  path: readonly string[];
  select?: readonly string[] | undefined;
  hide: boolean;
  /** Whether the visible rows are returned, and not only the offsets of all rows. */
  writesRows: boolean;
  /** The caller's field mappings. */
  fields: FieldMappings;
}

const FIELD_KEYS: KnownKeys = {
  quantity: true,
  policy: true,
  id: true,
  title: true,
  link: true,
  description: true,
  image_link: true,
  price: true,
};
const FEED_KEYS: KnownKeys = {
  format: true,
  fields: FIELD_KEYS,
  select: true,
  outOfStock: true,
  threshold: true,
  limit: true,
  rows: true,
  signal: true,
  onProgress: true,
};

/**
 * Checks and completes options. `writesRows`: whether to return rows, or only their offsets.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`
 */
export function checkFeedOptions(options: FeedOptions | undefined, writes: boolean): FeedSettings {
  const copy = copyKnownKeys(options ?? {}, FEED_KEYS, "options") as FeedOptions;
  const { format = "auto", select, outOfStock = "policy", threshold, limit, rows = "" } = copy;
  const fields = copy.fields ?? {};
  // Lists are faster than regular expressions here, since this runs once.
  assertOption(
    ["auto", "json", "ndjson", "xml"].includes(format),
    "format",
    "must be 'auto', 'json', 'ndjson' or 'xml'",
  );
  assertOption(["policy", "hide"].includes(outOfStock), "outOfStock", "must be 'policy' or 'hide'");
  assertOption(threshold == null || Number.isFinite(threshold), "threshold", "must be a number");
  assertOption(
    limit == null || (Number.isInteger(limit) && limit >= 0),
    "limit",
    "must be an integer of 0 or more",
  );
  assertOption(isName(rows), "rows", "must be keys separated by dots");
  assertOption(!rows || format !== "ndjson", "rows", "cannot be combined with format 'ndjson'");
  assertOption(
    select == null || (Array.isArray(select) && select.length <= 100 && select.every(isName)),
    "select",
    "must be an array of up to 100 keys",
  );
  assertOption(!copy.signal || "aborted" in Object(copy.signal), "signal", "must be an AbortSignal");
  assertOption(!copy.onProgress || typeof copy.onProgress === "function", "onProgress", "must be a function");
  return {
    format,
    quantity: namesOf(fields, "quantity", ["$inventory_quantity", "inventory_quantity"]),
    policy: namesOf(fields, "policy", ["$inventory_policy", "inventory_policy"]),
    path: rows ? rows.split(".") : [],
    // A copy, so that later changes by the caller have no effect.
    select: select && [...select],
    threshold: threshold ?? undefined,
    limit: limit ?? undefined,
    signal: copy.signal,
    onProgress: copy.onProgress,
    hide: outOfStock === "hide",
    fields,
    writesRows: writes,
  };
}

/** The module does not accept keys with a NUL character. */
const isName = (name: unknown): name is string => typeof name === "string" && !name.includes("\0");

/** Returns the feed's keys for a field. */
export function namesOf(fields: object, field: string, usual: string[]): string[] {
  const mapping = (fields as Record<string, FieldMapping | undefined>)[field];
  if (mapping == null) return usual;
  const { key, type } = typeof mapping === "object" ? mapping : { key: mapping };
  assertOption(
    isName(key) && [undefined, null, "number", "string"].includes(type),
    field,
    "must be a key of the feed, or { key, type: 'number' | 'string' }",
  );
  return [key];
}

function assertOption(holds: unknown, option: string, message: string): asserts holds {
  if (!holds) throw new BackInStockError("invalid_option", option, message);
}
