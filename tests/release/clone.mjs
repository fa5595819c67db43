// Clones of the work tree, ready to be released, in folders of their own.

import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { root, run } from "../../scripts/lib/run.mjs";

export const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
export const repository = "https://example.com/owner/back-in-stock";

const folder = await mkdtemp(join(tmpdir(), "back-in-stock-release-"));
after(() => rm(folder, { recursive: true, force: true }));

const git = async (cwd, ...args) => {
  const identity = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  return (await run("git", [...identity, ...args], { cwd, quiet: true })).stdout;
};

const copy = (from, to) =>
  cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true });

/** A clone with the files of the work tree, also those that are not committed yet, and a changelog with a dated section. */
export async function clone(name, of = root) {
  const place = join(folder, name);
  await git(folder, "clone", "--quiet", of, place);
  if (of !== root) return place;
  const names = async (...args) => (await git(root, "ls-files", "-z", ...args)).split("\0").filter(Boolean);
  const deleted = await names("--deleted");
  for (const path of deleted) await rm(join(place, path), { force: true });
  for (const path of await names("--modified", "--others", "--exclude-standard")) {
    if (deleted.includes(path)) continue;
    await mkdir(dirname(join(place, path)), { recursive: true });
    await cp(join(root, path), join(place, path));
  }
  const changelog = join(place, "CHANGELOG.md");
  const text = await readFile(changelog, "utf8");
  await writeFile(changelog, text.replace(`## Unreleased: ${version}`, `## ${version} (2026-01-31)`));
  await commit(place);
  return place;
}

export async function commit(place) {
  await git(place, "add", "--all");
  await git(place, "commit", "--quiet", "--allow-empty", "--message", "test: prepare a release");
}

/** Lets a clone use the tools of this work tree, which take minutes to build. */
export async function shareTools(place) {
  await mkdir(join(place, "target"), { recursive: true });
  await symlink(join(root, "target/tools"), join(place, "target/tools"));
}

/** Gives a clone what this work tree has built already. */
export async function shareBuild(place) {
  await shareTools(place);
  await copy(join(root, "node_modules"), join(place, "node_modules"));
  await copy(join(root, "target/wasm"), join(place, "target/wasm"));
}

/**
 * Runs the release script of a clone. Nothing of the environment says that this is the workflow, unless `env` does.
 *
 * @returns {Promise<{code: number, output: string}>}
 */
export function release(place, args, env = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(GITHUB_|NODE_TEST|npm_)/.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/release.mjs", ...args], {
      cwd: place,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    child.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
}
