// The workflows are valid for GitHub's own parser, and keep to our rules.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { parse } from "yaml";
import { root } from "../../scripts/lib/run.mjs";
import { problemsIn } from "./workflow-rules.mjs";

const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), "utf8"),
}));
const textOf = (file) => workflows.find(({ name }) => name === file).text;

/** Bundled, because its files import JSON without the attribute that Node needs. */
async function loadParser() {
  const outfile = join(root, "tests/.work/workflow-parser.cjs");
  await build({
    stdin: { contents: 'export * from "@actions/workflow-parser";', resolveDir: root },
    bundle: true,
    platform: "node",
    outfile,
    logLevel: "error",
  });
  return createRequire(import.meta.url)(outfile);
}

const { parseWorkflow, NoOperationTraceWriter } = await loadParser();
const errorsIn = (name, content) =>
  parseWorkflow({ name, content }, new NoOperationTraceWriter()).context.errors.getErrors().map(String);

for (const { name, text } of workflows) {
  test(`${name} is valid`, () => assert.deepEqual(errorsIn(name, text), []));
  test(`${name} keeps to the rules`, () => assert.deepEqual(problemsIn(name, text), []));
}

test("CI runs what a contributor runs", () => {
  const { steps } = parse(textOf("ci.yml")).jobs.test;
  assert.ok(steps.some(({ run }) => run === "bash .ci/run"));
});

test("every script that a workflow runs exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const names = workflows.flatMap(({ text }) =>
    Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, name]) => name),
  );
  assert.deepEqual(names.sort(), ["docs", "release"]);
  for (const name of names) assert.ok(Object.hasOwn(scripts, name), name);
});

test("nothing is published before the tests have passed and the files are built", () => {
  const { jobs } = parse(textOf("release.yml"));
  assert.equal(jobs.test.uses, "./.github/workflows/ci.yml");
  for (const name of ["npm", "crate"]) assert.deepEqual(jobs[name].needs, ["test", "build"]);
  assert.deepEqual(jobs.github.needs, ["npm", "crate"]);
  for (const name of ["npm", "crate"]) assert.ok(jobs[name].environment, `${name} needs an environment`);
});

test("one action has one version", () => {
  const uses = workflows.flatMap(({ text }) => text.match(/uses: [^./].*/g) ?? []);
  const versions = [...new Set(uses)];
  const names = versions.map((line) => line.replace(/@.*/, ""));
  assert.deepEqual(names, [...new Set(names)]);
});

/** Changes to release.yml that a review could miss, and what is reported. */
const mistakes = {
  "an action by its tag": [/checkout@[0-9a-f]{40}/, "checkout@v7", /checkout@v7 is not a commit/],
  "a commit without its version": [/ # v7\.0\.1/, "", /is not a commit with its version/],
  "all permissions": [/^permissions: \{\}/m, "permissions: write-all", /permissions must be \{\}/],
  "one more permission": [
    "id-token: write",
    "id-token: write\n      contents: write",
    /npm: permissions are/,
  ],
  "a job without permissions": [
    / {4}permissions:\n {6}id-token: write\n/,
    "",
    /npm: permissions are undefined/,
  ],
  "no timeout": [/ {4}timeout-minutes: 45\n/, "", /build: no timeout/],
  "the event's text in a script": [
    "npm run release",
    `npm run release -- \${{ github.event.head }}`,
    /an expression/,
  ],
  "credentials in the checkout": ["persist-credentials: false", "fetch-depth: 1", /leaves credentials/],
  "code of dependencies beside a token": ["node scripts/release.mjs", "npm ci && node x.mjs", /write access/],
  "a stored token": ["steps.registry.outputs.token", "secrets.TOKEN", /stored secret/],
  "a dangerous event": ["  push:\n", "  pull_request_target:\n  push:\n", /runs on pull_request_target/],
};

for (const [name, [from, to, expected]] of Object.entries(mistakes)) {
  test(`reports ${name}`, () => {
    const changed = textOf("release.yml").replace(from, to);
    assert.notEqual(changed, textOf("release.yml"));
    assert.match(problemsIn("release.yml", changed).join("\n"), expected);
  });
}

test("GitHub's parser reports a misspelled key", () => {
  const changed = textOf("ci.yml").replace("timeout-minutes", "timeout-minuts");
  assert.match(errorsIn("ci.yml", changed).join("\n"), /Unexpected value 'timeout-minuts'/);
});
