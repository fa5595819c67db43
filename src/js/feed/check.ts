// Checks whether a feed is ready for back-in-stock alerts.
import { BackInStockError } from "../shared/errors.ts";
import { detectFormat, openJson, openXml, readAll } from "./scan-passes.ts";
import { checkFeedOptions, namesOf } from "./settings.ts";
import { chunksOf, openerOf } from "./source.ts";
import type { FeedOptions, FeedReport, FeedSource } from "./types.ts";

/** Functions passed to check-report.ts. If it imported them, bundlers would split this script in two. */
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
 * Reads the whole feed and reports its problems. Ignores the options `select` and `limit`.
 *
 * If the feed is cut off or invalid, the promise rejects; the error's `report` covers the part before that.
 *
 * @throws BackInStockError with the same codes as `scanFeed`
 */
export async function checkFeed(source: FeedSource, options?: FeedOptions): Promise<FeedReport> {
  // A separate script, so that pages that only read feeds do not load it.
  const { check } = await import("./check-report.ts");
  return check(source, options, tools);
}
