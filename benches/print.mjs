/**
 * Prints tables line by line, so that each row appears as soon as it is measured. The columns have fixed widths that fit the
 * usual cells; a longer cell shifts only the rest of its own line.
 *
 * A column is `[title, width, cell]`; numbers are aligned to the right.
 */
const TIMES = [
  ["what", 36, (line) => line.what],
  ["engine", 8, (line) => line.engine],
  ["charset", 7, (line) => line.charset],
  ["ours", 8, (line) => ms(line.ours)],
  ["peer", 8, (line) => ms(line.peer)],
  ["ratio", 7, (line) => times(line.ratio)],
  ["target", 17, (line) => line.target ?? ""],
  ["", 1, (line) => mark(line)],
  ["peer is", 0, (line) => line.beside],
];

const BYTES = [
  ["what", 36, (line) => line.what],
  ["engine", 8, (line) => line.engine],
  ["memory", 18, (line) => line.memory],
  ["ours", 8, (line) => `${digits(line.bytes / 2 ** 20)} MiB`],
  ["target", 8, (line) => `≤ ${line.most / 2 ** 20} MiB`],
  ["", 1, (line) => mark(line)],
];

const VERSIONS = [
  ["what", 36, (line) => line.what],
  ["engine", 8, (line) => line.engine],
  ["charset", 7, (line) => line.charset],
  ["old", 8, (line) => ms(line.old)],
  ["new", 8, (line) => ms(line.new)],
  ["new/old", 7, (line) => times(line.newToOld)],
  ["filter", 8, (line) => optional(ms, line.peer)],
  ["old/filter", 10, (line) => optional(times, line.oldToPeer)],
  ["new/filter", 10, (line) => optional(times, line.newToPeer)],
  ["limit", 18, (line) => line.target ?? ""],
  ["", 1, (line) => mark(line)],
];

const TEXTS = new Set(["what", "engine", "charset", "memory", "target", "limit", "", "peer is"]);

const optional = (format, number) => (number === undefined ? "" : format(number));

const mark = ({ reached }) => ({ true: "✓", false: "✗" })[reached] ?? "";

/** Three significant digits. */
const digits = (number) =>
  (number >= 1000 ? Math.round(number) : Number(number.toPrecision(3))).toLocaleString("en");

const times = (ratio) => `${digits(ratio)} ×`;

const ms = (time) => (time < 0.1 ? `${digits(time * 1000)} µs` : `${digits(time)} ms`);

function columnsOf(line) {
  if (line.bytes !== undefined) return BYTES;
  return line.old === undefined ? TIMES : VERSIONS;
}

/**
 * Returns a function that prints one measured line, after a header if the last line had other columns.
 *
 * @param {(text: string) => void} write prints one line of text
 */
export function printer(write) {
  let last;
  return (line) => {
    const columns = columnsOf(line);
    if (columns !== last) {
      if (last) write("");
      write(padded(columns, ([title]) => title));
    }
    last = columns;
    write(padded(columns, ([, , cell]) => cell(line)));
  };
}

function padded(columns, textOf) {
  const cells = columns.map((column) => {
    const [title, width] = column;
    return TEXTS.has(title) ? textOf(column).padEnd(width) : textOf(column).padStart(width);
  });
  return cells.join("  ").trimEnd();
}
