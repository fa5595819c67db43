import type { FeedReport } from "../src/js/feed/index.ts";
import { checkFeed } from "../src/js/feed/index.ts";
import { BackInStockError } from "../src/js/shared/errors.ts";
import { parse } from "./args.ts";
import { type Command, CommandError } from "./command.ts";
import { colorizer } from "./feed/color.ts";
import { shellWord } from "./feed/format.ts";
import { openInput } from "./feed/input.ts";
import { feedHelp, feedOptions, readFeed, readFeedOptions } from "./feed/options.ts";
import { progressBar } from "./feed/progress.ts";
import { formatReport } from "./feed/report.ts";

const options = { ...feedOptions, json: { type: "boolean" } } as const;

/** Reports whether a feed is ready, and its problems. */
export const check: Command = {
  summary: "Checks whether a feed is ready for back in stock",
  help: `Usage: back-in-stock check FEED [OPTIONS]

Reads a whole feed and reports whether it is ready for back in stock, and what to fix if it is not. Rows are counted from 0.
Exit codes: 0 if the feed is ready, 1 if it has errors, 2 if it cannot be read to its end; the report then covers the rows
before the error.

${feedHelp}
  --json                 Print the report as JSON`,

  async run(args, output) {
    const { values, positionals } = parse(args, options, 1);
    const feed = openInput(readFeed(positionals));
    const bar = progressBar(process.stderr, () => feed.size);
    const print = async (report: FeedReport, isComplete: boolean) => {
      const text = values.json
        ? `${JSON.stringify(report, null, 2)}\n`
        : formatReport(feed.name, report, isComplete, colorizer(process.stdout));
      await output.write(text);
    };
    try {
      const report = await checkFeed(feed, { ...readFeedOptions(values), onProgress: bar.show }).finally(
        bar.end,
      );
      await print(report, true);
      return report.ready ? 0 : 1;
    } catch (error) {
      // The problems in the rows before the error are also worth reporting.
      if (error instanceof BackInStockError && error.report?.items) await print(error.report, false);
      throw error instanceof BackInStockError && error.candidates
        ? suggestRows(error, error.candidates)
        : error;
    }
  },
};

/** Suggests the `--rows` option for rows that are elsewhere. */
function suggestRows({ message }: Error, candidates: readonly string[]): Error {
  const options = candidates.map((path) => (path === "" ? "no --rows" : `--rows ${shellWord(path)}`));
  return new CommandError(`${message}: try ${options.join(" or ")}`);
}
