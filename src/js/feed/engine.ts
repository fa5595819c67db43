// Small feeds, read by the browser's own parser: it is done before a module is there. Whatever is not plainly right is
// left to the module, which says what is wrong and where; so a feed's rows never depend on who reads it.
import { HIDDEN, IN_STOCK, verdict } from "../block/visible.ts";
import type { Plan } from "./plan.ts";

/** A feed of at most so many bytes is small. */
export const SMALL = 1 << 18;

/** The module's limit, less the array and the row. */
const DEEPEST = 510;

/** How many rows a whole feed has, and those to show; `undefined` if it is not plainly right. */
export function filtered(
  chunks: readonly Uint8Array[],
  plan: Plan,
): { read: number; items: unknown[] } | undefined {
  const rows = parsed(chunks);
  if (!Array.isArray(rows) || !rows.every(isRow)) return undefined;
  const { hide, limit, select, threshold } = plan;
  const shown = rows.filter((row) => {
    const found = verdict(held(row, plan.quantity), held(row, plan.policy), threshold);
    return hide ? found === IN_STOCK : found !== HIDDEN;
  });
  const wanted = limit === undefined ? shown : shown.slice(0, limit);
  return { read: rows.length, items: select ? wanted.map((row) => selected(row, select)) : wanted };
}

function parsed(chunks: readonly Uint8Array[]): unknown {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return JSON.parse(
      chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode(),
    );
  } catch {
    return undefined;
  }
}

type Row = Record<string, unknown>;

function isRow(row: unknown): row is Row {
  if (typeof row !== "object" || !row || Array.isArray(row)) return false;
  for (const name in row) if (!isDeepEnough((row as Row)[name], DEEPEST)) return false;
  return true;
}

/** Whether a value has no more than so many levels. */
function isDeepEnough(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || !value) return true;
  return levels > 0 && Object.values(value).every((inner) => isDeepEnough(inner, levels - 1));
}

/** The value of the first of the names that the row has. */
function held(row: Row, names: readonly string[]): unknown {
  const name = names.find((name) => Object.hasOwn(row, name));
  return name === undefined ? undefined : row[name];
}

function selected(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]),
  );
}
