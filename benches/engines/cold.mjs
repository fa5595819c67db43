// A page that was opened for one sample: its scripts are there, and no module was fetched yet.
import { filterFeed } from "back-in-stock/feed";
import { isVisible, parse } from "../peers.mjs";

const contenders = {
  async ours(bytes) {
    const rows = [];
    for await (const row of filterFeed(bytes)) rows.push(row);
    return rows;
  },
  parse: (bytes) => parse(bytes).filter(isVisible),
};

/** From the bytes to the rows that show, in ms, and which they are. */
globalThis.cold = async (contender, options) => {
  const response = await fetch(`/feed?${new URLSearchParams(options)}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const start = performance.now();
  const rows = await contenders[contender](bytes);
  const ms = performance.now() - start;
  return { ms, shown: rows.map(({ id }) => id).join() };
};
