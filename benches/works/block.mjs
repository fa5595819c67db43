import { filterBlock } from "back-in-stock";
import { feed } from "../feed.mjs";
import { isVisible, parse, same } from "../peers.mjs";

/** Items that a page has already. */
export function prepare(options) {
  const items = parse(feed(options));
  const contenders = {
    ours: () => filterBlock(items),
    filter: () => items.filter(isVisible),
  };
  return { contenders, check: () => same(contenders.ours(), contenders.filter()) };
}
