// The public types of feeds.

/** The source of a feed's bytes. A string is the feed's text, not its address. Chunks are buffers or views of buffers. */
export type FeedSource =
  | ReadableStream<Uint8Array>
  | Response
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | string
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

/** A field's key in the feed, and its type in Klaviyo's mapping dialog. */
export type FieldMapping = string | { key: string; type?: "number" | "string" };

/** Maps fields to the feed's keys. By default, each key is the field's name. */
export interface FieldMappings {
  /** Default `$inventory_quantity`, then `inventory_quantity`. */
  quantity?: FieldMapping;
  /** Default `$inventory_policy`, then `inventory_policy`. */
  policy?: FieldMapping;
  id?: FieldMapping;
  title?: FieldMapping;
  link?: FieldMapping;
  description?: FieldMapping;
  image_link?: FieldMapping;
  price?: FieldMapping;
}

/** Options for reading a feed. */
export interface FeedOptions {
  /** `auto` (default) detects JSON or XML from the feed's first bytes. `ndjson` is JSON Lines: one row per line. */
  format?: "auto" | "json" | "ndjson" | "xml";
  /** Maps your feed's field names. */
  fields?: FieldMappings;
  /** Keys to return of each row, up to 100. Default: all. */
  select?: readonly string[];
  /** `policy` (default) hides rows that are out of stock according to their inventory policy; `hide` hides them all. */
  outOfStock?: "policy" | "hide";
  /** A quantity below this number is out of stock. By default, a quantity of 0 or less is. */
  threshold?: number;
  /** Maximum number of visible rows. Reading stops after them. */
  limit?: number;
  /** Path to the array of rows in a JSON feed, as keys separated by dots: `"data.items"`. Default: the root. */
  rows?: string;
  /** Aborts reading with the error `aborted`. */
  signal?: AbortSignal;
  /** Called repeatedly while the feed is read. */
  onProgress?: (progress: FeedProgress) => void;
}

/** Progress of reading a feed. */
export interface FeedProgress {
  /** Bytes read so far, after decompression. */
  bytes: number;
  /** Total number of bytes, if the source states it. */
  total?: number;
  /** Rows read so far. */
  rows: number;
}

/** The result of `checkFeed`. */
export interface FeedReport {
  format: "json" | "ndjson" | "xml";
  /** Size of the feed in bytes, after decompression. */
  bytes: number;
  /** Number of rows: the sum of `visible` and `hidden`, and of `inStock`, `outOfStock` and `unknown`. */
  items: number;
  visible: number;
  hidden: number;
  inStock: number;
  outOfStock: number;
  /** Rows without a readable quantity. They are shown and never trigger an alert. */
  unknown: number;
  /** Whether there are no errors. */
  ready: boolean;
  /** For fields that no row has, similar keys. Review them and pass them as `fields`. */
  suggestedFields?: { [field in keyof FieldMappings]?: string };
  /** Errors first, then warnings, then hints. */
  problems: FeedProblem[];
}

/** A kind of problem in a feed, with its number of occurrences. */
export interface FeedProblem {
  /** Stable code in snake_case, such as `id_missing` or `quantity_text`. */
  code: string;
  severity: "error" | "warning" | "hint";
  count: number;
  /** How to fix the problem. */
  message: string;
  /** The first five affected rows; empty if the problem concerns the whole feed. */
  examples: FeedExample[];
}

/** A row with a problem. Long texts are truncated and end in `…`. */
export interface FeedExample {
  /** Index of the row, starting at 0. */
  row: number;
  /** Byte offset of the row in the source, after decompression and conversion to UTF-8. */
  offset: number;
  /** Id of the row, if it has one. */
  id?: string;
  /** The problematic value, if there is one. */
  found?: string;
}

/** A row of the feed: all its keys, or those in `select`. */
export type Item = Record<string, unknown>;

/** Consecutive rows. The arrays have `length` elements. Offsets are bytes of the source after decompression. */
export interface RowBatch {
  /** Index of the first row, starting at 0. */
  index: number;
  length: number;
  /** Byte offset of each row's first byte. */
  start: Float64Array;
  /** Byte offset after each row's last byte. */
  end: Float64Array;
  /** 1 if the row is shown, otherwise 0. */
  visible: Uint8Array;
  /** 1 if the row is in stock or its quantity is unknown, otherwise 0. */
  inStock: Uint8Array;
}
