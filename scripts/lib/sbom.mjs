/**
 * Bills of materials in CycloneDX 1.6: what third-party code ships, with versions, licences and checksums, and the tools that
 * built it. The optional serial number and time are left out, so that two builds give the same bytes.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "./browsers.mjs";
import { purlOf } from "./components.mjs";
import { capture, root } from "./run.mjs";

const licenseOf = (license) =>
  /^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license };

const entryOf = ({ purl, name, version, license, hash }) => ({
  type: "library",
  "bom-ref": purl,
  name,
  version,
  ...(hash && { hashes: [hash] }),
  licenses: [licenseOf(license)],
  purl,
});

/**
 * @param {Omit<import("./components.mjs").Component, "folder" | "hash">} subject what ships
 * @param {import("./components.mjs").Component[]} components what is in it
 * @param {{name: string, version: string}[]} tools
 */
const billOf = (subject, components, tools) => ({
  $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  metadata: {
    tools: { components: tools.map((tool) => ({ type: "application", ...tool })) },
    component: entryOf(subject),
  },
  components: components.map(entryOf),
  dependencies: [subject, ...components].map(({ purl, dependencies }) => ({
    ref: purl,
    dependsOn: [...new Set(dependencies)].sort(),
  })),
});

/**
 * The bills of the npm package, which has the modules in it, and of the crate as built for WebAssembly.
 *
 * @param {{crates: import("./components.mjs").Component[], direct: string[]}} cargo
 * @param {import("./components.mjs").Component[]} packages the bundled npm packages
 */
export async function bills({ crates, direct }, packages) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const tools = await buildTools();
  const subject = (registry, dependencies) => ({
    purl: purlOf(registry, { name, version }),
    ...{ name, version, license, dependencies },
  });
  const bundled = [...packages.map(({ purl }) => purl), ...direct];
  return {
    npm: billOf(subject("npm", bundled), [...packages, ...crates], tools),
    cargo: billOf(subject("cargo", direct), crates, tools),
  };
}

/** The tools that decide about the bytes of the package. */
async function buildTools() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = ["binaryen", "esbuild", "typescript"].map((name) => ({
    name,
    version: lock[`node_modules/${name}`].version,
  }));
  const versionOf = async (command) => (await capture(command, ["--version"])).split(" ")[1];
  return [
    { name: "rustc", version: await versionOf("rustc") },
    { name: "wasm-bindgen", version: await versionOf(toolPath("wasm-bindgen")) },
    ...installed,
  ];
}
