const TIMES = [
  ["what", (line) => line.what],
  ["engine", (line) => line.engine],
  ["charset", (line) => line.charset],
  ["ours", (line) => ms(line.ours)],
  ["peer", (line) => ms(line.peer)],
  ["ratio", (line) => `${digits(line.ratio)} ×`],
  ["target", (line) => line.target ?? ""],
  ["", (line) => mark(line)],
  ["peer is", (line) => line.beside],
];

const BYTES = [
  ["what", (line) => line.what],
  ["engine", (line) => line.engine],
  ["memory", (line) => line.memory],
  ["ours", (line) => `${digits(line.bytes / 2 ** 20)} MiB`],
  ["target", (line) => `≤ ${line.most / 2 ** 20} MiB`],
  ["", (line) => mark(line)],
];

const NUMBERS = new Set(["ours", "peer", "ratio"]);

const mark = ({ reached }) => ({ true: "✓", false: "✗" })[reached] ?? "";

/** Three digits that count. */
const digits = (number) =>
  (number >= 1000 ? Math.round(number) : Number(number.toPrecision(3))).toLocaleString("en");

const ms = (time) => (time < 0.1 ? `${digits(time * 1000)} µs` : `${digits(time)} ms`);

/** The lines as texts: times, then memory. */
export function table(lines) {
  const isTime = ({ bytes }) => bytes === undefined;
  const times = columns(TIMES, lines.filter(isTime));
  const bytes = columns(
    BYTES,
    lines.filter((line) => !isTime(line)),
  );
  return [times, bytes].filter(Boolean).join("\n\n");
}

function columns(kinds, lines) {
  if (lines.length === 0) return "";
  const cells = [kinds.map(([title]) => title), ...lines.map((line) => kinds.map(([, cell]) => cell(line)))];
  const widths = kinds.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const padded = (text, column) =>
    NUMBERS.has(kinds[column][0]) ? text.padStart(widths[column]) : text.padEnd(widths[column]);
  return cells.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}
