// The types of feeds.

/** A feed's bytes, from wherever they come; a text is the feed itself. Chunks are views or buffers of bytes. */
export type FeedSource =
  | ReadableStream<Uint8Array>
  | Response
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | string
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

/** A field of the feed: its name there, and its type as in Klaviyo's mapping dialog. */
export type FieldMapping = string | { key: string; type?: "number" | "string" };

/** Which of the feed's names holds what. Without it, the names are the fields' own. */
export interface FieldMappings {
  /** `$inventory_quantity`, else `inventory_quantity`. */
  quantity?: FieldMapping;
  /** `$inventory_policy`, else `inventory_policy`. */
  policy?: FieldMapping;
  id?: FieldMapping;
  title?: FieldMapping;
  link?: FieldMapping;
  description?: FieldMapping;
  image_link?: FieldMapping;
  price?: FieldMapping;
}

/** How a feed is read. */
export interface FeedOptions {
  /** `auto`, the default, looks at how the feed begins. `ndjson` is JSON lines: each row is a line. */
  format?: "auto" | "json" | "ndjson" | "xml";
  fields?: FieldMappings;
  /** The names of a row that are wanted; without it, all. */
  select?: readonly string[];
  /** `hide`: whatever is out of stock is hidden, whatever its policy. */
  outOfStock?: "policy" | "hide";
  /** Out of stock is a quantity below this number; without it, 0 or less. */
  threshold?: number;
  /** Ends after so many visible rows. */
  limit?: number;
  /** The way to a JSON feed's rows, by names with a dot between them: `"data.items"`. Without it, they are the root. */
  rows?: string;
  /** Ends the reading with `aborted`. */
  signal?: AbortSignal;
  /** Called as the feed is read. */
  onProgress?: (progress: FeedProgress) => void;
}

/** How far a feed is read. */
export interface FeedProgress {
  /** Bytes that were read; of a compressed feed, unpacked ones. */
  bytes: number;
  /** Bytes that there are, if the source tells. */
  total?: number;
  /** Rows that were read. */
  rows: number;
}

/** What `checkFeed` found. */
export interface FeedReport {
  format: "json" | "ndjson" | "xml";
  /** How large the feed is, unpacked. */
  bytes: number;
  /** The number of rows: `visible` and `hidden`, or `inStock`, `outOfStock` and `unknown`. */
  items: number;
  visible: number;
  hidden: number;
  inStock: number;
  outOfStock: number;
  /** Rows without a readable quantity. They are shown, and never come back in stock. */
  unknown: number;
  /** Whether there are no errors. */
  ready: boolean;
  /** For fields that no row has, the keys that resemble them: to be looked at, and given as `fields`. */
  suggestedFields?: { [field in keyof FieldMappings]?: string };
  /** Errors first, then warnings, then hints. */
  problems: FeedProblem[];
}

/** Something that is wrong with a feed, however often. */
export interface FeedProblem {
  /** Stable, in snake_case: `id_missing`, `quantity_text`. */
  code: string;
  severity: "error" | "warning" | "hint";
  count: number;
  /** What to do. */
  message: string;
  /** The first five rows that have it; none if it is a problem of the feed as a whole. */
  examples: FeedExample[];
}

/** A row that has a problem. Long texts are cut, and end in `…` then. */
export interface FeedExample {
  /** The number of the row, counted from 0. */
  row: number;
  /** Its first byte in the source; in the source's text as UTF-8, where that is in another encoding or compressed. */
  offset: number;
  /** Its id, if it has one. */
  id?: string;
  /** What stands where the problem is, if anything does. */
  found?: string;
}

/** A row as the feed has it, selected or whole. */
export type Item = Record<string, unknown>;

/** Some rows in their order. The arrays are `length` long; starts and ends are bytes of the source, unpacked. */
export interface RowBatch {
  /** The number of the first row, counted from 0. */
  index: number;
  length: number;
  start: Float64Array;
  /** The byte behind the row. */
  end: Float64Array;
  /** 1: it is shown. */
  visible: Uint8Array;
  /** 1: it is in stock, or its quantity is unknown. */
  inStock: Uint8Array;
}
