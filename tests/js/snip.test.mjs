// The pass of the build that turns panics and formatting into traps.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import binaryen from "binaryen";
import { isSnipped, snip } from "../../scripts/lib/snip.mjs";

const replaced = [
  "_RNvNtCs9ltgdHTiPiY_4core9panicking9panic_fmt",
  "_ZN4core9panicking18panic_bounds_check17h0123456789abcdefE",
  "_RNvNtNtCs9ltgdHTiPiY_4core9panicking11panic_const23panic_const_rem_by_zero",
  "_RNvNtCs9ltgdHTiPiY_4core4cell22panic_already_borrowed",
  "_RNvNtCs9ltgdHTiPiY_4core6option13unwrap_failed",
  "_RNvNtNtCs9ltgdHTiPiY_4core5slice5index16slice_index_fail",
  "_RNvNtCs9ltgdHTiPiY_5alloc7raw_vec17capacity_overflow",
  "_RNvXsj_NtCs9ltgdHTiPiY_4core3fmtcNtB5_5Debug3fmt",
  "_RNvXs1i_NtCs9ltgdHTiPiY_4core3fmteNtB6_7Display3fmtB8_",
  "_RNvMsa_NtCs9ltgdHTiPiY_4core3fmtNtB5_9Formatter12pad_integral",
  "_RNvNtCs9ltgdHTiPiY_4core3fmt5write",
];

const unchanged = [
  "memory",
  "arrange",
  "__wbindgen_malloc",
  // `fmt::Write` is how text grows, and the formatter of serde_json has the name of another one.
  "_RNvXs_NtCs9ltgdHTiPiY_5alloc6stringNtB4_6StringNtNtCs9ltgdHTiPiY_4core3fmt5Write9write_str",
  "_RNvXs_NtCs9ltgdHTiPiY_10serde_json3serNtB4_16CompactFormatterNtB4_9Formatter11begin_array",
  "_RNvMNtCs9ltgdHTiPiY_13back_in_stock12subscriptionNtB2_12Subscription3new",
];

describe("functions whose bodies are replaced", () => {
  for (const name of replaced) test(name, () => assert.equal(isSnipped(name), true));
  for (const name of unchanged) test(`not ${name}`, () => assert.equal(isSnipped(name), false));
});

/** A module in which `sum` adds, unless the second number is 0: then it panics by way of a function and of an import. */
const source = `(module
  (import "env" "_RNvNtCs9ltgdHTiPiY_4core9panicking6import" (func $core9panicking_import (param i32)))
  (func $_RNvNtCs9ltgdHTiPiY_4core9panicking9panic_fmt (param i32)
    (call $core9panicking_import (local.get 0)))
  (func $sum (param i32 i32) (result i32)
    (if (i32.eqz (local.get 1)) (then (call $_RNvNtCs9ltgdHTiPiY_4core9panicking9panic_fmt (i32.const 7))))
    (i32.add (local.get 0) (local.get 1)))
  (export "sum" (func $sum)))`;

function made() {
  binaryen.setDebugInfo(true);
  const module = binaryen.parseText(source);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

test("a panic becomes a trap, and other functions are unchanged", () => {
  const panics = [];
  const start = (bytes) =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { _RNvNtCs9ltgdHTiPiY_4core9panicking6import: (number) => panics.push(number) },
    }).exports;
  const [before, after] = [start(made()), start(snip(made()))];
  assert.equal(before.sum(1, 0), 1);
  assert.deepEqual(panics, [7]);
  assert.throws(() => after.sum(1, 0), WebAssembly.RuntimeError);
  assert.deepEqual(panics, [7]);
  assert.equal(after.sum(2, 3), 5);
});

test("the list of target features goes, so that the glue needs no reference types", () => {
  const text = (value) => [value.length, ...Buffer.from(value)];
  const body = [...text("target_features"), 1, "+".charCodeAt(0), ...text("reference-types")];
  const listed = Uint8Array.from([...made(), 0, body.length, ...body]);
  const sections = (bytes) =>
    WebAssembly.Module.customSections(new WebAssembly.Module(bytes), "target_features").length;
  assert.equal(sections(listed), 1);
  assert.equal(sections(snip(listed)), 0);
});
