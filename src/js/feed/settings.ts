// A feed's options, as the module reads them.
import { BackInStockError } from "../shared/errors.ts";
import { copyKnownKeys, type KnownKeys } from "../shared/known-keys.ts";
import type { FeedOptions, FieldMapping, FieldMappings } from "./types.ts";

/** Options that were checked. */
export interface FeedSettings {
  format: "auto" | "json" | "ndjson" | "xml";
  threshold?: number | undefined;
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: FeedOptions["onProgress"] | undefined;
  /** The names that may hold the quantity; the first that a row has counts. */
  quantity: readonly string[];
  policy: readonly string[];
  /** The names on the way to the rows. */
  path: readonly string[];
  select?: readonly string[] | undefined;
  hide: boolean;
  /** Whether the visible rows are wanted, and not only the places of all rows. */
  writesRows: boolean;
  /** What was mapped. */
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
 * Checks options; `writes` says whether rows are wanted, or only their places.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`
 */
export function checkFeedOptions(options: FeedOptions | undefined, writes: boolean): FeedSettings {
  const copy = copyKnownKeys(options ?? {}, FEED_KEYS, "options") as FeedOptions;
  const { format = "auto", select, outOfStock = "policy", threshold, limit, rows = "" } = copy;
  const fields = copy.fields ?? {};
  // Lists, where a page interprets this once: a pattern is compiled first.
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
    "must be a whole number from 0",
  );
  assertOption(isName(rows), "rows", "must be names with a dot between them");
  assertOption(!rows || format !== "ndjson", "rows", "is for JSON feeds that are not lines");
  assertOption(
    select == null || (Array.isArray(select) && select.length <= 100 && select.every(isName)),
    "select",
    "must be a list of at most 100 names",
  );
  assertOption(!copy.signal || "aborted" in Object(copy.signal), "signal", "must be an AbortSignal");
  assertOption(!copy.onProgress || typeof copy.onProgress === "function", "onProgress", "must be a function");
  return {
    format,
    quantity: namesOf(fields, "quantity", ["$inventory_quantity", "inventory_quantity"]),
    policy: namesOf(fields, "policy", ["$inventory_policy", "inventory_policy"]),
    path: rows ? rows.split(".") : [],
    // Copies: nothing that the caller changes later counts.
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

/** No key has a NUL: such a name is a mistake. */
const isName = (name: unknown): name is string => typeof name === "string" && !name.includes("\0");

/** The feed's names for a field. */
export function namesOf(fields: object, field: string, usual: string[]): string[] {
  const mapping = (fields as Record<string, FieldMapping | undefined>)[field];
  if (mapping == null) return usual;
  const { key, type } = typeof mapping === "object" ? mapping : { key: mapping };
  assertOption(
    isName(key) && [undefined, null, "number", "string"].includes(type),
    field,
    "must be a name of the feed, or { key, type: 'number' | 'string' }",
  );
  return [key];
}

function assertOption(holds: unknown, option: string, message: string): asserts holds {
  if (!holds) throw new BackInStockError("invalid_option", option, message);
}
