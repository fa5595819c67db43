import { invalid, invalidAt } from "./invalid.ts";

/** The maximum nesting, counted from the root. */
const maxDepth = 512;

/**
 * Reads the rows of a JSON feed.
 *
 * Klaviyo's guide to custom catalog feeds: JSON is one top-level array of flat objects.
 *
 * @throws EmulatorError `invalid_feed`
 */
export function readJson(text: string, name: string): readonly object[] {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    if (isJson(firstLine(body))) throw invalid(`${name} has JSON lines; Klaviyo expects one array of rows`);
    throw invalidAt(name, "is not valid JSON", text, text.length - body.length + syntaxErrorAt(body));
  }
  return checkRows(document, name);
}

/** @throws EmulatorError `invalid_feed` for anything but an array of objects */
export function checkRows(rows: unknown, name: string): readonly object[] {
  if (!Array.isArray(rows)) throw invalid(`${name} must be an array of rows`);
  return rows.map((row: unknown, index) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw invalid(`${name}: row ${index} (counted from 0) is not an object`);
    }
    // The array of rows is the first level.
    if (!isWithinDepth(row, maxDepth - 1)) throw invalid(`${name} is nested deeper than ${maxDepth} levels`);
    return row;
  });
}

function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithinDepth(inner, levels - 1));
}

const firstLine = (text: string): string => /[^\r\n]+/.exec(text)?.[0] ?? "";

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

const patterns = {
  space: /[ \t\r\n]*/y,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON writes them as escapes
  plain: /[^"\\\0-\x1f]+/y,
  escape: /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  word: /true|false|null/y,
};

/** Incomplete forms of these patterns. */
const incomplete = {
  escape: /\\(?:u[\da-fA-F]{0,3})?/y,
  number: /-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?\d*)?/y,
  word: /t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?/y,
};

/** The offset of the first character that makes a text invalid JSON (RFC 8259). `JSON.parse` does not always report it. */
export function syntaxErrorAt(text: string): number {
  const closers: string[] = [];
  // Each round reads a value, and the ends of the containers that end after it.
  for (let at = 0; ; ) {
    at = skip(patterns.space, text, at);
    const start = text[at];
    const isContainer = start === "{" || start === "[";
    if (isContainer) {
      closers.push(start === "{" ? "}" : "]");
      at = skip(patterns.space, text, at + 1);
    } else {
      const { end, isWhole } = scalar(text, at);
      at = end;
      if (!isWhole) return at;
    }
    let isOpen = isContainer && text[at] !== closers.at(-1);
    while (!isOpen) {
      at = skip(patterns.space, text, at);
      const end = closers.at(-1);
      if (end === undefined || (text[at] !== end && text[at] !== ",")) return at;
      if (text[at] === end) closers.pop();
      else isOpen = true;
      at += 1;
    }
    at = skip(patterns.space, text, at);
    if (closers.at(-1) === "}") {
      const { end, isWhole } = string(text, at);
      at = skip(patterns.space, text, end);
      if (!isWhole || text[at] !== ":") return isWhole ? at : end;
      at += 1;
    }
  }
}

interface Scanned {
  /** The end of the token, or the position of its first error. */
  end: number;
  isWhole: boolean;
}

function scalar(text: string, at: number): Scanned {
  if (text[at] === '"') return string(text, at);
  const kind = /[-\d]/.test(text[at] ?? "") ? "number" : "word";
  const end = skip(patterns[kind], text, at);
  const begun = skip(incomplete[kind], text, at);
  return begun > end ? { end: begun, isWhole: false } : { end, isWhole: end > at };
}

function string(text: string, start: number): Scanned {
  if (text[start] !== '"') return { end: start, isWhole: false };
  let at = start + 1;
  for (let before = start; before < at; ) {
    before = at;
    at = skip(patterns.escape, text, skip(patterns.plain, text, at));
  }
  if (text[at] === '"') return { end: at + 1, isWhole: true };
  return { end: skip(incomplete.escape, text, at), isWhole: false };
}

/** The position after a match at `at`, or `at` without a match. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
