// The reader of libphonenumber's patterns beside the engine's own regular expressions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lengthsOf, parse, prefixes } from "../../scripts/lib/number-pattern.mjs";

const PATTERNS = [
  "12",
  "1|23|456",
  "[2-4]\\d",
  "(?:1[02]|3)\\d{1,2}",
  "0(?:1?2){2}",
  "(?:0|90)(?:1[245])?",
  "4\\d?|[0-24]{3}",
  "0(1\\d)?",
];

test("how long the numbers are that begin with some digits", () => {
  const texts = Array.from({ length: 5 }, (_, length) =>
    Array.from({ length: 10 ** length }, (_, number) => (length ? String(number).padStart(length, "0") : "")),
  ).flat();
  for (const pattern of PATTERNS) {
    const matching = texts.filter((text) => new RegExp(`^(?:${pattern})$`).test(text));
    for (const start of ["", "0", "1", "12", "23", "3", "4", "40", "9", "90"]) {
      const expected = new Set(matching.filter((text) => text.startsWith(start)).map(({ length }) => length));
      const found = lengthsOf([parse(pattern)], start).filter((length) => length < 5);
      assert.deepEqual(found, [...expected].sort(), `${pattern} from ${start}`);
    }
  }
});

test("the prefixes that a pattern matches", () => {
  const spelled = (pattern) => prefixes(parse(pattern)).map(({ digits, more }) => digits + "x".repeat(more));
  assert.deepEqual(spelled("00|99(?:[01]|5[13])"), ["00", "990", "991", "9951", "9953"]);
  assert.deepEqual(spelled("0[0-2]\\d"), ["00x", "01x", "02x"]);
  // A prefix with any digits in its middle is left out: nothing would be cut off but by chance.
  assert.deepEqual(spelled("00|1\\d00"), ["00"]);
});

test("unsupported patterns are rejected", () => {
  for (const pattern of ["(?=1)", "(1", "1)", "1+", "[^1]", "1*", "."])
    assert.throws(() => parse(pattern), /pattern|group/, pattern);
});
