// Words that native speakers stumble over do not come back into names, comments, messages and documents.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders of the repository that hold prose of ours, and the single files. */
const PLACES =
  "src elements emulator cli relay www/src www/pages scripts benches tests docs examples README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md".split(
    " ",
  );

/** Made by tools, by a build or in other languages. */
const SKIPPED = /^\.|^(node_modules|dist|target|fixtures)$/;
const LOCALES = /locales\/(?!en|messages|locale|registry)|docs\/translating\.md$/;

/** What a pattern finds, and the words to use instead. */
const RETIRED = [
  [/(?<!\bthere )\b(is|are|was|were) no (?!longer|more|less|other|such|way|need)[a-z]/i, "is not a …"],
  [/\basks? for\b|\basking for\b|\bwho asks\b|\ba wish\b/i, "request, a request"],
  [/\bwhat (waits|was kept|is kept)\b/i, "queued, pending, stored"],
  [/\b(is|are|was|were) told\b|\btold of\b|\btells\b/i, "report, return, mean, notify"],
  [/\bbec(o|a)mes? of\b/i, "the outcome of"],
  [/\bstands? (for|behind|around|in|before|there)\b|\bwhat stands\b/i, "is, follows, replaces"],
  [/\bso many\b/i, "a number of, a maximum of"],
  [/\b(by|of) which\b/i, "with which, its"],
  [/\ball the same\b|\banew\b|\bonce more\b|\bafresh\b/i, "anyway, again"],
  [
    /\bmend(s|ed|ing)?\b|\blacks?\b|\bdearer\b|\bwhoever\b|\bseldom\b/i,
    "fix, is missing, harder, anyone who, rarely",
  ],
  [/\bof none\b|\bis none of\b|\bare none of\b/i, "without"],
  [/\be-mails?\b/i, "email"],
  [/\bmisspelt\b|\bneighbour|\boptimis|\brecognis/i, "American spelling"],
];

/** What stays, by file, with the reason. */
const ALLOWED = new Map([
  ["CONTRIBUTING.md", "'of which' in a table of measurements"],
  ["docs/benchmarks.md", "'of which', about a share of rows"],
  ["docs/errors.md", "a page that asks a shopper for an address"],
  ["src/contact/email.rs", "the title of a standard"],
  ["tests/js/prose.test.mjs", "this list"],
]);

function* textsIn(path) {
  if (!statSync(join(root, path)).isDirectory()) {
    if (/\.(rs|ts|mjs|js|css|html|md|svelte|vue|php|phtml|liquid)$/.test(path)) yield path;
    return;
  }
  for (const name of readdirSync(join(root, path))) if (!SKIPPED.test(name)) yield* textsIn(join(path, name));
}

test("no retired words, but for those with a reason", () => {
  const hits = [];
  const allowed = new Set();
  for (const place of PLACES)
    for (const file of textsIn(place)) {
      if (LOCALES.test(file)) continue;
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      for (const [index, line] of lines.entries())
        for (const [pattern, better] of RETIRED) {
          if (!pattern.test(line)) continue;
          if (ALLOWED.has(file)) allowed.add(file);
          else
            hits.push(
              `${file}:${index + 1}: ${pattern.exec(line)[0]} -> ${better}: ${line.trim().slice(0, 120)}`,
            );
        }
    }
  assert.deepEqual(hits, []);
  assert.deepEqual(
    [...ALLOWED.keys()].filter((file) => !allowed.has(file)),
    [],
    "allowed without need",
  );
});
