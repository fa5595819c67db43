import type { FeedExample, FeedProblem, FeedReport } from "../../src/js/feed/index.ts";
import { printable } from "../output.ts";
import type { Paint, Style } from "./color.ts";
import { amount, megabytes, shellWord } from "./format.ts";

const COLORS = { error: "red", warning: "yellow", hint: "cyan" } satisfies Record<string, Style>;

/** Formats a report for people. `isComplete` is false if the feed could not be read to its end. */
export function formatReport(name: string, report: FeedReport, isComplete: boolean, paint: Paint): string {
  const { format, bytes, items, inStock, outOfStock, unknown, visible, hidden, problems } = report;
  const counts = Object.entries({
    rows: items,
    "in stock": inStock,
    "out of stock": outOfStock,
    unknown,
    shown: visible,
    hidden,
  }).map(([word, count]) => [word, count.toLocaleString("en")] as const);
  const widest = Math.max(...counts.map(([, count]) => count.length));
  return [
    `${paint(printable(name), "bold")}  ${format.toUpperCase()}, ${megabytes(bytes)}`,
    "",
    ...counts.map(([word, count]) => `  ${word.padEnd(12)}  ${count.padStart(widest)}`),
    "",
    ...problems.flatMap((problem) => [...problemLines(problem, paint), ""]),
    ...suggestionLines(report),
    summaryLine(report, isComplete, paint),
    "",
  ].join("\n");
}

function problemLines({ severity, code, count, message, examples }: FeedProblem, paint: Paint): string[] {
  // A problem of the whole feed has no examples.
  const rows = examples.length > 0 ? `  ${amount(count, "row")}` : "";
  return [
    `${paint(severity, "bold", COLORS[severity])}  ${paint(code, "bold")}${rows}`,
    `  ${printable(message)}`,
    ...exampleLines(examples, paint),
  ];
}

/** The options that map keys which resemble missing fields, ready to copy. */
function suggestionLines({ suggestedFields }: FeedReport): string[] {
  if (!suggestedFields) return [];
  const options = Object.entries(suggestedFields).map(
    ([field, key]) => `--field ${shellWord(`${field}=${key}`)}`,
  );
  return [
    "Some keys resemble missing fields. If they are right, run the command again with:",
    `  ${options.join(" ")}`,
    "",
  ];
}

function exampleLines(examples: readonly FeedExample[], paint: Paint): string[] {
  if (examples.length === 0) return [];
  const columns = [
    column(
      "row",
      examples.map(({ row }) => `${row}`),
      true,
    ),
    column(
      "byte",
      examples.map(({ offset }) => `${offset}`),
      true,
    ),
    column(
      "id",
      examples.map(({ id }) => quoted(id)),
    ),
    column(
      "found",
      examples.map(({ found }) => quoted(found)),
    ),
  ].filter(([, ...cells]) => cells.some((cell) => cell.trim() !== ""));
  const lines = ["", ...examples].map((_, line) =>
    `    ${columns.map((cells) => cells[line]).join("  ")}`.trimEnd(),
  );
  return [paint(lines.shift() ?? "", "dim"), ...lines];
}

/** Pads a header and its cells to the same width. */
function column(head: string, cells: readonly string[], right = false): string[] {
  const all = [head, ...cells];
  const widest = Math.max(...all.map(({ length }) => length));
  return all.map((cell) => (right ? cell.padStart(widest) : cell.padEnd(widest)));
}

/** Quotes a text, so that leading and trailing white space is visible. */
const quoted = (text: string | undefined): string =>
  text === undefined ? "" : printable(JSON.stringify(text));

function summaryLine({ ready, problems }: FeedReport, isComplete: boolean, paint: Paint): string {
  const kinds = (["error", "warning", "hint"] as const).map((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return amount(count, severity);
  });
  if (!isComplete)
    return `${paint("Not read to its end", "bold", "red")}; up to the error: ${kinds.join(", ")}`;
  const word = ready ? paint("Ready", "bold", "green") : paint("Not ready", "bold", "red");
  return `${word} for back in stock: ${kinds.join(", ")}`;
}
