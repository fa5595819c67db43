import { feed } from "../feed.mjs";
import { isVisible, parse } from "../peers.mjs";

/** The 5 of 11 keys that a card shows. */
const select = ["id", "title", "link", "image_link", "price"];
const pick = ({ id, title, link, image_link, price }) => ({ id, title, link, image_link, price });

/**
 * Reads all visible rows in a loop: whole, or with only the `picked` keys of a card.
 *
 * @param {{charset: string, rows: number, picked: boolean}} options
 */
export function prepare({ picked, ...options }) {
  const bytes = feed(options);
  const read = ({ filterFeed }) => filterFeed(bytes, picked ? { select } : {});
  const shown = () => parse(bytes).filter(isVisible);
  const expected = picked ? () => shown().map(pick) : shown;
  return {
    run: (api) => async () => {
      let last;
      for await (const row of read(api)) last = row;
      return last;
    },
    peers: { parse: expected },
    async answer(api) {
      const rows = [];
      for await (const row of read(api)) rows.push(row);
      return rows;
    },
    expected,
  };
}
