/**
 * The rows for `--beside`, which an older version of the package and the built one can both run, with the limits for a release.
 *
 * A row is like one of `table.mjs`, with one `peer` at most. `gate` has one limit: `speed`, the least speed of the new version as a share of the old
 * one's; `ms`, the time of the new version; `time`, the time of the new version as a multiple of the peer's.
 */
const MB = 1e6;
const SPEED = 0.85;

/** With `quick`, feeds have a tenth of the size. */
export function versionRows({ quick }) {
  const json = quick ? { rows: 5000 } : { rows: 50_000 };
  const xml = { bytes: (quick ? 2.8 : 28) * MB };
  const ofJson = quick ? "3.3 MB" : "33 MB";
  const ofXml = `${quick ? "2.8 MB" : "28 MB"} of XML`;
  const feeds = [
    ["scanFeed", ofJson, "scan", json],
    ["filterFeed, 24 rows of", ofJson, "first", json],
    ["filterFeed, 5 of 11 keys,", ofJson, "rows", { ...json, picked: true }],
    ["filterFeed", ofJson, "rows", json],
    ["checkFeed", ofJson, "check", json],
    ["fetch and scanFeed", ofJson, "fetch", json, ["chromium"]],
    ["scanFeed", ofXml, "xml", { ...xml, scan: true }],
    ["filterFeed", ofXml, "xml", { ...xml, scan: false }],
    ["checkFeed", ofXml, "check", { ...xml, format: "xml" }],
  ];
  const blocks = [
    [24, { ms: 0.01 }],
    [1000, { time: 1.2 }],
    [100_000, { time: 1 }],
  ];
  const parts = [
    ["compile core.wasm", "compile"],
    ["instantiate core.wasm", "instantiate"],
    ["first subscribe, cold page", "subscribe"],
  ];
  return [
    ...feeds.map(([what, size, workload, options, engines]) => ({
      key: "feeds",
      what: `${what} ${size}`,
      workload,
      options,
      engines,
      gate: { speed: SPEED },
    })),
    ...blocks.map(([rows, gate]) => ({
      key: "blocks",
      what: `filterBlock, ${rows.toLocaleString("en")} objects`,
      workload: "block",
      charsets: ["ascii"],
      options: { rows },
      rounds: 4,
      peer: "filter",
      gate,
    })),
    ...parts.map(([what, part]) => ({
      key: "start",
      what,
      workload: "start",
      cold: true,
      charsets: ["ascii"],
      options: { part },
    })),
    ...[15, 160, 640].map((size) => ({
      key: "start",
      what: `filterFeed ${size} KB, cold page`,
      workload: "cold",
      cold: true,
      charsets: ["ascii"],
      options: { bytes: size * 1000 },
    })),
  ];
}
