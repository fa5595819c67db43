// What must be true before a release: each check returns the problems that it found, as sentences.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { capture, root } from "./run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

/** The version of a crate in a manifest or a lock file of cargo. */
const crateVersion = (text) => /^name = "back-in-stock"\nversion = "([^"]+)"/m.exec(text)?.[1];

/** The version in every file that has one. */
function versions() {
  const lock = JSON.parse(read("package-lock.json"));
  return {
    "package.json": JSON.parse(read("package.json")).version,
    "package-lock.json": lock.version,
    'package-lock.json (packages[""])': lock.packages[""].version,
    ...Object.fromEntries(
      ["Cargo.toml", "Cargo.lock", "fuzz/Cargo.lock"].map((path) => [path, crateVersion(read(path))]),
    ),
  };
}

export function versionProblems() {
  const { "package.json": expected, ...others } = versions();
  return Object.entries(others)
    .filter(([, version]) => version !== expected)
    .map(([path, version]) => `${path} has version ${version}, package.json has ${expected}`);
}

export const tagProblems = (tag, version) =>
  tag === `v${version}` ? [] : [`the tag is ${tag}, but version ${version} needs v${version}`];

/** @param {string | undefined} repository an address such as `https://github.com/owner/name` */
export function repositoryProblems(repository) {
  if (/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(repository ?? "")) return [];
  return [
    `${repository ? "the repository is not an https address with owner and name" : "the repository is not known"}: ` +
      "pass --repository https://HOST/OWNER/NAME (the workflow sets GITHUB_SERVER_URL and GITHUB_REPOSITORY)",
  ];
}

export async function treeProblems() {
  const status = await capture("git", ["status", "--porcelain"]);
  if (status === undefined) return ["git status failed: a release is made from a clone of the repository"];
  if (status === "") return [];
  return [`the tree has changes that are not committed:\n${status.replace(/^/gm, "    ")}`];
}

/** The text below the dated heading of a version in CHANGELOG.md, or `undefined`. */
export function changesOf(version) {
  const [, ...sections] = read("CHANGELOG.md").split(/^## /m);
  const heading = new RegExp(`^${version.replaceAll(".", "\\.")} \\(\\d{4}-\\d{2}-\\d{2}\\)\\n`);
  const section = sections.find((text) => heading.test(text));
  return section?.slice(section.indexOf("\n")).trim() || undefined;
}

export const changelogProblems = (version) =>
  changesOf(version) === undefined
    ? [`CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)", or the section is empty`]
    : [];

/** The core refuses scripts of another version, and so do the modules for feeds. */
export async function moduleProblems() {
  const { init } = await import("../../dist/inline.js");
  const { checkFeed } = await import("../../dist/feed-inline.js");
  const uses = { core: () => init(), feed: () => checkFeed("[]"), "feed-xml": () => checkFeed("<rss/>") };
  const problems = [];
  for (const [name, use] of Object.entries(uses)) {
    try {
      await use();
    } catch (error) {
      if (error.code === "load_failed")
        problems.push(`the module ${name} has another version: ${error.message}`);
    }
  }
  return problems;
}
