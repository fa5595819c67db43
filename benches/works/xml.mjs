import { filterFeed, scanFeed } from "back-in-stock/feed";
import { XMLParser } from "fast-xml-parser";
import { feed } from "../feed.mjs";
import { isVisible, same } from "../peers.mjs";

/**
 * An XML feed: its rows, or with `scan` only which of them show.
 *
 * @param {{charset: string, bytes: number, scan: boolean}} options
 */
export function prepare({ scan, ...options }) {
  const bytes = feed({ ...options, format: "xml" });
  const theirs = () =>
    new XMLParser().parse(new TextDecoder().decode(bytes)).Products.Product.filter(isVisible);
  return {
    contenders: {
      ours: scan ? () => countShown(bytes) : () => lastOf(bytes),
      "fast-xml-parser": theirs,
    },
    async check() {
      const shown = theirs();
      const count = await countShown(bytes);
      if (count !== shown.length) throw new Error(`${count} rows show, for the peer ${shown.length}`);
      const rows = [];
      for await (const row of filterFeed(bytes)) rows.push(row);
      same(rows, shown, asTexts);
    },
  };
}

async function countShown(bytes) {
  let shown = 0;
  for await (const { length, visible } of scanFeed(bytes)) {
    for (let index = 0; index < length; index++) shown += visible[index];
  }
  return shown;
}

async function lastOf(bytes) {
  let last;
  for await (const row of filterFeed(bytes)) last = row;
  return last;
}

/** The peer makes numbers of what looks like one. */
const asTexts = (row) => JSON.stringify(Object.entries(row).map(([key, value]) => [key, String(value)]));
