import { filterFeed } from "back-in-stock/feed";
import { feed } from "../feed.mjs";
import { isVisible, parse, same } from "../peers.mjs";

/** What a card shows, 5 of the 11 keys. */
const select = ["id", "title", "link", "image_link", "price"];
const pick = ({ id, title, link, image_link, price }) => ({ id, title, link, image_link, price });

/**
 * Every row that shows, one after another as a loop takes them: whole, or `picked` to what a card shows.
 *
 * @param {{charset: string, rows: number, picked: boolean}} options
 */
export function prepare({ picked, ...options }) {
  const bytes = feed(options);
  const ours = () => filterFeed(bytes, picked ? { select } : {});
  const shown = () => parse(bytes).filter(isVisible);
  const theirs = picked ? () => shown().map(pick) : shown;
  return {
    contenders: {
      async ours() {
        let last;
        for await (const row of ours()) last = row;
        return last;
      },
      parse: theirs,
    },
    async check() {
      const rows = [];
      for await (const row of ours()) rows.push(row);
      same(rows, theirs());
    },
  };
}
