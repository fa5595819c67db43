import { isVisible, parse } from "../peers.mjs";

/** Reads the first feed of a page, from bytes to visible rows. */
export async function prepare({ origin, ...options }) {
  const response = await fetch(`${origin}/feed?${new URLSearchParams(options)}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    run:
      ({ filterFeed }) =>
      async () => {
        const rows = [];
        for await (const row of filterFeed(bytes)) rows.push(row);
        return rows;
      },
    peers: { parse: () => parse(bytes).filter(isVisible) },
    summary: (rows) => rows.map(({ id }) => id).join(),
  };
}
