/**
 * The rows of the table, with their peers and targets. With the target `faster`, the peer's time is at least this multiple of
 * ours; with `time`, our time is at most this multiple of the peer's. Targets can differ by engine and charset; a row without
 * a target is only reported.
 */
import { CHARSETS } from "./feed.mjs";

const MB = 1e6;
const feed33 = { rows: 50_000 };
const parsing = "JSON.parse(decode(bytes)).filter(rule)";

/** Targets for the two charsets that have targets. */
const faster = (beyond, ascii) => ({ beyond: { faster: beyond }, ascii: { faster: ascii } });
const always = (target) => Object.fromEntries(CHARSETS.map((charset) => [charset, target]));
const everywhere = (target) => ({ node: always(target), chromium: always(target) });

export const ENGINES = ["node", "chromium"];

/**
 * `key` is the name for `--only`; several rows can share it. `workload` is a file in `workloads/`, with its `options`.
 * `engines` and `charsets` default to all. `rounds` is a share of the usual number. `peers` has the contenders with their
 * descriptions and targets; `memory` has maximum bytes instead.
 */
export const TABLE = [
  {
    key: "scan",
    what: "scanFeed, 33 MB",
    workload: "scan",
    options: feed33,
    peers: { parse: { is: parsing, target: { node: faster(12, 9), chromium: faster(12, 5) } } },
  },
  {
    key: "first",
    what: "the first 24 visible rows of 33 MB",
    workload: "first",
    options: feed33,
    peers: { parse: { is: parsing, target: everywhere({ faster: 500 }) } },
  },
  {
    key: "select",
    what: "rows with 5 of 11 keys, 33 MB",
    workload: "rows",
    options: { ...feed33, picked: true },
    peers: {
      parse: { is: `${parsing}.map(pick)`, target: { node: faster(2, 1.8), chromium: faster(3.5, 1.6) } },
    },
  },
  {
    key: "rows",
    what: "whole rows, 33 MB",
    workload: "rows",
    options: feed33,
    peers: { parse: { is: parsing, target: { node: faster(0.95, 0.95), chromium: faster(2, 1.2) } } },
  },
  {
    key: "fetch",
    what: "fetch and scanFeed, 33 MB",
    workload: "fetch",
    engines: ["chromium"],
    options: feed33,
    peers: {
      json: { is: "(await fetch()).json() and filter(rule)", target: everywhere({ faster: 3 }) },
      drop: { is: "reading the body alone", target: everywhere({ time: 1.15 }) },
    },
  },
  ...[15, 160, 640].map((size) => ({
    key: "cold",
    what: `filterFeed, ${size} KB, cold page`,
    workload: "cold",
    cold: true,
    engines: ["chromium"],
    options: { bytes: size * 1000 },
    rounds: 2,
    peers: { parse: { is: parsing, target: everywhere({ time: 1.2 }) } },
  })),
  ...[true, false].map((scan) => ({
    key: "xml",
    what: `${scan ? "scanFeed" : "filterFeed"}, 28 MB of XML`,
    workload: "xml",
    options: { bytes: 28 * MB, scan },
    rounds: 0.5,
    peers: {
      "fast-xml-parser": { is: "fast-xml-parser and filter(rule)", target: everywhere({ faster: 15 }) },
    },
  })),
  ...[
    [24, 2],
    [1000, 0.9],
    [100_000, 0.7],
  ].map(([rows, time]) => ({
    key: "block",
    what: `filterBlock, ${rows.toLocaleString("en")} objects`,
    workload: "block",
    charsets: ["ascii"],
    options: { rows },
    peers: { filter: { is: "items.filter(rule)", target: everywhere({ time }) } },
  })),
  ...[
    ["33 MB", 33 * MB],
    ["1 GB", 1000 * MB],
  ].map(([size, bytes]) => ({
    key: "memory",
    what: `filterFeed, ${size} from a server`,
    workload: "memory",
    charsets: ["beyond"],
    options: { bytes },
    memory: { wasm: 4 * 2 ** 20, heap: 32 * 2 ** 20 },
  })),
  // Names that were never seen before must not be remembered, nor the texts between them. What an engine keeps of the names
  // of rows that were handed out is up to it.
  ...[
    ["filterFeed", { wasm: 4 * 2 ** 20 }],
    ["checkFeed", { wasm: 4 * 2 ** 20, heap: 32 * 2 ** 20 }],
  ].map(([read, memory]) => ({
    key: "memory",
    what: `${read}, 60 MB whose keys vary`,
    workload: "memory",
    charsets: ["ascii"],
    options: { bytes: 60 * MB, format: "varied", read },
    memory,
  })),
];
