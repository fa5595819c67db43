// The licences of third-party code in the package: crates in the modules, and packages in the bundles.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { capture, root, SetupError } from "./run.mjs";

const TEXT = /^(licen[cs]e|copying)(-mit)?(\.\w+)?$/i;

/**
 * The text of `dist/LICENSES.txt`.
 *
 * @param {string[]} inputs the files that the bundles are made of, as paths from the root
 */
export async function licenses(inputs) {
  const all = [...(await crates()), ...packages(inputs)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const list = all.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  const texts = all.map(({ name, version, text }) => `${"-".repeat(72)}\n${name} ${version}\n\n${text}`);
  return `This package contains parts of:\n\n${list.join("\n")}\n\n${texts.join("\n\n")}\n`;
}

/** The crates that are compiled into the modules, without those that run only at build time. */
async function crates() {
  // The modules are built with features that are off by default.
  const target = ["--filter-platform", "wasm32-unknown-unknown", "--all-features"];
  const answer = await capture("cargo", ["metadata", "--locked", "--format-version", "1", ...target]);
  if (!answer) throw new SetupError("cargo metadata failed: the licences of the crates are not known");
  const { packages: known, resolve } = JSON.parse(answer);
  const packageById = new Map(known.map((one) => [one.id, one]));
  const dependencies = new Map(resolve.nodes.map(({ id, deps }) => [id, deps]));
  const isLinked = ({ pkg, dep_kinds: kinds }) =>
    kinds.some(({ kind }) => kind === null) &&
    !packageById.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
  // The loop also visits crates that it adds to the set.
  const reached = new Set([resolve.root]);
  for (const id of reached) for (const one of dependencies.get(id).filter(isLinked)) reached.add(one.pkg);
  reached.delete(resolve.root);
  return Array.from(reached, (id) => {
    const { name, version, license, manifest_path: manifest } = packageById.get(id);
    return { name, version, license, text: textIn(dirname(manifest)) };
  });
}

function packages(inputs) {
  const folders = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return Array.from(new Set(folders.filter(Boolean)), (folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return { name, version, license, text: textIn(join(root, folder)) };
  });
}

/** The licence text in a folder. If there are several, the MIT licence is chosen. */
function textIn(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => TEXT.test(name)) : [];
  const name = names.find((one) => /mit/i.test(one)) ?? names[0];
  return name ? readFileSync(join(folder, name), "utf8").trim() : "Its package has no text of the licence.";
}
