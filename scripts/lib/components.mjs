// Third-party code in the package: crates in the modules, and npm packages in the bundles.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { capture, root, SetupError } from "./run.mjs";

/**
 * @typedef {object} Component
 * @property {string} purl its package URL, such as `pkg:cargo/serde@1.0.0`
 * @property {string} name
 * @property {string} version
 * @property {string} license an SPDX expression
 * @property {string} folder its files on this machine
 * @property {{alg: string, content: string}} hash the lock file's checksum of its archive, in hexadecimal
 * @property {string[]} dependencies the package URLs of components that it uses
 */

export const purlOf = (registry, { name, version }) =>
  `pkg:${registry}/${name.replace("@", "%40")}@${version}`;

/**
 * The crates that are compiled into the modules, without those that run only at build time.
 *
 * @returns {Promise<{crates: Component[], direct: string[]}>} `direct` has the package URLs of the crate's own dependencies
 */
export async function crateComponents() {
  const [answer, tree] = await Promise.all([
    capture("cargo", ["metadata", "--locked", "--all-features", "--format-version=1"]),
    // The tree has what the modules need. The metadata has what any package of the workspace needs.
    capture("cargo", [
      ...["tree", "--locked", "--all-features", "--target=wasm32-unknown-unknown"],
      ...["--edges=normal,no-proc-macro", "--prefix=depth", "--no-dedupe"],
    ]),
  ]);
  if (!answer || !tree) throw new SetupError("cargo failed: the crates in the modules are not known");
  const [[, direct], ...others] = dependenciesIn(tree);
  const known = new Map(JSON.parse(answer).packages.map((one) => [purlOf("cargo", one), one]));
  const checksums = checksumsIn(readFileSync(join(root, "Cargo.lock"), "utf8"));
  const crates = others.map(([purl, dependencies]) => {
    const { name, version, license, manifest_path: manifest } = known.get(purl);
    return {
      purl,
      name,
      version,
      // Older crates separate alternatives with a slash.
      license: license.replace(/ ?\/ ?/g, " OR "),
      folder: dirname(manifest),
      hash: { alg: "SHA-256", content: checksums.get(`${name} ${version}`) },
      dependencies: [...dependencies],
    };
  });
  return { crates: sorted(crates), direct: [...direct] };
}

/** The package URLs in cargo's tree, the root first, each with those of its dependencies. */
function dependenciesIn(tree) {
  const found = new Map();
  const path = [];
  for (const [, depth, name, version] of tree.matchAll(/^(\d+)(\S+) v(\S+)/gm)) {
    const purl = purlOf("cargo", { name, version });
    path.splice(Number(depth), path.length, purl);
    if (!found.has(purl)) found.set(purl, new Set());
    found.get(path.at(-2))?.add(purl);
  }
  return found;
}

/**
 * The npm packages whose files are in the bundles.
 *
 * @param {string[]} inputs the files that the bundles are made of, as paths from the root
 * @returns {Component[]}
 */
export function npmComponents(inputs) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const folders = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const manifests = Array.from(new Set(folders.filter(Boolean)), (folder) => [
    folder,
    JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")),
  ]);
  const purls = new Map(manifests.map(([, manifest]) => [manifest.name, purlOf("npm", manifest)]));
  const bundled = manifests.map(([folder, { name, version, license, dependencies = {} }]) => {
    const [, checksum] = /^sha512-(.+)$/.exec(lock[folder].integrity);
    return {
      purl: purls.get(name),
      name,
      version,
      license,
      folder: join(root, folder),
      hash: { alg: "SHA-512", content: Buffer.from(checksum, "base64").toString("hex") },
      dependencies: Object.keys(dependencies).flatMap((one) => purls.get(one) ?? []),
    };
  });
  return sorted(bundled);
}

const sorted = (components) => components.sort((a, b) => (a.name < b.name ? -1 : 1));

/** The checksums of Cargo.lock by `name version`. */
const checksumsIn = (lock) =>
  new Map(
    Array.from(
      lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g),
      ([, name, version, checksum]) => [`${name} ${version}`, checksum],
    ),
  );
