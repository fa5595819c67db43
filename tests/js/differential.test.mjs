// JSON feeds beside JSON.parse: generated and mutated documents, read by both modules and by the native crate.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { documents, shown } from "./differential/documents.mjs";
import {
  decoded,
  depthOf,
  faultOf,
  isRow,
  markOf,
  parsed,
  same,
  verdictOf,
  written,
} from "./differential/expected.mjs";
import { ASKS, moduleOf, readNatively } from "./differential/readers.mjs";
import { random } from "./helpers.mjs";

/** Another seed tries other documents: `DIFFERENTIAL_SEED=2 node --test tests/js/differential.test.mjs`. */
const seed = Number(process.env.DIFFERENTIAL_SEED || 1);
const COUNT = 200_000;
const NATIVE = 20_000;

/** Kinds of files without a readable row. */
const OTHER_FILES = ["Empty", "Html", "Csv", "Tsv", "Zip", "Binary"];
/** Errors for valid JSON that is not a feed, or does not match the options. */
const OF_FEEDS = ["NoArray", "NoRows", "RowsTwice", "NoObject", "TooDeep", "Unsupported"];

const decoder = new TextDecoder();
let simd;
let scalar;
before(async () => {
  simd = await moduleOf("feed");
  scalar = await moduleOf("feed-scalar");
});

/** Chooses options: mostly a path to rows for objects, and rows at the root for other documents. */
function askFor(bytes, next) {
  const inside = bytes.find((byte) => byte > 32) === 123 ? next() < 0.9 : next() < 0.05;
  return Math.floor(inside ? 3 + next() * 2 : next() * 3);
}

/** Sizes of chunks that are small, for documents that are. */
function* sizes(next) {
  for (;;) yield Math.floor(next() ** 3 * 60);
}
const sizesFor = (source, next) => {
  const list = [];
  let sum = 0;
  for (const size of sizes(next)) {
    sum += size;
    if (sum > source.length) return list;
    list.push(size);
  }
  return list;
};

test(`${COUNT} documents have the result of JSON.parse (seed ${seed})`, (t) => {
  const next = random(seed);
  const counts = {};
  // JSON.parse is slow to refuse otherwise.
  const { stackTraceLimit } = Error;
  t.after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 0;
  const source = documents(next);
  for (let index = 0; index < COUNT; index++) {
    const bytes = source.next().value;
    const ask = ASKS[askFor(bytes, next)];
    const reading = simd(bytes, ask);
    const pieces = sizesFor(bytes, next);
    try {
      agree(reading, scalar(bytes, ask, pieces), "the scalar module, in pieces");
      if (index % 2 === 0) agree(reading, simd(bytes, ask, pieces), "in pieces");
      if (index % 8 === 0) agree(reading, scalar(bytes, ask), "the scalar module");
      compare(bytes, ask, reading);
    } catch (error) {
      error.message = `document ${index} of seed ${seed}: ${shown(bytes)} ${JSON.stringify(ask, ["path", "select", "threshold", "hide"])}, chunks ${pieces}: ${
        reading.state
      } at ${reading.at}, ${error.message}`;
      throw error;
    }
    counts[reading.state] = (counts[reading.state] ?? 0) + 1;
  }
  // The documents are worth something: each end came often enough, and many were good.
  assert.ok(counts.End > COUNT / 5, JSON.stringify(counts));
  for (const state of [
    "Value",
    "Key",
    "Colon",
    "CommaOrBrace",
    "CommaOrBracket",
    "Number",
    "Escape",
    "Control",
  ])
    assert.ok(counts[state] > 500, `${state}: ${JSON.stringify(counts)}`);
  for (const state of [
    "Encoding",
    "TextAfterEnd",
    "Truncated",
    "NoArray",
    "NoRows",
    "NoObject",
    "TooDeep",
    "RowsTwice",
  ])
    assert.ok(counts[state] > 5, `${state}: ${JSON.stringify(counts)}`);
});

test("each line has the result of JSON.parse", () => {
  const next = random(seed + 4);
  const source = documents(next, true);
  const counts = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const [lines, either] = ASKS.slice(5);
  for (let index = 0; index < COUNT / 4; index++) {
    const bytes = source.next().value;
    const pieces = sizesFor(bytes, next);
    const reading = simd(bytes, lines);
    try {
      agree(reading, scalar(bytes, lines, pieces), "the scalar module, in pieces");
      compareLines(bytes, lines, reading);
      // By itself it is read as lines where there are two, else as what it is.
      const found = simd(bytes, either, pieces);
      const array = simd(bytes, { ...either, text: ASKS[0].text });
      const isSame = (one) =>
        one.state === found.state && one.at === found.at && `${one.rows}` === `${found.rows}`;
      const areLines = array.state !== "End" && reading.rows.length > 1;
      assert.ok(isSame(reading) || (!areLines && isSame(array)), "by itself");
      if (array.state === "End") assert.ok(isSame(array), "an array by itself");
    } catch (error) {
      error.message = `lines ${index} of seed ${seed}: ${shown(bytes)}: ${reading.state} at ${reading.at}, ${error.message}`;
      throw error;
    }
    counts[reading.state] = (counts[reading.state] ?? 0) + 1;
  }
  Error.stackTraceLimit = stackTraceLimit;
  assert.ok(counts.End > COUNT / 20, JSON.stringify(counts));
  for (const state of ["LineEnd", "TextAfterRow", "NoObject", "Value", "Key", "Csv", "Encoding"])
    assert.ok(counts[state] > 20, `${state}: ${JSON.stringify(counts)}`);
});

test("short documents are the same wherever a chunk ends, and byte by byte", () => {
  const next = random(seed + 1);
  const source = documents(next);
  for (let count = 0; count < 2000; ) {
    const bytes = source.next().value;
    if (bytes.length > 100) continue;
    const ask = ASKS[askFor(bytes, next)];
    count++;
    const whole = simd(bytes, ask);
    for (const read of [simd, scalar]) {
      for (let cut = 0; cut <= bytes.length; cut++) agree(whole, read(bytes, ask, [cut]), bytes);
      agree(whole, read(bytes, ask, Array(bytes.length).fill(1)), bytes);
    }
  }
});

test("a limit ends the same reading earlier", () => {
  const next = random(seed + 2);
  const source = documents(next);
  for (let count = 0; count < 10_000; count++) {
    const bytes = source.next().value;
    const ask = ASKS[askFor(bytes, next)];
    const whole = simd(bytes, ask);
    const limit = count % 4;
    const limited = scalar(bytes, { ...ask, limit }, sizesFor(bytes, next));
    const visible = whole.rows.flatMap(([, , visible], row) => (visible ? [row] : []));
    if (visible.length < limit) agree(whole, limited, bytes);
    else {
      // Nothing after the last requested row is read.
      const rows = limit ? whole.rows.slice(0, visible[limit - 1] + 1) : [];
      agree({ state: "Enough", at: -1, rows, texts: limited.texts }, limited, bytes);
    }
  }
});

test("the native crate reads the same", () => {
  const next = random(seed + 3);
  const source = documents(next);
  const lines = documents(next, true);
  const cases = Array.from({ length: NATIVE }, (_, index) => {
    if (index % 5 === 4) return { source: lines.next().value, ask: 5 + ((index >> 3) & 1), size: index % 3 };
    const bytes = source.next().value;
    return { source: bytes, ask: askFor(bytes, next), size: [0, 1, 7, 64][index % 4] };
  });
  const readings = readNatively(cases);
  assert.equal(readings.length, NATIVE);
  for (const [index, { source, ask }] of cases.entries()) {
    const { state, at, rows } = simd(source, ASKS[ask]);
    agree({ state, at, rows, texts: [] }, { ...readings[index], texts: [] }, source);
  }
});

function agree(one, other, how) {
  const join = ({ texts }) => texts.map((text) => text.slice(1, -1)).join(",");
  const equal = one.state === other.state && one.at === other.at && `${one.rows}` === `${other.rows}`;
  if (!equal || join(one) !== join(other))
    assert.fail(
      `${typeof how === "string" ? how : shown(how)}: ${JSON.stringify(one)} ${JSON.stringify(other)}`,
    );
}

/** Compares all results of one reader with the result of JSON.parse. */
function compare(bytes, ask, reading) {
  const { state, at, rows } = reading;
  const fault = faultOf(bytes);
  const textOf = (start, end) => decoder.decode(bytes.subarray(start, end));
  const values = valuesOf(bytes, ask, reading);

  if (state === "End") {
    assert.ok(Number.isNaN(fault), `JSON.parse refuses it at ${fault}`);
    const { value } = parsed(decoded(bytes).text);
    const expected = ask.path.length ? value.rows : value;
    assert.ok(same(values, expected), "other rows");
    return;
  }
  // Rows before the fault are the ones that JSON.parse finds there.
  if (rows.length > 0) {
    const [[from], [, to]] = [rows[0], rows.at(-1)];
    assert.ok(same(JSON.parse(`[${textOf(from, to)}]`), values), "other rows before the fault");
  }
  if (OTHER_FILES.includes(state)) return compareFile(bytes, reading, fault);
  if (OF_FEEDS.includes(state)) compareRefusal(bytes, ask, reading, fault);
  else assert.equal(at, fault, "JSON.parse says another place");
  const end = Number.isNaN(fault) ? at : Math.min(fault, at);
  noMoreRows(textOf(rows.at(-1)?.[1] ?? end, end));
}

/** The rows of a reading, whose verdicts, and what is written of them, are right. */
function valuesOf(bytes, ask, { rows, texts }) {
  const values = rows.map(([start, end]) => JSON.parse(decoder.decode(bytes.subarray(start, end))));
  for (const [row, value] of values.entries()) {
    const { visible, inStock } = verdictOf(value, ask);
    assert.ok(
      rows[row][2] === Number(visible) && rows[row][3] === Number(inStock),
      `row ${row}: ${rows[row]}`,
    );
  }
  const shownRows = values.filter((_, row) => rows[row][2]).map((row) => written(row, ask));
  assert.ok(
    same(
      texts.flatMap((text) => JSON.parse(text)),
      shownRows,
    ),
    texts.join(),
  );
  return values;
}

/** The same for JSON lines, beside each line as JSON.parse reads it. */
function compareLines(bytes, ask, reading) {
  const { state, at, rows } = reading;
  const values = valuesOf(bytes, ask, reading);
  const expected = [];
  for (let start = 0; start <= bytes.length; ) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    const { text } = decoded(line);
    // Only the first line may have a mark.
    const fault = start > 0 && markOf(line) > 0 ? 0 : faultOf(line);
    const isBlank = line.subarray(start > 0 ? 0 : markOf(line)).every((byte) => [9, 13, 32].includes(byte));
    if (!Number.isNaN(fault) && !isBlank) {
      if (state === "TextAfterRow")
        expected.push(JSON.parse(decoder.decode(bytes.subarray(start, rows.at(-1)?.[1]))));
      assert.ok(same(values, expected), "other rows before the fault");
      if (OTHER_FILES.includes(state)) return compareFile(bytes, reading, start + fault);
      if (state === "TooDeep") return assert.ok(at < start + fault);
      if (state === "NoObject") return assert.match(text.slice(at - start), /^[^{]/);
      return assert.equal(at, start + fault, "JSON.parse says another place");
    }
    if (Number.isNaN(fault)) {
      const { value } = parsed(text);
      if (state === "TooDeep" && at < end) return assert.ok(same(values, expected));
      if (!isRow(value)) {
        assert.ok(same(values, expected), "other rows before something that is not a row");
        return assert.ok(state === "NoObject" || (rows.length === 0 && OTHER_FILES.includes(state)), state);
      }
      expected.push(value);
    }
    start = end + 1;
  }
  assert.ok(state === "End" && same(values, expected), "other rows");
}

/** Nothing was read; where the fault is, JSON.parse has not yet seen more than a word or a number. */
function compareFile(bytes, { at, rows }, fault) {
  assert.deepEqual(rows, []);
  assert.doesNotMatch(decoder.decode(bytes.subarray(0, at)), /^\s*[[{]/);
  assert.ok(!(fault < at), `JSON.parse refuses it at ${fault}`);
}

/** JSON.parse accepts it, or would refuse it further on; and what is said of it is true. */
function compareRefusal(bytes, ask, { state, at, rows }, fault) {
  // What is wrong with the value itself would come first.
  const behind = decoded(bytes.subarray(at)).text;
  if (state === "Unsupported") return assert.ok(at === 0 && fault === 0);
  assert.ok(!(fault < at), `JSON.parse refuses it at ${fault}`);
  if (state === "TooDeep") {
    assert.equal(depthOf(decoder.decode(bytes.subarray(0, at))), 512);
    return assert.match(behind, /^[[{]/);
  }
  const { value } = Number.isNaN(fault) ? parsed(decoded(bytes).text) : {};
  if (state === "RowsTwice") return assert.match(behind, /^"/);
  if (state === "NoRows") {
    if (value !== undefined) assert.ok(!isRow(value) || !Object.hasOwn(value, "rows") || behind[0] === "}");
    return assert.match(behind, behind[0] === "}" ? /^}/ : /^[^{]/);
  }
  assert.ok(isWholeValue(behind, fault - at), "the text there is not a value");
  assert.match(behind, state === "NoArray" ? /^[^[]/ : /^[^{]/);
  if (value === undefined) return;
  if (state === "NoObject") {
    // Of names that come twice, JSON.parse has the last.
    const list = ask.path.length ? value.rows : value;
    const twice = ask.path.length && /"rows".*"rows"/s.test(decoded(bytes).text);
    assert.ok(twice || list.findIndex((row) => !isRow(row)) === rows.length, "another row is not an object");
  } else if (!ask.path.length) {
    assert.ok(!Array.isArray(value) && at === markOf(bytes) + /^\s*/.exec(decoded(bytes).text)[0].length);
  }
}

/** Whether a text begins with a value that ends before the fault. */
function isWholeValue(text, fault) {
  if (Number.isNaN(fault)) return true;
  for (let end = 1; end <= text.length && Buffer.byteLength(text.slice(0, end)) <= fault; end++) {
    if (parsed(text.slice(0, end)).at === undefined) return true;
  }
  return false;
}

/** Whether no row is between the last row and the error. */
function noMoreRows(text) {
  const rest = text.replace(/^\s*,/, "");
  if (!/^\s*\{/.test(rest)) return;
  for (let end = rest.indexOf("}"); end >= 0; end = rest.indexOf("}", end + 1)) {
    assert.notEqual(parsed(rest.slice(0, end + 1)).at, undefined, "a row is missing");
  }
}
