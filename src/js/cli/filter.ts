import "../entry/feed-inline.ts";
import { filterText } from "../feed/text.ts";
import { parse, readNumber } from "./args.ts";
import { type Command, UsageError } from "./command.ts";
import { inputOf } from "./feed/input.ts";
import { feedHelp, feedOptions, oneOf, readFeed, readFeedOptions } from "./feed/options.ts";

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
  --limit N              At most N rows; the feed is not read further
  --as lines|json        A row a line, the default, or one array; the values as the feed has them, digit by digit`,

  async run(args, output) {
    const { values, positionals } = parse(args, options, 1);
    const { select, limit, as = "lines" } = values;
    const feed = inputOf(readFeed(positionals));
    const shape = oneOf("as", as, ["lines", "json"]);
    const batches = filterText(feed, {
      ...readFeedOptions(values),
      ...(select && { select: readSelect(select) }),
      ...(limit !== undefined && { limit: readNumber("limit", limit) }),
    });
    let any = false;
    for await (const rows of batches) {
      const lines = rows.map(onOneLine);
      const text = shape === "lines" ? `${lines.join("\n")}\n` : `${any ? ",\n" : "[\n"}${lines.join(",\n")}`;
      // Nobody reads any more: leaving stops the source.
      if (!(await output.write(text))) return 0;
      any = true;
    }
    if (shape === "json") await output.write(any ? "\n]\n" : "[]\n");
    return 0;
  },
};

/** A line feed of a JSON text stands between its values: inside of texts it is escaped. */
const onOneLine = (row: string): string => row.replace(/[\r\n][ \t\r\n]*/g, "");

function readSelect(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => text.split(","));
  if (names.includes("")) throw new UsageError("--select must be keys with commas between them");
  return [...new Set(names)];
}
