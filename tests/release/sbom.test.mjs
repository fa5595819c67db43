// The bills of materials are valid CycloneDX, and list what LICENSES.txt and the lock files say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import { dist, root } from "../../scripts/lib/run.mjs";

const read = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

/** The official schemas, as their maintainers' library ships them. */
function validator() {
  const library = dirname(
    createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json"),
  );
  const schema = (name) => read(library, "res/schema", `${name}.SNAPSHOT.schema.json`);
  // The schemas have keywords for their readers, such as `meta:enum`, and formats of web addresses in any script.
  const ajv = new Ajv({ strict: false, allErrors: true });
  const uri = (text) => !/[\s<>"{}|\\^`]/.test(text);
  ajv
    .addFormat("iri-reference", uri)
    .addFormat("iri", uri)
    .addFormat("idn-email", /^\S+@\S+$/);
  ajv
    .addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)))
    .addFormat("date", /^\d{4}-\d\d-\d\d$/);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(schema("bom-1.6"));
}

const validate = validator();
const bills = { npm: read(dist, "sbom/npm.cdx.json"), cargo: read(dist, "sbom/cargo.cdx.json") };
const version = read(root, "package.json").version;
const purls = ({ components }) => components.map(({ purl }) => purl);

for (const [name, bill] of Object.entries(bills)) {
  test(`the bill of ${name} is valid CycloneDX`, () => {
    validate(bill);
    assert.deepEqual(validate.errors ?? [], []);
  });

  test(`the bill of ${name} is about this version, and complete`, () => {
    assert.equal(bill.metadata.component.purl, `pkg:${name}/back-in-stock@${version}`);
    const refs = [bill.metadata.component.purl, ...purls(bill)];
    assert.deepEqual(
      bill.dependencies.map(({ ref }) => ref),
      refs,
    );
    const reached = new Set([refs[0]]);
    for (const ref of reached)
      for (const next of bill.dependencies.find((one) => one.ref === ref).dependsOn) reached.add(next);
    assert.deepEqual([...reached].sort(), refs.toSorted(), "every component is used by another");
  });

  test(`every component of ${name} has the checksum of its lock file`, () => {
    const crates = readFileSync(join(root, "Cargo.lock"), "utf8");
    const packages = Object.entries(read(root, "package-lock.json").packages);
    for (const { name, version, purl, hashes } of bill.components) {
      const [{ alg, content }] = hashes;
      if (purl.startsWith("pkg:cargo/")) {
        assert.equal(alg, "SHA-256");
        assert.ok(crates.includes(`name = "${name}"\nversion = "${version}"`), purl);
        assert.ok(crates.includes(`checksum = "${content}"`), purl);
      } else {
        const integrity = `sha512-${Buffer.from(content, "hex").toString("base64")}`;
        assert.ok(
          packages.some(([path, one]) => path.endsWith(name) && one.integrity === integrity),
          purl,
        );
      }
    }
  });
}

test("the bill of npm lists what LICENSES.txt lists", () => {
  const [list] = readFileSync(join(dist, "LICENSES.txt"), "utf8").split("\n\n--");
  const listed = Array.from(list.matchAll(/^(\S+) (\S+): /gm), ([, name, version]) => `${name} ${version}`);
  const bill = bills.npm.components.map(({ name, version }) => `${name} ${version}`);
  assert.deepEqual(bill.sort(), listed.sort());
  for (const name of ["idb", "quick-xml", "serde", "gloo-net"])
    assert.ok(
      bill.some((one) => one.startsWith(`${name} `)),
      name,
    );
});

test("the bill of cargo lists crates only, and none of a build script or of the relay alone", () => {
  for (const purl of purls(bills.cargo)) {
    assert.match(purl, /^pkg:cargo\/[\w-]+@\d/);
    assert.doesNotMatch(purl, /\/(syn|quote|serde_derive|proc-macro2|futures-io|futures-sink|tokio)@/);
  }
});

test("the bills name the tools that decide about the bytes", () => {
  const tools = bills.npm.metadata.tools.components;
  assert.deepEqual(
    tools.map(({ name }) => name),
    ["rustc", "wasm-bindgen", "binaryen", "esbuild", "typescript"],
  );
  for (const { name, version } of tools) assert.match(version, /^\d+\.\d+/, name);
});

test("a wrong bill is reported", () => {
  const [first, ...rest] = bills.npm.components;
  const wrong = [
    { ...bills.npm, specVersion: 1.6 },
    { ...bills.npm, components: [{ ...first, licenses: [{ license: { id: "NO-SUCH-LICENSE" } }] }, ...rest] },
    { ...bills.npm, components: [first, first] },
    { ...bills.npm, components: [{ ...first, hashes: [{ alg: "SHA-512", content: "12" }] }] },
    { ...bills.npm, extra: true },
  ];
  for (const bill of wrong) assert.equal(validate(bill), false);
});
