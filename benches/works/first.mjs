import { filterFeed } from "back-in-stock/feed";
import { feed } from "../feed.mjs";
import { isVisible, parse, same } from "../peers.mjs";

const COUNT = 24;

/** The first rows that show, as many as a page of a collection has. */
export function prepare(options) {
  const bytes = feed(options);
  const contenders = {
    async ours() {
      const rows = [];
      for await (const row of filterFeed(bytes, { limit: COUNT })) rows.push(row);
      return rows;
    },
    parse: () => parse(bytes).filter(isVisible).slice(0, COUNT),
  };
  return { contenders, check: async () => same(await contenders.ours(), contenders.parse()) };
}
