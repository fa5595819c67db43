// A registry shows README without the other files, so its links must lead to the tag.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { withAbsoluteLinks } from "../../scripts/lib/release-files.mjs";
import { root } from "../../scripts/lib/run.mjs";
import { links, parse } from "../docs/documents.mjs";

const release = { version: "1.2.3", tag: "v1.2.3", repository: "https://example.com/owner/name" };
const absolute = (text) => withAbsoluteLinks(text, release);
const files = `${release.repository}/blob/v1.2.3`;

const cases = {
  "a link": ["[a](docs/a.md)", `[a](${files}/docs/a.md)`],
  "a link with an anchor": ["[a](docs/a.md#b)", `[a](${files}/docs/a.md#b)`],
  "a label of code": ["[`<a-b>`](docs/a.md)", `[\`<a-b>\`](${files}/docs/a.md)`],
  "two links in a line": ["[a](a.md), [b](b.md)", `[a](${files}/a.md), [b](${files}/b.md)`],
  "an image": ["![a, b](docs/a.png)", `![a, b](${release.repository}/raw/v1.2.3/docs/a.png)`],
  "an address": ["[a](https://example.org/a)", "[a](https://example.org/a)"],
  "an anchor of the same page": ["[a](#a)", "[a](#a)"],
  "code in a line": ["`[a](a.md)`", "`[a](a.md)`"],
  "a code block": ["```js\nf[a](b)\n```", "```js\nf[a](b)\n```"],
};

for (const [name, [text, expected]] of Object.entries(cases))
  test(`${name}`, () => assert.equal(absolute(text), expected));

test("every link of README leads to a file of the tag", () => {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const before = links(parse("README.md", text));
  const after = links(parse("README.md", absolute(text)));
  assert.equal(after.length, before.length);
  assert.ok(before.length > 20);
  for (const [index, { target }] of after.entries()) {
    if (before[index].target === target) {
      assert.match(target, /^(https:|#)/);
      continue;
    }
    const [, path] = /^https:\/\/example\.com\/owner\/name\/(?:blob|raw)\/v1\.2\.3\/([^#]+)/.exec(target);
    assert.ok(existsSync(join(root, path)), target);
  }
});

test("code in README stays as it is", () => {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const blocks = (one) => parse("README.md", one).blocks.map(({ code }) => code);
  assert.deepEqual(blocks(absolute(text)), blocks(text));
});
