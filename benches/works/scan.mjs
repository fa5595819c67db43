import { scanFeed } from "back-in-stock/feed";
import { feed } from "../feed.mjs";
import { isVisible, parse, same } from "../peers.mjs";

/** Which rows show, and where they are; nothing of them is decoded. */
export function prepare(options) {
  const bytes = feed(options);
  return {
    contenders: {
      async ours() {
        let shown = 0;
        for await (const { length, visible } of scanFeed(bytes)) {
          for (let index = 0; index < length; index++) shown += visible[index];
        }
        return shown;
      },
      parse: () => parse(bytes).filter(isVisible).length,
    },
    async check() {
      const shown = [];
      for await (const { length, start, end, visible } of scanFeed(bytes)) {
        for (let index = 0; index < length; index++) {
          if (visible[index]) shown.push(parse(bytes.subarray(start[index], end[index])));
        }
      }
      same(shown, parse(bytes).filter(isVisible));
    },
  };
}
