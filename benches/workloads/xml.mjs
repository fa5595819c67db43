import { XMLParser } from "fast-xml-parser";
import { feed } from "../feed.mjs";
import { countVisible, isVisible } from "../peers.mjs";

/**
 * Reads the rows of an XML feed, or with `scan` only which of them are visible.
 *
 * @param {{charset: string, bytes: number, scan: boolean}} options
 */
export function prepare({ scan, ...options }) {
  const bytes = feed({ ...options, format: "xml" });
  const parsed = () =>
    new XMLParser().parse(new TextDecoder().decode(bytes)).Products.Product.filter(isVisible);
  return {
    run: scan
      ? ({ scanFeed }) =>
          () =>
            countVisible(scanFeed(bytes))
      : ({ filterFeed }) =>
          () =>
            lastOf(filterFeed(bytes)),
    peers: { "fast-xml-parser": parsed },
    async answer({ filterFeed, scanFeed }) {
      const rows = [];
      for await (const row of filterFeed(bytes)) rows.push(row);
      const count = await countVisible(scanFeed(bytes));
      if (count !== rows.length) throw new Error(`scanFeed shows ${count} rows, filterFeed ${rows.length}`);
      return rows;
    },
    expected: parsed,
    written: asTexts,
  };
}

async function lastOf(rows) {
  let last;
  for await (const row of rows) last = row;
  return last;
}

/** Compares values as text, because the peer converts numeric text to numbers. */
const asTexts = (row) => JSON.stringify(Object.entries(row).map(([key, value]) => [key, String(value)]));
