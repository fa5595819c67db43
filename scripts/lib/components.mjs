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
  // The modules are built with features that are off by default.
  const target = ["--filter-platform", "wasm32-unknown-unknown", "--all-features"];
  const answer = await capture("cargo", ["metadata", "--locked", "--format-version", "1", ...target]);
  if (!answer) throw new SetupError("cargo metadata failed: the crates in the modules are not known");
  const { packages: known, resolve } = JSON.parse(answer);
  const packageById = new Map(known.map((one) => [one.id, one]));
  const dependencies = new Map(resolve.nodes.map(({ id, deps }) => [id, deps]));
  const isLinked = ({ pkg, dep_kinds: kinds }) =>
    kinds.some(({ kind }) => kind === null) &&
    !packageById.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
  const linked = (id) =>
    dependencies
      .get(id)
      .filter(isLinked)
      .map(({ pkg }) => pkg);
  // The loop also visits crates that it adds to the set.
  const reached = new Set([resolve.root]);
  for (const id of reached) for (const one of linked(id)) reached.add(one);
  reached.delete(resolve.root);
  const purls = (id) => linked(id).map((one) => purlOf("cargo", packageById.get(one)));
  const checksums = checksumsIn(readFileSync(join(root, "Cargo.lock"), "utf8"));
  const crates = Array.from(reached, (id) => {
    const { name, version, license, manifest_path: manifest } = packageById.get(id);
    return {
      purl: purlOf("cargo", { name, version }),
      name,
      version,
      // Older crates separate alternatives with a slash.
      license: license.replace(/ ?\/ ?/g, " OR "),
      folder: dirname(manifest),
      hash: { alg: "SHA-256", content: checksums.get(`${name} ${version}`) },
      dependencies: purls(id),
    };
  });
  return { crates: sorted(crates), direct: purls(resolve.root) };
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
