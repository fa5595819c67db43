import type { FeedOptions } from "../../src/js/feed/index.ts";
import { didYouMean } from "../../src/js/shared/suggest.ts";
import { type Parsed, readNumber } from "../args.ts";
import { UsageError } from "../command.ts";

/** The options that every command on feeds has. */
export const feedOptions = {
  field: { type: "string", multiple: true },
  rows: { type: "string" },
  format: { type: "string" },
  threshold: { type: "string" },
  "out-of-stock": { type: "string" },
} as const;

export const feedHelp = `FEED is a file, an http or https address, or - for standard input.

  --field NAME=KEY       The feed's key for quantity, policy, id, title, link, description, image_link or price, such
                         as quantity=stock, or quantity=stock:string if Klaviyo maps it as String; any number of them
  --rows a.b             The way to the rows of a JSON feed whose root they are not
  --format NAME          json, ndjson (JSON lines) or xml; default: by how the feed begins
  --threshold N          Out of stock is a quantity below N; default: 0 or less
  --out-of-stock WHICH   policy, the default, or hide: whatever is out of stock is hidden`;

/** The fields that `--field` maps. */
const FIELD_NAMES = ["quantity", "policy", "id", "title", "link", "description", "image_link", "price"];

type Values = Parsed<typeof feedOptions>["values"];

/** @throws UsageError for `--field stock` and `--threshold few`; what else is wrong, reading the feed says */
export function readFeedOptions(values: Values): FeedOptions {
  const { field = [], rows, format, threshold, "out-of-stock": outOfStock } = values;
  return {
    fields: Object.fromEntries(field.map(readField)),
    ...(rows !== undefined && { rows }),
    ...(format !== undefined && { format: readChoice("format", format, ["json", "ndjson", "xml"]) }),
    ...(threshold !== undefined && { threshold: readNumber("threshold", threshold) }),
    ...(outOfStock !== undefined && {
      outOfStock: readChoice("out-of-stock", outOfStock, ["policy", "hide"]),
    }),
  };
}

/** A key may have colons of its own. */
function readField(text: string): [string, { key: string; type: "number" | "string" }] {
  const [, name, key, type = "number"] = /^(\w+)=(.+?)(?::(number|string))?$/s.exec(text) ?? [];
  if (!name || !key) throw new UsageError("--field must be NAME=KEY, NAME=KEY:number or NAME=KEY:string");
  if (!FIELD_NAMES.includes(name)) throw new UsageError(unknownFieldMessage(name, FIELD_NAMES));
  return [name, { key, type: type as "number" | "string" }];
}

export const unknownFieldMessage = (name: string, known: readonly string[]): string =>
  `unknown field "${name}" in --field${didYouMean(name, known) || `; there are ${known.join(", ")}`}`;

/** @throws UsageError for another word */
export function readChoice<const W extends string>(name: string, value: string, choices: readonly W[]): W {
  const found = choices.find((known) => known === value);
  if (found) return found;
  throw new UsageError(`--${name} must be ${choices.join(" or ")}`);
}

/** @throws UsageError where there is none */
export function readFeed([feed]: readonly string[]): string {
  if (feed) return feed;
  throw new UsageError("FEED is required: a file, an address, or - for standard input");
}
