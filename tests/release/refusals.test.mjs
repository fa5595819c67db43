// What keeps a release from being made. Each case runs the script in a clone that has one flaw.
import assert from "node:assert/strict";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { clone, commit, release, repository, version } from "./clone.mjs";

const source = await clone("source");
const dryRun = ["--dry-run", "--repository", repository];

async function edit(place, path, change) {
  const text = await readFile(join(place, path), "utf8");
  const changed = change(text);
  assert.notEqual(changed, text);
  await writeFile(join(place, path), changed);
}

/** The first version that a file names becomes another one. */
const otherVersion = (text) =>
  text.replace(new RegExp(`version("?[:=] ?| = )"${version}"`), 'version$1"9.9.9"');

/** A flaw that is committed, or `dirty`; the arguments and the environment; and what is reported. */
const cases = {
  "a changed file": {
    dirty: (place) => appendFile(join(place, "README.md"), "\n"),
    expected: /changes that are not committed:\n\s+M README\.md/,
  },
  "a new file": {
    dirty: (place) => writeFile(join(place, "src/new.rs"), ""),
    expected: /changes that are not committed:\n\s+\?\? src\/new\.rs/,
  },
  "another version in package-lock.json": {
    flaw: (place) => edit(place, "package-lock.json", otherVersion),
    expected: /package-lock\.json has version 9\.9\.9, package\.json has /,
  },
  "another version in Cargo.toml": {
    flaw: (place) => edit(place, "Cargo.toml", otherVersion),
    expected: /Cargo\.toml has version 9\.9\.9/,
  },
  "another version in Cargo.lock": {
    flaw: (place) =>
      edit(place, "Cargo.lock", (text) =>
        text.replace(`"back-in-stock"\nversion = "${version}"`, '"back-in-stock"\nversion = "9.9.9"'),
      ),
    expected: /Cargo\.lock has version 9\.9\.9/,
  },
  "no dated section in the changelog": {
    flaw: (place) => edit(place, "CHANGELOG.md", (text) => text.replace(/ \(\d{4}-\d\d-\d\d\)/, "")),
    expected: /CHANGELOG\.md has no section "## .* \(YYYY-MM-DD\)"/,
  },
  "an empty section in the changelog": {
    flaw: (place) =>
      writeFile(join(place, "CHANGELOG.md"), `# Changelog\n\n## ${version} (2026-01-31)\n\n## 0.0.1\n`),
    expected: /or the section is empty/,
  },
  "no repository": { args: ["--dry-run"], expected: /the repository is not known: pass --repository/ },
  "a repository that is not an address": {
    args: ["--dry-run", "--repository", "owner/back-in-stock"],
    expected: /not an https address with owner and name/,
  },
  "a tag that differs": {
    args: [...dryRun, "--tag", "v9.9.9"],
    expected: new RegExp(`the tag is v9\\.9\\.9, but version ${version} needs v${version}`),
  },
  "a pushed tag that differs": {
    args: [],
    env: {
      GITHUB_ACTIONS: "true",
      GITHUB_REF_TYPE: "tag",
      GITHUB_REF_NAME: "v9.9.9",
      GITHUB_SERVER_URL: "https://example.com",
      GITHUB_REPOSITORY: "owner/back-in-stock",
    },
    expected: /the tag is v9\.9\.9/,
  },
  "a branch of the workflow": {
    args: [],
    env: { GITHUB_ACTIONS: "true", GITHUB_REF_TYPE: "branch", GITHUB_REF_NAME: "main" },
    expected: /push the tag/,
  },
  "no dry run outside of the workflow": {
    args: ["--repository", repository],
    expected: /Releases are published by \.github\/workflows\/release\.yml: push the tag v/,
  },
  "an unknown option": { args: ["--publish"], expected: /^Unknown option '--publish'/ },
};

for (const [index, [name, { flaw, dirty, args = dryRun, env, expected }]] of Object.entries(
  cases,
).entries()) {
  test(`refuses ${name}`, async () => {
    const place = flaw || dirty ? await clone(`case-${index}`, source) : source;
    if (flaw) {
      await flaw(place);
      await commit(place);
    }
    await dirty?.(place);
    const { code, output } = await release(place, args, env);
    assert.match(output, expected);
    assert.equal(code, 2);
    assert.doesNotMatch(output, /Dry run|^ +at /m);
  });
}

test("reports all problems at once", async () => {
  const place = await clone("several", source);
  await edit(place, "Cargo.toml", otherVersion);
  const { output } = await release(place, ["--dry-run", "--tag", "v9.9.9"]);
  for (const expected of [/Cargo\.toml has/, /the tag is/, /the repository/, /not committed/])
    assert.match(output, expected);
});
