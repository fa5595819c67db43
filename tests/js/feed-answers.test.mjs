// What the module leaves to the script that runs it: names and values that are written in a rare way, and where bytes are
// no UTF-8.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scanFeed } from "back-in-stock/feed";
import { random } from "../random.mjs";

async function verdicts(text, options) {
  const seen = [];
  for await (const { visible, inStock } of scanFeed(text, options))
    for (const [row, shown] of visible.entries()) seen.push(shown ? (inStock[row] ? "in" : "out") : "hidden");
  return seen.join(" ");
}

const row = (quantity, policy = 1) => `{"inventory_quantity":${quantity},"inventory_policy":${policy}}`;

test("quantities", async () => {
  const given = {
    hidden: ['"0"', '" 0\\n"', '"-3"', '"+0"', '"0.0"', '"0e5"', '"\\u0030"', "0.0", "-0", "0e1", "1e-400"],
    in: ['"12"', '"5."', '".5"', '"1e3"', '"10+"', '""', '"0x0"', '"."', '"-"', '"\\ud800"', "1e-300", "0.5"],
  };
  given.in.push(
    '"00000000000000000001"',
    "100000000000000000000",
    "0.00000000000000000001",
    "true",
    "null",
    "[0]",
  );
  for (const [verdict, quantities] of Object.entries(given))
    for (const quantity of quantities) assert.equal(await verdicts(`[${row(quantity)}]`), verdict, quantity);
});

test("policies", async () => {
  for (const policy of ['"1"', '"deny"', '" DENY "', '"\\u0064eny"', "1.0", "1e0", '"1e0"', '"+1"'])
    assert.equal(await verdicts(`[${row(0, policy)}]`), "hidden", policy);
  for (const policy of ['"2"', '"continue"', '"denied"', '""', "3", "true", "null", "{}", '"\\u0000"'])
    assert.equal(await verdicts(`[${row(0, policy)}]`), "out", policy);
});

test("names with escapes, of values and of the rows", async () => {
  const hidden = row(0).replace("inventory_q", "inventory\\u005fq").replace("_policy", "\\u005fpolicy");
  const others = row(0).replace("inventory_q", "inventory_\\tq");
  assert.equal(await verdicts(`[${hidden},${others},${hidden}]`), "hidden in hidden");
  const text = `{"r\\u006fws":[${row(0)}],"\\n":1}`;
  assert.equal(await verdicts(text, { rows: "rows" }), "hidden");
  await assert.rejects(verdicts(text, { rows: "r\\u006fws" }), { code: "invalid_feed" });
  const quote = { quantity: 'a"\\b' };
  assert.equal(await verdicts(`[{"a\\"\\\\b":0,"inventory_policy":1}]`, { fields: quote }), "hidden");
});

/** The end of the longest beginning that is UTF-8. */
function firstWrong(bytes) {
  const strict = new TextDecoder("utf-8", { fatal: true });
  for (let length = bytes.length; ; length--) {
    try {
      strict.decode(bytes.subarray(0, length));
      return length;
    } catch {
      // Shorter, then.
    }
  }
}

test("the offset of invalid UTF-8", async () => {
  const next = random(20_260_715);
  const below = (count) => Math.floor(next() * count);
  const parts = [
    "a",
    "é",
    "€",
    "😀",
    "\ufffd",
    "\ufeff",
    "\x80",
    "\xc3",
    "\xe2\x82",
    "\xf0\x9f\x98",
    // The first bytes of what a decoder puts in place of a mistake.
    "\xef",
    "\xef\xbf",
    "\xed\xa0\x80",
    "\xff",
  ];
  const bytesOf = (part) =>
    /[\x80-\xff]/.test(part) && !/é/.test(part) ? Buffer.from(part, "latin1") : Buffer.from(part);
  let wrong = 0;
  for (let round = 0; round < 2_000; round++) {
    const inside = Array.from({ length: 1 + below(40) }, () =>
      bytesOf(parts[below(round % 2 ? 6 : parts.length)]),
    );
    const bytes = Buffer.concat([Buffer.from('[{"a":"'), ...inside, Buffer.from('"}]')]);
    const at = firstWrong(bytes);
    const reading = verdicts(new Uint8Array(bytes));
    if (at === bytes.length) assert.equal(await reading, "in");
    else {
      wrong++;
      await assert.rejects(reading, { code: "invalid_feed", offset: at }, bytes.toString("hex"));
    }
  }
  assert.ok(wrong > 900 && wrong < 1_100, `${wrong}`);
});
