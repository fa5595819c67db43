// Is this feed ready for back in stock?
import { BackInStockError } from "../shared/errors.ts";
import { detectFormat, openJson, openXml, readAll } from "./scan-passes.ts";
import { checkFeedOptions, namesOf } from "./settings.ts";
import { chunksOf, openerOf } from "./source.ts";
import type { FeedOptions, FeedReport, FeedSource } from "./types.ts";

/** What the report uses of this script: if it imported it, bundlers would cut this script in two. */
const tools = {
  BackInStockError,
  chunksOf,
  formatOf: detectFormat,
  namesOf,
  openerOf,
  openJson,
  openXml,
  planOf: checkFeedOptions,
  readAll,
};
/** @internal */
export type Tools = typeof tools;

/**
 * Reads the whole feed and says what is wrong with it for back in stock. `select` and `limit` say nothing here.
 *
 * A feed that breaks off, or cannot be read further, rejects; the error's `report` is what was found before that.
 *
 * @throws BackInStockError as `scanFeed`
 */
export async function checkFeed(source: FeedSource, options?: FeedOptions): Promise<FeedReport> {
  // A load of its own: who only reads feeds has no use for it.
  const { check } = await import("./check-report.ts");
  return check(source, options, tools);
}
