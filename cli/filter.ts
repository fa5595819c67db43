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
  summary: "Writes the rows of a feed that are shown",
  help: `Usage: back-in-stock filter FEED [OPTIONS]

Writes the rows of a feed that are shown, and leaves out those that are out of stock and hidden by their policy. Ends with
0, or with 2 if the feed cannot be read: what was written before that is right.

${feedHelp}
  --select KEY,KEY       These keys alone
  --limit N              At most N rows; unless as XML, the feed is not read further
  --as lines|json|xml    As JSON, a row a line, which is the default; as one JSON array; or as the XML document that the
                         feed is, without the other rows. Values of a JSON feed stay as they are, digit by digit`,

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
      // Nobody reads any more: leaving stops the source.
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
  if (format === "xml" && select) throw new UsageError("--select goes with --as lines or json");
  if (format === "xml" && inputFormat !== "xml") throw new UsageError("--as xml is for feeds in XML");
  return format;
}

function readSelect(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => text.split(","));
  if (names.includes("")) throw new UsageError("--select must be keys with commas between them");
  return [...new Set(names)];
}
