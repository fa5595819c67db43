// Compares the eligibility rule of the core with its TypeScript mirror, which decides before the core is loaded.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { random } from "./helpers.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { outputFiles } = await build({
  entryPoints: [join(root, "src/js/shared/eligibility.ts")],
  bundle: true,
  format: "esm",
  write: false,
});
const { evaluateEligibility } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);

/** Runs the crate on all cases in one process. */
async function core(cases) {
  const child = spawn("cargo", ["run", "--quiet", "--locked", "--example", "eligible"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  return text.trimEnd().split("\n");
}

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function agree(cases) {
  const expected = await core(cases);
  assert.equal(expected.length, cases.length);
  const counts = {};
  cases.forEach((one, index) => {
    const attributes = Object.fromEntries(Object.entries(one).map(([name, value]) => [kebab(name), value]));
    const get = (name) => attributes[name];
    const { shows, reason } = evaluateEligibility(get, get);
    assert.equal(`${shows ? "shows" : "hides"} ${reason}`, expected[index], JSON.stringify(one));
    counts[reason] = (counts[reason] ?? 0) + 1;
  });
  return counts;
}

/** All combinations of the values of some names. */
const product = (values) =>
  Object.entries(values).reduce(
    (cases, [name, list]) =>
      cases.flatMap((one) => list.map((value) => (value === undefined ? one : { ...one, [name]: value }))),
    [{}],
  );

test("every cell", async () => {
  const flags = [undefined, "", "false"];
  const counts = await agree(
    product({
      quantity: [undefined, 9, 3, 0, -2],
      threshold: [undefined, "5", "0", "-1"],
      available: [undefined, "true", "false"],
      policy: [undefined, "continue", "2"],
      preorder: flags,
      showWhenContinue: flags,
      hideWhenPreorder: flags,
      hideWhenUnmanaged: flags,
      excludeTags: [undefined, "sale"],
      tags: ["sale"],
    }),
  );
  // All that there are.
  assert.deepEqual(Object.keys(counts).sort(), [
    "continues",
    "in_stock",
    "low_stock",
    "out_of_stock",
    "preorder",
    "stock_unknown",
    "tags",
    "unavailable",
    "unmanaged",
  ]);
  assert.ok(Math.min(...Object.values(counts)) > 100, JSON.stringify(counts));
});

test("quantities and thresholds in any notation", async () => {
  const texts = [
    "",
    " ",
    "0",
    "-0",
    "00",
    "0.5",
    "-1",
    "+3",
    " 4\n",
    "1e1",
    "1e999",
    ".5",
    "5.",
    "10+",
    "0x10",
    "NaN",
    "Infinity",
    "1\v",
    "\u00a05",
    "٣",
    "null",
  ];
  const values = [undefined, null, true, 0, -0, 0.5, 4, 5, 1e21, ...texts];
  const counts = await agree(
    product({
      quantity: values,
      threshold: values.filter((value) => typeof value !== "number"),
      available: [undefined, "true"],
    }),
  );
  assert.ok(
    counts.out_of_stock > 100 && counts.low_stock > 20 && counts.stock_unknown > 100 && counts.in_stock > 100,
    JSON.stringify(counts),
  );
});

test("yes, no and the word continue in any notation", async () => {
  const words = [
    "",
    " ",
    "true",
    "TRUE",
    " yes\n",
    "1",
    "false",
    "False ",
    "no",
    "0",
    "2",
    "null",
    "on",
    "available",
    "\u00a0true",
    "true\v",
    "truefalse",
  ];
  await agree(
    product({ available: [undefined, ...words], preorder: [undefined, ...words], hideWhenPreorder: [""] }),
  );
  const policies = [
    "continue",
    " CONTINUE\t",
    "Continue",
    "continued",
    "deny",
    "1",
    "2",
    "",
    "\u00a0continue",
    "continue\v",
  ];
  const counts = await agree(
    product({ quantity: [0], policy: policies, showWhenContinue: [undefined, ...words] }),
  );
  assert.ok(counts.continues > 5 && counts.out_of_stock > 50, JSON.stringify(counts));
});

test("tags", async () => {
  const next = random(11);
  const pieces = [
    "a",
    "A",
    "b",
    "É",
    "é",
    "ß",
    "İ",
    "Σ",
    "ς",
    " ",
    "\t",
    "\n",
    "\u00a0",
    ",",
    ",",
    ", ",
    " ,",
    "no alerts",
    "No  Alerts",
  ];
  const list = () =>
    Array.from({ length: Math.floor(next() * 6) }, () => pieces[Math.floor(next() * pieces.length)]).join("");
  const cases = Array.from({ length: 20_000 }, () => ({
    quantity: 0,
    tags: list(),
    includeTags: list(),
    excludeTags: list(),
  }));
  const counts = await agree(cases);
  assert.ok(counts.tags > 1000 && counts.out_of_stock > 1000, JSON.stringify(counts));
});
