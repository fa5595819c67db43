import type { FeedOptions } from "../../src/js/feed/index.ts";
import { didYouMean } from "../../src/js/shared/suggest.ts";
import { type Parsed, readNumber } from "../args.ts";
import { UsageError } from "../command.ts";

/** The options that all feed commands share. */
export const feedOptions = {
  field: { type: "string", multiple: true },
  rows: { type: "string" },
  format: { type: "string" },
  threshold: { type: "string" },
  "out-of-stock": { type: "string" },
} as const;

export const feedHelp = `FEED is a file, an http or https URL, or - for standard input.

  --field NAME=KEY       Map a field (quantity, policy, id, title, link, description, image_link, price), such as
                         quantity=stock, or quantity=stock:string if Klaviyo maps it as String; can be repeated
  --rows a.b             The path to the rows of a JSON feed, if they are not its root
  --format NAME          json, ndjson (JSON lines) or xml; default: detected from the beginning of the feed
  --threshold N          Treat a quantity below N as out of stock; default: 0 or less
  --out-of-stock WHICH   policy (default), or hide to hide everything that is out of stock`;

/** The fields that `--field` maps. */
const FIELD_NAMES = ["quantity", "policy", "id", "title", "link", "description", "image_link", "price"];

type Values = Parsed<typeof feedOptions>["values"];

/** @throws UsageError for `--field stock` and `--threshold few`; reading the feed reports other errors */
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

/** The key itself may contain colons. */
function readField(text: string): [string, { key: string; type: "number" | "string" }] {
  const [, name, key, type = "number"] = /^(\w+)=(.+?)(?::(number|string))?$/s.exec(text) ?? [];
  if (!name || !key) throw new UsageError("--field must be NAME=KEY, NAME=KEY:number or NAME=KEY:string");
  if (!FIELD_NAMES.includes(name)) throw new UsageError(unknownFieldMessage(name, FIELD_NAMES));
  return [name, { key, type: type as "number" | "string" }];
}

export const unknownFieldMessage = (name: string, known: readonly string[]): string =>
  `unknown field "${name}" in --field${didYouMean(name, known) || `; expected one of ${known.join(", ")}`}`;

/** @throws UsageError for any other value */
export function readChoice<const W extends string>(name: string, value: string, choices: readonly W[]): W {
  const found = choices.find((known) => known === value);
  if (found) return found;
  throw new UsageError(`--${name} must be ${choices.join(" or ")}`);
}

/** @throws UsageError without a feed */
export function readFeed([feed]: readonly string[]): string {
  if (feed) return feed;
  throw new UsageError("FEED is required: a file, a URL, or - for standard input");
}
