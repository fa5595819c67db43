// A dry run makes everything that a release publishes, and changes nothing else.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { files, run } from "../../scripts/lib/run.mjs";
import { links, parse } from "../docs/documents.mjs";
import { clone, release, repository, shareBuild, version } from "./clone.mjs";

const place = await clone("dry-run");
const made = join(place, "target/release-files");
const tag = `v${version}`;
const names = ["tgz", "crate", "npm.cdx.json", "cargo.cdx.json"].map(
  (ending) => `back-in-stock-${version}.${ending}`,
);
const read = (...path) => readFile(join(place, ...path), "utf8");
const capture = async (command, ...args) =>
  (await run(command, args, { cwd: place, quiet: true })).stdout.trim();

let result;
before(async () => {
  await shareBuild(place);
  result = await release(place, ["--dry-run", "--repository", repository]);
  assert.equal(result.code, 0, result.output);
  for (const name of names.slice(0, 2))
    await run("tar", ["-xzf", join(made, name)], { cwd: place, quiet: true });
});

test("says what would be published", () => {
  assert.match(result.output, /^Dry run: nothing is published\./m);
  for (const name of names) assert.ok(result.output.includes(name), name);
  assert.ok(result.output.includes(`the release ${tag} of ${repository}`));
});

test("makes the files of the release, and no others", async () => {
  assert.deepEqual((await readdir(made)).sort(), [...names, "SHA256SUMS", "notes.md"].sort());
});

test("changes no file of the repository", async () => {
  const status = await capture("git", "status", "--porcelain");
  // The two archives were unpacked here by this test.
  assert.deepEqual(status.split("\n"), [`?? back-in-stock-${version}/`, "?? package/"]);
});

test("the checksums are those of the files", async () => {
  const lines = (await read("target/release-files/SHA256SUMS")).trimEnd().split("\n");
  const sums = await Promise.all(
    names.map(async (name) => {
      const sum = createHash("sha256").update(await readFile(join(made, name)));
      return `${sum.digest("hex")}  ${name}`;
    }),
  );
  assert.deepEqual(lines, sums);
});

test("the npm package names its repository", async () => {
  const manifest = JSON.parse(await read("package/package.json"));
  const { repository: url, ...others } = manifest;
  assert.deepEqual(url, { type: "git", url: `git+${repository}.git` });
  assert.deepEqual(others, JSON.parse(await read("package.json")));
});

test("the npm package has the files of the build, and the bills of materials", async () => {
  const built = files(join(place, "dist")).map((path) => path.slice(place.length + 1));
  const packed = files(join(place, "package/dist")).map((path) =>
    path.slice(join(place, "package").length + 1),
  );
  assert.deepEqual(packed.sort(), built.sort());
  for (const path of built)
    assert.deepEqual(await readFile(join(place, "package", path)), await readFile(join(place, path)), path);
  for (const registry of ["npm", "cargo"])
    assert.equal(
      await read(`package/dist/sbom/${registry}.cdx.json`),
      await read(`target/release-files/back-in-stock-${version}.${registry}.cdx.json`),
    );
  const mode = async (path) => (await stat(join(place, "package", path))).mode & 0o777;
  assert.equal(await mode("dist/cli.js"), 0o755);
  assert.equal(await mode("dist/web.js"), 0o644);
});

for (const [kind, folder] of [
  ["npm package", "package"],
  ["crate", `back-in-stock-${version}`],
]) {
  test(`the links of README in the ${kind} lead to the tag`, async () => {
    const targets = links(parse("README.md", await read(folder, "README.md"))).map(({ target }) => target);
    assert.deepEqual(
      targets.filter((target) => !/^(https:|#)/.test(target)),
      [],
    );
    assert.ok(targets.includes(`${repository}/blob/${tag}/docs/subscribe.md`));
    assert.ok(targets.includes(`${repository}/raw/${tag}/docs/picture.png`));
  });
}

test("the crate names its repository and its commit", async () => {
  const manifest = await read(`back-in-stock-${version}/Cargo.toml`);
  assert.ok(manifest.includes(`repository = "${repository}"`));
  const { git } = JSON.parse(await read(`back-in-stock-${version}/.cargo_vcs_info.json`));
  assert.equal(git.sha1, await capture("git", "rev-parse", "HEAD"));
});

test("the notes are the section of the changelog, and name the commit and the tools", async () => {
  const notes = await read("target/release-files/notes.md");
  const [, section] = (await read("CHANGELOG.md")).split(`## ${version} (2026-01-31)\n`);
  assert.ok(notes.startsWith(section.trim().split("\n")[0]));
  assert.doesNotMatch(notes, /^## /m);
  assert.ok(notes.includes(await capture("git", "rev-parse", "HEAD")));
  assert.ok(notes.includes(`Node ${process.versions.node}`));
  assert.match(notes, /rustc 1\.\d+/);
});

test("the job that publishes the crate packs the same bytes", async () => {
  const [, crate] = names;
  const built = await readFile(join(made, crate));
  const publisher = await clone("publisher", place);
  const { code, output } = await release(publisher, ["--crate"], {
    GITHUB_ACTIONS: "true",
    GITHUB_REF_TYPE: "tag",
    GITHUB_REF_NAME: tag,
    GITHUB_SERVER_URL: "https://example.com",
    GITHUB_REPOSITORY: "owner/back-in-stock",
  });
  assert.equal(code, 0, output);
  assert.deepEqual(await readFile(join(publisher, "target/release-files", crate)), built);
});

test("reports modules of another version", async () => {
  const other = await clone("modules", place);
  await cp(join(place, "dist"), join(other, "dist"), { recursive: true });
  const { moduleProblems } = await import(join(other, "scripts/lib/release-checks.mjs"));
  for (const path of files(join(other, "dist")).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(path, "utf8");
    // The modules are inlined as base64, so this is the version of the scripts alone.
    await writeFile(path, text.replaceAll(version, "9.9.9"));
  }
  const problems = await moduleProblems();
  assert.deepEqual(
    problems.map((problem) => /the module (\S+) has another version/.exec(problem)?.[1]),
    ["core", "feed", "feed-xml"],
  );
});
