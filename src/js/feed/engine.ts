// Small feeds, read by the browser's own parser: it is done before a module is there. Whatever is not plainly right is
// left to the module, which says what is wrong and where; so a feed's rows never depend on who reads it.
import { HIDDEN, IN_STOCK, verdict } from "../block/visible.ts";
import type { Plan } from "./plan.ts";

/** A feed of at most so many bytes is small: fetching and compiling the module would take longer. */
export const SMALL = 1 << 20;

/** The module's limit, less the array and the row. */
const DEEPEST = 510;

/** How many rows a whole feed has, and those to show; `undefined` if it is not plainly right. */
export function filtered(
  chunks: readonly Uint8Array[],
  plan: Plan,
): { read: number; items: unknown[] } | undefined {
  const text = decoded(chunks);
  const rows = text === undefined ? undefined : parsed(text);
  if (!Array.isArray(rows) || !rows.every(isRow)) return undefined;
  if (!isFlat(text as string, rows.length) && !rows.every((row) => isDeepEnough(row, DEEPEST + 1))) {
    return undefined;
  }
  const { hide, limit, select, threshold } = plan;
  const shown = rows.filter((row) => {
    const found = verdict(held(row, plan.quantity), held(row, plan.policy), threshold);
    return hide ? found === IN_STOCK : found !== HIDDEN;
  });
  const wanted = limit === undefined ? shown : shown.slice(0, limit);
  return { read: rows.length, items: select ? wanted.map((row) => selected(row, select)) : wanted };
}

function decoded(chunks: readonly Uint8Array[]): string | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether rows have nothing but plain values and lists of them: told by brackets, which takes a moment. */
function isFlat(text: string, rows: number): boolean {
  const count = (part: string) => text.split(part).length - 1;
  return count("{") === rows && count("[") === count(":[") + count(": [") + 1;
}

type Row = Record<string, unknown>;

const isRow = (row: unknown): row is Row => typeof row === "object" && row !== null && !Array.isArray(row);

/** Whether a value has no more than so many levels. */
function isDeepEnough(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || !value) return true;
  return levels > 0 && Object.values(value).every((inner) => isDeepEnough(inner, levels - 1));
}

/** The value of the first of the names that the row has. */
function held(row: Row, names: readonly string[]): unknown {
  for (const name of names) {
    const value = row[name];
    if (value !== undefined && Object.hasOwn(row, name)) return value;
  }
  return undefined;
}

function selected(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]),
  );
}
