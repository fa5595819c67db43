/**
 * Makes the files of a release in `target/release-files/`: checks, builds, packs the npm package and the crate, and writes bills
 * of materials, checksums and notes. It publishes nothing: the jobs of `.github/workflows/release.yml` do.
 *
 *     npm run release -- --dry-run [--repository https://HOST/OWNER/NAME] [--tag vX.Y.Z]
 *     node scripts/release.mjs --crate    (in the workflow) packs only the crate, without compiling it
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  changelogProblems,
  moduleProblems,
  repositoryProblems,
  tagProblems,
  treeProblems,
  versionProblems,
} from "./lib/release-checks.mjs";
import { copyBills, output, packCrate, packNpm, writeChecksums, writeNotes } from "./lib/release-files.mjs";
import { exitOn, root, SetupError } from "./lib/run.mjs";

function optionsOf(args) {
  const options = {
    "dry-run": { type: "boolean" },
    crate: { type: "boolean" },
    tag: { type: "string" },
    repository: { type: "string" },
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new SetupError(error.message);
  }
}

/** The release that the arguments and the workflow's variables describe, without any check. */
function describe({ tag, repository }) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_REF_TYPE, GITHUB_REF_NAME } = process.env;
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const pushed = GITHUB_REF_TYPE === "tag" ? GITHUB_REF_NAME : undefined;
  const ours = GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  return { version, tag: tag ?? pushed, repository: repository ?? ours };
}

function stopOn(problems) {
  if (problems.length === 0) return;
  throw new SetupError(`Not released:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
}

async function buildPackage() {
  const { build } = await import("./build.mjs");
  const { buildSteps } = await import("./setup.mjs");
  for (const step of buildSteps) await step();
  await build();
  const { outdated } = await import("./integrity.mjs");
  const checksums = outdated().map(
    ([name]) => `${name} has another checksum of notify-me.js: run npm run integrity`,
  );
  stopOn([...checksums, ...(await moduleProblems())]);
}

async function main(args) {
  const values = optionsOf(args);
  const dryRun = Boolean(values["dry-run"]);
  const release = describe(values);
  if (!dryRun && (process.env.GITHUB_ACTIONS !== "true" || !release.tag))
    throw new SetupError(
      `Releases are published by .github/workflows/release.yml: push the tag v${release.version}. ` +
        "To try it here: npm run release -- --dry-run",
    );
  release.tag ??= `v${release.version}`;
  stopOn([
    ...versionProblems(),
    ...tagProblems(release.tag, release.version),
    ...changelogProblems(release.version),
    ...repositoryProblems(release.repository),
    ...(await treeProblems()),
  ]);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  if (values.crate) return void (await packCrate(release, { verify: false }));
  await buildPackage();
  const npm = await packNpm(release);
  const crate = await packCrate(release, { verify: true });
  const bills = copyBills(release);
  writeChecksums([npm, crate, ...bills]);
  await writeNotes(release);
  console.log(`${dryRun ? "Dry run: nothing is published. The workflow would" : "The workflow will now"}
  publish ${npm} to npm, with provenance
  publish ${crate} to the crate registry
  create the release ${release.tag} of ${release.repository} with these files and SHA256SUMS:
${[npm, crate, ...bills].map((name) => `    ${name}`).join("\n")}
from ${output}. Notes:

${readFileSync(join(output, "notes.md"), "utf8")}`);
}

await main(process.argv.slice(2)).catch(exitOn);
