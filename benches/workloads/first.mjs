import { feed } from "../feed.mjs";
import { isVisible, parse } from "../peers.mjs";

const COUNT = 24;

/** Reads the first visible rows, as many as a collection page has. */
export function prepare(options) {
  const bytes = feed(options);
  const first = async ({ filterFeed }) => {
    const rows = [];
    for await (const row of filterFeed(bytes, { limit: COUNT })) rows.push(row);
    return rows;
  };
  const expected = () => parse(bytes).filter(isVisible).slice(0, COUNT);
  return { run: (api) => () => first(api), peers: { parse: expected }, answer: first, expected };
}
