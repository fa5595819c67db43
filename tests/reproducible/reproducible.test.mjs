// Two builds of one commit give the same bytes. The second is clean, in another folder, with another home of cargo, another
// time zone, language and umask. Both use the downloaded crates and the installed tools of this machine.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { files, run } from "../../scripts/lib/run.mjs";
import { clone, release, repository, shareBuild, shareTools } from "../release/clone.mjs";

/** A home of cargo with the crates that were downloaded, so that nothing is downloaded again. */
async function otherCargoHome(folder) {
  const usual = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  await mkdir(folder, { recursive: true });
  await symlink(join(usual, "registry"), join(folder, "registry"));
  if (existsSync(join(usual, "config.toml")))
    await cp(join(usual, "config.toml"), join(folder, "config.toml"));
  return folder;
}

const hash = async (path) =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

/** The hashes of the files in a folder by their paths. */
async function hashesIn(folder) {
  const paths = files(folder).sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await hash(path)])),
  );
}

async function released(place, env) {
  const { code, output } = await release(place, ["--dry-run", "--repository", repository], env);
  assert.equal(code, 0, output);
  return join(place, "target/release-files");
}

/** A folder with what is in the archives, to see which of their files differ. */
async function unpack(folder) {
  const target = join(dirname(folder), "unpacked");
  await mkdir(target);
  for (const name of (await readdir(folder)).filter((one) => /\.(tgz|crate)$/.test(one)))
    await run("tar", ["-xzf", join(folder, name), "-C", target], { quiet: true });
  return target;
}

/** The paths of files that differ, or that only one folder has. */
async function differences(one, other) {
  const [a, b] = [await hashesIn(one), await hashesIn(other)];
  return Object.keys({ ...a, ...b }).filter((path) => a[path] !== b[path]);
}

test("a clean build elsewhere gives the same files of a release", async () => {
  const usual = await clone("usual");
  await shareBuild(usual);
  const first = await released(usual);

  const clean = await clone("some/other/folder", usual);
  await shareTools(clean);
  const CARGO_HOME = await otherCargoHome(join(dirname(clean), "cargo"));
  const umask = process.umask(0o077);
  let second;
  try {
    second = await released(clean, {
      CARGO_HOME,
      TZ: "Pacific/Auckland",
      LC_ALL: "tr_TR.UTF-8",
      LANG: "tr_TR.UTF-8",
    });
  } finally {
    process.umask(umask);
  }
  assert.deepEqual(await differences(await unpack(first), await unpack(second)), []);
  assert.deepEqual(await differences(first, second), []);
});
