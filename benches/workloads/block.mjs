import { feed } from "../feed.mjs";
import { isVisible, parse } from "../peers.mjs";

/** Filters items that a page already has. */
export function prepare(options) {
  const items = parse(feed(options));
  const filter = () => items.filter(isVisible);
  return {
    run:
      ({ filterBlock }) =>
      () =>
        filterBlock(items),
    peers: { filter },
    answer: ({ filterBlock }) => filterBlock(items),
    expected: filter,
  };
}
