// The files of a release: the npm package and the crate, their bills of materials, checksums, and notes.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { changesOf } from "./release-checks.mjs";
import { dist, root, run } from "./run.mjs";

/** What is published and attached. */
export const output = join(root, "target/release-files");

/** Copies of the sources, in which the repository is named. */
const staged = (name) => join(root, "target/release-work", name);

/** @typedef {{version: string, tag: string, repository: string}} Release */

/**
 * A document for places that do not have the other files, such as a registry's page: relative links lead to the files of the
 * tag. Code stays unchanged.
 *
 * @param {string} text Markdown
 * @param {Release} release
 */
export function withAbsoluteLinks(text, { tag, repository }) {
  const code = /^```[\s\S]*?^```$|`[^`\n]*`/gm;
  const link = /(!?)(\[[^\]]*\])\((?![a-z][a-z+.-]*:|#|\/)([^)\s]+)\)/g;
  const absolute = (prose) =>
    prose.replace(
      link,
      (_, image, label, path) => `${image}${label}(${repository}/${image ? "raw" : "blob"}/${tag}/${path})`,
    );
  // A label may contain code, so code is replaced by placeholders while the links are changed.
  const pieces = [];
  const prose = text.replace(code, (found) => `\0${pieces.push(found) - 1}\0`);
  return absolute(prose).replace(/\0(\d+)\0/g, (_, index) => pieces[index]);
}

const change = (path, edit) => writeFileSync(path, edit(readFileSync(path, "utf8")));

/** Packs the npm package from a copy that names its repository. */
export async function packNpm(release) {
  const folder = staged("npm");
  rmSync(folder, { recursive: true, force: true });
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    label: "listing the files of the npm package",
  });
  const [{ files }] = Object.values(JSON.parse(stdout));
  for (const { path, mode } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, path), target);
    // Whatever the umask of this machine is.
    chmodSync(target, mode & 0o111 ? 0o755 : 0o644);
  }
  change(join(folder, "package.json"), (text) => {
    const repository = { type: "git", url: `git+${release.repository}.git` };
    return `${JSON.stringify({ ...JSON.parse(text), repository }, null, 2)}\n`;
  });
  change(join(folder, "README.md"), (text) => withAbsoluteLinks(text, release));
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", output], {
    cwd: folder,
    label: "packing the npm package",
  });
  return `back-in-stock-${release.version}.tgz`;
}

/**
 * Packs the crate from a clone of the commit in which the manifest names its repository; with `verify`, cargo compiles what it
 * packed. The archive names the commit, and says that the manifest differs from it.
 */
export async function packCrate(release, { verify }) {
  const folder = staged("crate");
  rmSync(folder, { recursive: true, force: true });
  await run("git", ["clone", "--quiet", "--depth=1", pathToFileURL(root).href, folder], {
    label: "cloning the commit",
  });
  change(join(folder, "Cargo.toml"), (text) =>
    text.replace(/^license = .*$/m, (line) => `${line}\nrepository = "${release.repository}"`),
  );
  change(join(folder, "README.md"), (text) => withAbsoluteLinks(text, release));
  const flags = ["--package=back-in-stock", "--locked", "--allow-dirty", ...(verify ? [] : ["--no-verify"])];
  const target = staged("target");
  await run("cargo", ["package", ...flags, "--target-dir", target], {
    cwd: folder,
    label: "packing the crate",
  });
  const name = `back-in-stock-${release.version}.crate`;
  cpSync(join(target, "package", name), join(output, name));
  return name;
}

/** Copies the bills of materials out of the build. */
export function copyBills({ version }) {
  return ["npm", "cargo"].map((registry) => {
    const name = `back-in-stock-${version}.${registry}.cdx.json`;
    copyFileSync(join(dist, "sbom", `${registry}.cdx.json`), join(output, name));
    return name;
  });
}

/** The checksums, in the format of `sha256sum --check`. */
export function writeChecksums(names) {
  const sums = names.map((name) => {
    const sum = createHash("sha256").update(readFileSync(join(output, name)));
    return `${sum.digest("hex")}  ${name}\n`;
  });
  writeFileSync(join(output, "SHA256SUMS"), sums.join(""));
}

/** The notes: the section of CHANGELOG.md, and what one needs to know to build the same files. */
export async function writeNotes(release) {
  const { stdout: commit } = await run("git", ["rev-parse", "HEAD"], { quiet: true });
  const { stdout: npm } = await run("npm", ["--version"], { quiet: true });
  const { stdout: rustc } = await run("rustc", ["--version"], { quiet: true });
  const built = `Built from ${commit.trim()} with Node ${process.versions.node}, npm ${npm.trim()} and ${rustc.trim()}.`;
  const how = `${release.repository}/blob/${release.tag}/CONTRIBUTING.md#verify-a-release`;
  const changes = withAbsoluteLinks(changesOf(release.version), release);
  writeFileSync(join(output, "notes.md"), `${changes}\n\n---\n\n${built} [Verify it](${how}).\n`);
}
