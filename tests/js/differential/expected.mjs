// What a feed must be read as, by JSON.parse and plain JavaScript.

import { isDeepStrictEqual } from "node:util";

const strict = new TextDecoder("utf-8", { fatal: true });
/** What is whole of a text that may go on. */
const begun = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
const lengthOf = (text) => Buffer.byteLength(text);

/** Text (without a byte order mark), and the offset of the first byte that is not valid UTF-8, if any. */
export function decoded(bytes) {
  try {
    return { text: strict.decode(bytes) };
  } catch {
    // The longest part that decodes; a character that is not finished does not count.
    let [good, bad] = [0, bytes.length + 1];
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      try {
        begun(bytes.subarray(0, middle));
        good = middle;
      } catch {
        bad = middle;
      }
    }
    const text = begun(bytes.subarray(0, good));
    return { text, encoding: markOf(bytes) + lengthOf(text) };
  }
}

/** The length of the byte-order mark, which decoding takes away. */
export const markOf = (bytes) => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);

/** The value, or the offset of the first character that is not valid JSON: the length, if the text is truncated. */
export function parsed(text) {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { at: positionOf(error, text) ?? bisected(text) };
  }
}

function positionOf({ message }, text) {
  if (message === "Unexpected end of JSON input") return text.length;
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  return position && Number(position);
}

/** For messages without a position: the shortest beginning that is wrong otherwise than by ending. */
function bisected(text) {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isBeginning(text) {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return positionOf(error, text) === text.length;
  }
}

/** Where the source ceases to be JSON, in bytes; not a number if it is JSON. */
export function faultOf(bytes) {
  const { text, encoding } = decoded(bytes);
  const { at } = parsed(text);
  const wrong = at === undefined ? Number.NaN : markOf(bytes) + lengthOf(text.slice(0, at));
  // Where the good part is only too short, the bad byte is what is wrong.
  return encoding !== undefined && !(wrong < encoding) ? encoding : wrong;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const trimmed = (text) => text.replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, "");
const numberOf = (value) => {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(trimmed(value)) ? Number(trimmed(value)) : Number.NaN;
};
const first = (row, names) => row[names.find((name) => Object.hasOwn(row, name))];

/** The rule for inventory, as its documentation words it. */
export function verdictOf(row, { threshold, hide }) {
  const quantity = numberOf(first(row, ["$inventory_quantity", "inventory_quantity"]));
  const out = threshold === undefined ? quantity <= 0 : quantity < threshold;
  const policy = first(row, ["$inventory_policy", "inventory_policy"]);
  const denies = numberOf(policy) === 1 || (typeof policy === "string" && /^deny$/i.test(trimmed(policy)));
  return { visible: !(out && (hide || denies)), inStock: !out };
}

/** What is written of a row. */
export const written = (row, { select }) =>
  select.length ? Object.fromEntries(Object.entries(row).filter(([name]) => select.includes(name))) : row;

/** Whether the value is a row. */
export const isRow = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Containers that are open at the end of a text. */
export function depthOf(text) {
  const brackets = text.replace(/"(?:[^"\\]|\\.)*"?/g, "").match(/[[\]{}]/g) ?? [];
  return brackets.reduce((depth, bracket) => depth + ("[{".includes(bracket) ? 1 : -1), 0);
}

/** The same, `-0` and all, whatever the order of names. */
export const same = isDeepStrictEqual;
