import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import { outdated } from "../../scripts/integrity.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { links, parse } from "../docs/documents.mjs";
import { files, folder, root, tarball } from "./tarball.mjs";

await run("tar", ["-xzf", tarball, "-C", folder], { quiet: true });
const place = join(folder, "package");
const paths = await files(place);
const text = (path) => readFile(join(place, path), "utf8");
const manifest = JSON.parse(await text("package.json"));

/** What may be in the package, and what must be: each pattern has a file. */
const kinds = [
  /^package\.json$/,
  /^LICENSE$/,
  /^(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md$/,
  /^docs\/[a-z-]+\.md$/,
  /^relay\/README\.md$/,
  /^docs\/(picture\.png|stampede\.svg)$/,
  /^docs\/snippets\/[a-z-]+\.(liquid|handlebars|php|phtml|html|js|xml)$/,
  /^examples\/playwright\/[a-z.]+\.mjs$/,
  /^dist\/browser\/(web|filter|subscribe|compat|element|element-define|block|block-define|feed|notify-me|plain)\.js$/,
  /^dist\/browser\/(locale-[a-z]{2}|[a-z-]+-[A-Z0-9]{8})\.js$/,
  /^dist\/browser\/(core|feed(-xml)?(-check|-scalar)?)\.wasm$/,
  /^dist\/browser\/((block|notify-me)\.css|LICENSES\.txt)$/,
  /^dist\/(web|inline|development|filter|errors|compat|element|element-define|migrate|block|block-define)\.js$/,
  /^dist\/(emulator|emulator-vite|cli)\.js$/,
  /^dist\/(subscribe|feed)(-inline)?\.js$/,
  /^dist\/relay(-workerd)?\.js$/,
  /^dist\/plain\.js$/,
  /^dist\/[a-z-]+-[A-Z0-9]{8}\.js$/,
  /^dist\/custom-elements\.json$/,
  /^dist\/locale-[a-z]{2}\.js$/,
  /^dist\/(core|relay)\.wasm$/,
  /^dist\/feed(-xml)?(-check|-scalar)?\.wasm$/,
  /^dist\/(block|notify-me)\.css$/,
  /^dist\/LICENSES\.txt$/,
  /^dist\/sbom\/(npm|cargo)\.cdx\.json$/,
  /^dist\/dashboard\/(index\.html|main\.js|dashboard\.css|icon\.svg)$/,
  /^dist\/types\/([a-z-]+\/)*[a-z-]+\.d\.ts$/,
];

test("contains the expected files only", () => {
  const strange = paths.filter((path) => !kinds.some((kind) => kind.test(path)));
  assert.deepEqual(strange, []);
  for (const kind of kinds)
    assert.ok(
      paths.some((path) => kind.test(path)),
      `${kind}`,
    );
});

test("depends on nothing, and runs nothing when it is installed", () => {
  const needs = ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"];
  for (const name of needs) assert.equal(manifest[name], undefined, name);
  for (const name of ["preinstall", "install", "postinstall", "prepare"])
    assert.equal(manifest.scripts?.[name], undefined, name);
});

test("every path in package.json leads to a file", () => {
  const leaves = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(leaves));
  const named = [manifest.exports, manifest.bin, manifest.sideEffects].flatMap(leaves);
  const missing = named.filter((path) => !paths.includes(posix.normalize(path)));
  assert.deepEqual(missing, []);
});

test("every import leads to a file of the package, to Node, or to a framework", async () => {
  const imports = /(?:\bfrom|\bimport)\s*\(?"([\w@.:/-]+)"/g;
  const lost = [];
  for (const path of paths.filter((name) => /\.(js|d\.ts)$/.test(name))) {
    const code = (await text(path)).replace(/^\s*\*.*$/gm, "");
    for (const [, target] of code.matchAll(imports)) {
      const file = posix.join(dirname(path), target);
      const found = [file, file.replace(/\.js$/, ".d.ts")].some((name) => paths.includes(name));
      // Who imports the declarations for a framework has that framework.
      const own = posix.dirname(path) === "dist/types/elements/frameworks" && !target.startsWith(".");
      if (!found && !own && !target.startsWith("node:")) lost.push(`${path}: ${target}`);
    }
  }
  assert.deepEqual(lost, []);
});

test("every relative link of a document leads to a file of the package", async () => {
  const lost = [];
  for (const path of paths.filter((name) => name.endsWith(".md"))) {
    for (const { line, target } of links(parse(path, await text(path)))) {
      const [file] = target.split("#");
      if (/^[a-z]+:/.test(target) || !file) continue;
      const found = posix.normalize(posix.join(dirname(path), file)).replace(/\/$/, "");
      if (!paths.some((name) => name === found || name.startsWith(`${found}/`)))
        lost.push(`${path}:${line}: ${target}`);
    }
  }
  assert.deepEqual(lost, []);
});

test("no file contains the path of its build", async () => {
  const places = [root, homedir(), tmpdir(), "/root/", "/home/", "/Users/", ".cargo/"];
  const telling = [];
  for (const path of paths) {
    const bytes = await readFile(join(place, path), "latin1");
    for (const one of places) if (bytes.includes(one)) telling.push(`${path}: ${one}`);
    if (/sourceMappingURL|\.rs:\d/.test(bytes)) telling.push(`${path}: a source`);
  }
  assert.deepEqual(telling, []);
});

test("the checksum in the documents is that of the script bundle", () => {
  assert.deepEqual(
    outdated().map(([name]) => `${name}: npm run integrity`),
    [],
  );
});

test("lists the licenses of third-party code", async () => {
  const licenses = await text("dist/LICENSES.txt");
  for (const name of ["idb", "serde", "quick-xml", "wasm-bindgen"]) {
    assert.match(licenses, new RegExp(`^${name} [\\d.]+: .*\\b(MIT|ISC)\\b`, "m"), name);
  }
  assert.doesNotMatch(licenses, /^(undefined|.*: undefined$)/m);
});

test("the program can be run", async () => {
  assert.match(await text("dist/cli.js"), /^#!\/usr\/bin\/env node\n/);
  assert.equal((await stat(join(place, "dist/cli.js"))).mode & 0o111, 0o111);
});
