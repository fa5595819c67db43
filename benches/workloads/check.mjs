import { feed } from "../feed.mjs";
import { isVisible, parse } from "../peers.mjs";

/** Checks a whole feed. Versions may differ in their findings, but not in their counts. */
export function prepare(options) {
  const bytes = feed(options);
  const counts = async ({ checkFeed }) => {
    const { items, visible, hidden } = await checkFeed(bytes);
    return [{ items, visible, hidden }];
  };
  return {
    run:
      ({ checkFeed }) =>
      () =>
        checkFeed(bytes),
    peers: {},
    answer: counts,
    expected() {
      const rows = parse(feed({ ...options, format: "json" }));
      const visible = rows.filter(isVisible).length;
      return [{ items: rows.length, visible, hidden: rows.length - visible }];
    },
  };
}
