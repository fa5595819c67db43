import type { Row } from "../account/catalog.ts";
import { EmulatorError } from "../errors.ts";
import { invalid } from "./invalid.ts";

/** Maps a field: the key in the feed, and the type as in Klaviyo's mapping dialog. */
export type FieldMapping = string | { readonly key: string; readonly type?: "number" | "string" };

/** The keys of a feed's fields. By default each field has its own name; quantity and policy may have a leading `$`. */
export interface FeedFields {
  readonly id?: FieldMapping;
  readonly title?: FieldMapping;
  readonly link?: FieldMapping;
  /** Default `inventory_quantity`. Its type must be number, or no row has a usable quantity. */
  readonly quantity?: FieldMapping;
  /** Default `inventory_policy`. */
  readonly policy?: FieldMapping;
}

/** The fields with their default keys. */
const defaultKeys: Required<Record<keyof FeedFields, string>> = {
  id: "id",
  title: "title",
  link: "link",
  quantity: "inventory_quantity",
  policy: "inventory_policy",
};

const isField = (name: string): name is keyof FeedFields => Object.hasOwn(defaultKeys, name);

/** @throws EmulatorError `invalid_option` for `{ quantities: "stock" }`, `{ quantity: { key: "stock", type: "text" } }` */
export function readFields(given: unknown): FeedFields {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return invalidOption("fields must be an object");
  for (const [name, value] of Object.entries(given)) {
    if (!isField(name))
      return invalidOption(
        `unknown option "fields.${name}"; expected one of ${Object.keys(defaultKeys).join(", ")}`,
      );
    if (!isMapping(value))
      return invalidOption(`fields.${name} must be a key, or { key, type: "number" or "string" }`);
  }
  return given;
}

function isMapping(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  if (typeof value !== "object" || value === null) return false;
  const { key, type, ...rest } = value as Record<string, unknown>;
  const isType = type === undefined || type === "number" || type === "string";
  return typeof key === "string" && key !== "" && isType && Object.keys(rest).length === 0;
}

/** The keys of a field; the first one that a row has is used. */
function keysOf(name: keyof FeedFields, mapping: FieldMapping | undefined): readonly string[] {
  if (mapping !== undefined) return [typeof mapping === "string" ? mapping : mapping.key];
  return name === "quantity" || name === "policy"
    ? [`$${defaultKeys[name]}`, defaultKeys[name]]
    : [defaultKeys[name]];
}

/** Rows by canonical id, and the reason if the feed is not inventory-aware. */
export interface MappedFeed {
  readonly rows: ReadonlyMap<string, Row>;
  readonly unawareReason: string | null;
}

/**
 * Maps the rows of a feed.
 *
 * Klaviyo's guide to custom back in stock: the id is `integration:::catalog:::external id`; for a custom feed this is
 * `$custom:::$default:::<row id>`. Each row of a feed is a variant.
 *
 * @throws EmulatorError `invalid_feed` for a row whose id is missing, blank, `1.5`, or a number above 2^53
 */
export function mapRows(feed: readonly object[], fields: FeedFields): MappedFeed {
  const keys = {
    id: keysOf("id", fields.id),
    title: keysOf("title", fields.title),
    link: keysOf("link", fields.link),
    quantity: keysOf("quantity", fields.quantity),
    policy: keysOf("policy", fields.policy),
  };
  const isText = typeof fields.quantity === "object" && fields.quantity.type === "string";
  const rows = new Map<string, Row>();
  let unusable = 0;
  let example: string | undefined;
  for (const [index, row] of feed.entries()) {
    const externalId = readId(valueAt(row, keys.id), index);
    const id = `$custom:::$default:::${externalId}`;
    const found = valueAt(row, keys.quantity);
    const quantity = isText ? null : readNumber(found);
    if (quantity === null) {
      unusable += 1;
      example ??= `${JSON.stringify(externalId)}: ${found == null ? "missing" : "not a number"}`;
    }
    const title = readText(valueAt(row, keys.title));
    const link = readText(valueAt(row, keys.link));
    rows.set(id, { id, externalId, title, link, quantity, policy: readNumber(valueAt(row, keys.policy)) });
  }
  const key = keys.quantity.at(fields.quantity === undefined ? 1 : 0);
  return { rows, unawareReason: describeUnaware(isText, unusable, feed.length, `${key}`, example) };
}

function describeUnaware(
  isText: boolean,
  unusable: number,
  count: number,
  key: string,
  example = "",
): string | null {
  if (isText) return `${key} is mapped as text; map it as a number`;
  if (unusable === 0) return null;
  return `${unusable} of ${count} rows have no usable ${key} (${example})`;
}

/** Reads own properties only: a feed may have a key such as `__proto__` or `constructor`. */
function valueAt(row: object, keys: readonly string[]): unknown {
  for (const key of keys) {
    if (Object.hasOwn(row, key)) return Reflect.get(row, key);
  }
  return undefined;
}

function readId(value: unknown, row: number): string {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string" && !isBlank(value)) return value;
  throw invalid(`feed: row ${row} (counted from 0) has ${describeId(value)}`);
}

/** Whether a text has only white space and invisible characters. */
const isBlank = (text: string): boolean => /^[\s\u0085\u200b]*$/.test(text);

function describeId(value: unknown): string {
  if (value === undefined || value === null) return "no id";
  if (typeof value === "string") return "a blank id";
  if (typeof value !== "number") return "an id that is neither a string nor a number";
  return "a numeric id that is above 2^53 or has a fraction; write it as a string";
}

function readText(value: unknown): string | null {
  return value === "" || (typeof value !== "string" && typeof value !== "number") ? null : String(value);
}

/** The mapping gives both inventory fields the type Number, so digits in quotes also count. */
function readNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const isNumber = /^[ \t\n\f\r]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ \t\n\f\r]*$/.test(value);
  return isNumber ? Number(value) : null;
}

function invalidOption(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
