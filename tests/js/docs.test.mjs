// The documentation holds together: short, linked, complete, and each code block has a test that runs it.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { test } from "node:test";
import {
  anchors,
  blocksIn,
  documentAt,
  documents,
  FILES,
  links,
  nameOf,
  paragraphs,
  parse,
  root,
} from "../docs/documents.mjs";

const read = (path) => readFileSync(root + path, "utf8");
/** The characters of five lines, as hosts of repositories and registries show them. */
const FIVE_LINES = 500;

test("README is shorter than 250 lines", () => {
  assert.ok(documentAt("README.md").lines.length < 250);
});

/** Paragraphs, and items of lists, that take more than five lines. */
const tooLong = (document) =>
  paragraphs(document)
    .filter(({ texts }) => texts.join(" ").length > FIVE_LINES)
    .map((one) => nameOf({ ...one, path: document.path }));

test("no paragraph has more than five lines", () => {
  const long = "word ".repeat(101);
  assert.deepEqual(tooLong(parse("x", `# T\n\n${long}\n\n- ${long}\n`)), ["x:3", "x:5"]);
  // The history is a list of what each version changed.
  const found = documents.filter(({ path }) => path !== "CHANGELOG.md").flatMap(tooLong);
  assert.deepEqual(found, []);
});

/** What is wrong with the relative links of a document. */
function broken(document) {
  const wrong = [];
  for (const { line, target } of links(document)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path, anchor] = target.split("#");
    const file = path ? posix.normalize(posix.join(dirname(document.path), path)) : document.path;
    const other = documentAt(file);
    const isFound = existsSync(root + file) && (!anchor || (other && anchors(other).includes(anchor)));
    if (!isFound) wrong.push(`${document.path}:${line}: ${target}`);
  }
  return wrong;
}

test("every relative link leads to a file and a heading", () => {
  const example = parse(
    "docs/x.md",
    "# One `two`: three\n[a](#one-two-three) [b](#two) [c](../LICENSE) [d](none.md)\n",
  );
  assert.deepEqual(anchors(example), ["one-two-three"]);
  assert.deepEqual(broken(example).length, 3, "this document has no file, so its own anchors are not found");
  assert.deepEqual(documents.flatMap(broken), []);
});

test("every page of docs/ is linked from README", () => {
  const targets = links(documentAt("README.md")).map(({ target }) => target.split("#")[0]);
  // The start page of a documentation site, if there is one, has what README has.
  const pages = documents.filter(({ path }) => path.startsWith("docs/") && path !== "docs/index.md");
  const missing = pages.filter(({ path }) => !targets.includes(path));
  assert.deepEqual(
    missing.map(({ path }) => path),
    [],
  );
});

test("every code block is of a language that a test runs", () => {
  // docs-code.test.mjs and tests/browser/docs.test.mjs run the others; cargo runs Rust; `text` is a picture.
  const run = ["js", "sh", "json", "html", "css", "http", "text", "rust", ...FILES];
  const strange = documents
    .flatMap(({ blocks }) => blocks)
    .filter(({ language }) => !run.includes(language))
    .map((block) => `${nameOf(block)}: ${block.language}`);
  assert.deepEqual(strange, []);
});

/** The texts of the files in a folder, without what is installed there. */
const sources = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? sources(path) : [readFileSync(path, "utf8")];
    });

test("components and templates are shown as their tests build them", () => {
  const folders = ["docs/snippets", "tests/package/projects/frameworks", "tests/frameworks/projects"];
  const files = folders.flatMap((folder) => sources(root + folder));
  const other = blocksIn(...FILES).filter(({ code }) => !files.includes(code));
  assert.deepEqual(other.map(nameOf), []);
});

test("Rust is shown as the crate's own documentation has it, which cargo runs", () => {
  const lines = read("src/lib.rs")
    .split("\n")
    .filter((line) => line.startsWith("//!"));
  const { blocks } = parse("src/lib.rs", lines.map((line) => line.slice("//! ".length)).join("\n"));
  // Lines that begin with `# ` are hidden there.
  const examples = blocks.map(({ code }) => code.replace(/^# .*\n/gm, ""));
  const rust = blocksIn("rust");
  assert.ok(rust.length > 0);
  assert.deepEqual(rust.filter(({ code }) => !examples.includes(code)).map(nameOf), []);
});

test("README has the sizes that the build enforces, and no others", () => {
  const budget = Object.values(JSON.parse(read("tests/size/budget.json")));
  const limits = new Set(budget.map(({ bytes }) => bytes / 1000));
  const { text } = documentAt("README.md");
  const shown = new Set(Array.from(text.matchAll(/([\d.]+) KB/g), ([, number]) => Number(number)));
  assert.deepEqual([...shown].sort(), [...limits].sort());
});

test("CONTRIBUTING has the limits and the goals of the sizes", () => {
  const text = documentAt("CONTRIBUTING.md").text.replaceAll("`", "");
  const number = (value) => value?.toLocaleString("en") ?? "";
  for (const [use, { bytes, goal }] of Object.entries(JSON.parse(read("tests/size/budget.json"))))
    assert.ok(text.includes(`| ${use} | ${number(bytes)} | ${number(goal)} |`), use);
});

const names = (text, pattern) => [...new Set(Array.from(text.matchAll(pattern), ([, name]) => name))].sort();

test("docs/errors.md has every code, and no other", () => {
  const source = read("src/js/shared/errors.ts");
  const [, union] = /export type ErrorCode =([^;]*);/.exec(source);
  const rows = documentAt("docs/errors.md").prose.filter(({ text }) => /^\| `\w+_?\w*`/.test(text));
  const tables = rows.filter(({ text }) => text.split("|").length > 4).map(({ text }) => text.split("|")[1]);
  assert.deepEqual(names(tables.join(), /`(\w+)`/g), names(union, /"(\w+)"/g));
});

test("the core, the package and docs/errors.md name the same retryable codes", () => {
  const [, inCore] = /fn is_retryable\(self\) -> bool \{\s*matches!\(self, ([^)]*)\)/.exec(
    read("src/error/code.rs"),
  );
  const snakeCase = (name) => name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
  const core = names(inCore, /Self::(\w+)/g).map(snakeCase);
  const [, inPackage] = /const RETRYABLE[^=]*= \[([^\]]*)\]/.exec(read("src/js/shared/errors.ts"));
  const [, inDocs] = /^`retryable` is `true` for (.*)/m.exec(documentAt("docs/errors.md").text);
  // The package has one more, for a core that was not loaded.
  assert.deepEqual([...core, "load_failed"].sort(), names(inPackage, /"(\w+)"/g));
  assert.deepEqual(names(inDocs, /`(\w+)`/g), names(inPackage, /"(\w+)"/g));
});

test("docs/feeds.md has every problem of a feed with its severity, and no other", () => {
  const source = read("src/feed/check/problem.rs");
  const body = (name) => new RegExp(`pub fn ${name}\\(self\\)([\\s\\S]*?)\\n {4}}`).exec(source)[1];
  const codes = Object.fromEntries(
    Array.from(body("code").matchAll(/Self::(\w+) => "(\w+)"/g), ([, kind, code]) => [kind, code]),
  );
  const severities = {};
  for (const [, kinds, severity] of body("severity").matchAll(/((?:[|\s]*Self::\w+)+) => Severity::(\w+)/g))
    for (const [, kind] of kinds.matchAll(/Self::(\w+)/g)) severities[kind] = severity.toLowerCase();
  const wanted = {};
  for (const [kind, code] of Object.entries(codes)) {
    wanted[severities[kind] ?? "error"] ??= [];
    wanted[severities[kind] ?? "error"].push(code);
  }
  const shown = {};
  for (const { text } of documentAt("docs/feeds.md").prose) {
    const [, severity, list] = /^\| (error|warning|hint)[^|]*\| (.*)/.exec(text) ?? [];
    if (severity) shown[severity] = Array.from(list.matchAll(/`(\w+)`/g), ([, code]) => code);
  }
  assert.equal(Object.keys(wanted).length, 3);
  assert.deepEqual(shown, wanted);
});

test("docs/notify-me.md has the name of every text, and no other", () => {
  const [, section] = documentAt("docs/notify-me.md").text.split(/^### Languages and texts$|^## Follow/m);
  const rows = section.split("\n").filter((line) => /^\| `/.test(line));
  const shown = names(rows.map((row) => row.split("|")[1]).join(), /`(\w+)`/g);
  assert.deepEqual(shown, names(read("elements/notify-me/locales/messages.ts"), /^ {2}(\w+): string;/gm));
});

test("docs/notify-me.md has every attribute, slot, part and custom property; docs/events.md every event", () => {
  const { modules } = JSON.parse(read("dist/custom-elements.json"));
  const declarations = modules.flatMap(({ declarations = [] }) => declarations);
  const element = declarations.find(({ tagName }) => tagName === "notify-me");
  const missing = (path, list) =>
    list.map(({ name }) => name).filter((name) => name && !documentAt(path).text.includes(`\`${name}\``));
  const { attributes, slots, cssParts, cssProperties, events } = element;
  const all = [attributes, slots, cssParts, cssProperties];
  assert.ok(all.every((list) => list.length > 2));
  assert.deepEqual(missing("docs/notify-me.md", all.flat()), []);
  assert.deepEqual(missing("docs/events.md", events), []);
});
