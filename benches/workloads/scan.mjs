import { feed } from "../feed.mjs";
import { countVisible, isVisible, parse } from "../peers.mjs";

/** Scans which rows are visible and where they are, without decoding them. */
export function prepare(options) {
  const bytes = feed(options);
  const expected = () => parse(bytes).filter(isVisible);
  return {
    run:
      ({ scanFeed }) =>
      () =>
        countVisible(scanFeed(bytes)),
    peers: { parse: () => expected().length },
    async answer({ scanFeed }) {
      const shown = [];
      for await (const { length, start, end, visible } of scanFeed(bytes)) {
        for (let index = 0; index < length; index++) {
          if (visible[index]) shown.push(parse(bytes.subarray(start[index], end[index])));
        }
      }
      return shown;
    },
    expected,
  };
}
