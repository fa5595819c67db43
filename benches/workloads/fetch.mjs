import { countVisible, isVisible } from "../peers.mjs";

/** Scans a feed from a server on this machine. `drop` only reads the body, which measures the transfer alone. */
export function prepare({ origin, ...options }) {
  const get = () => fetch(`${origin}/feed?${new URLSearchParams(options)}`);
  const scan = async ({ scanFeed }) => countVisible(scanFeed(await get()));
  const json = async () => (await (await get()).json()).filter(isVisible).length;
  return {
    run: (api) => () => scan(api),
    peers: {
      json,
      async drop() {
        const reader = (await get()).body.getReader();
        let bytes = 0;
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return bytes;
          bytes += value.length;
        }
      },
    },
    answer: async (api) => [await scan(api)],
    expected: async () => [await json()],
  };
}
