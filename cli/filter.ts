import { type Parsed, parse, readNumber } from "./args.ts";
import { type Command, UsageError } from "./command.ts";
import { openInput } from "./feed/input.ts";
import { feedHelp, feedOptions, readChoice, readFeed, readFeedOptions } from "./feed/options.ts";
import { json, lines, xml } from "./feed/output-formats.ts";
import { Selection } from "./feed/selection.ts";
import { printable } from "./output.ts";

const options = {
  ...feedOptions,
  select: { type: "string", multiple: true },
  limit: { type: "string" },
  as: { type: "string" },
} as const;

/** Writes the visible rows of a feed. */
export const filter: Command = {
  summary: "Writes the visible rows of a feed",
  help: `Usage: back-in-stock filter FEED [OPTIONS]

Writes the visible rows of a feed: it leaves out rows that are out of stock and hidden by their policy. Exit codes: 0, or 2
if the feed cannot be read to its end; the rows written before the error are correct.

${feedHelp}
  --select KEY,KEY       Write only these keys
  --limit N              Stop after N rows; with --as xml, the feed is still read to its end
  --as lines|json|xml    One JSON row on each line (default), one JSON array, or the XML feed without the hidden rows.
                         Values of a JSON feed are copied unchanged`,

  async run(args, output) {
    const { values, positionals } = parse(args, options, 1);
    const feed = openInput(readFeed(positionals));
    const select = values.select && readSelect(values.select);
    const feedOptions = readFeedOptions(values);
    const selection = new Selection(select ?? []);
    const chunks = FORMATS[readFormat(values)](
      selection.observe(feed),
      {
        ...feedOptions,
        ...(select && { select }),
        ...(values.limit !== undefined && { limit: readNumber("limit", values.limit) }),
      },
      selection.onRows,
    );
    for await (const chunk of chunks) {
      // The reader has gone. Returning stops the source.
      if (!(await output.write(chunk))) return 0;
    }
    for (const warning of await selection.warnings(feedOptions))
      output.err(`back-in-stock: ${printable(warning)}`);
    return 0;
  },
};

const FORMATS = { lines, json, xml };

function readFormat({ as = "lines", select, format: inputFormat = "xml" }: Parsed<typeof options>["values"]) {
  const format = readChoice("as", as, ["lines", "json", "xml"]);
  if (format === "xml" && select) throw new UsageError("--select requires --as lines or json");
  if (format === "xml" && inputFormat !== "xml") throw new UsageError("--as xml requires an XML feed");
  return format;
}

function readSelect(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => text.split(","));
  if (names.includes("")) throw new UsageError("--select must be keys separated by commas");
  return [...new Set(names)];
}
