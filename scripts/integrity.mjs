/**
 * The checksum of the script bundle, as `integrity` attributes have it, for README and release notes. It says whether they
 * have that of `dist/`.
 *
 *     node scripts/integrity.mjs [--write]
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dist, root } from "./lib/run.mjs";

const CHECKSUM = /sha384-[A-Za-z0-9+/]{64}/g;

/** Subresource integrity: of all bytes, in base64. */
export const integrityOf = (path) =>
  `sha384-${createHash("sha384").update(readFileSync(path)).digest("base64")}`;

/** The documents with another checksum, or none, and what they should have. */
export function outdated() {
  const checksum = integrityOf(join(dist, "notify-me.js"));
  const texts = ["README.md", "CHANGELOG.md"].map((name) => [name, readFileSync(join(root, name), "utf8")]);
  const wrong = texts.filter(([, text]) => {
    const found = text.match(CHECKSUM) ?? [""];
    return found.some((one) => one !== checksum);
  });
  return wrong.map(([name, text]) => [name, text.replace(CHECKSUM, checksum)]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const files = outdated();
  for (const [name, text] of files) {
    if (process.argv.includes("--write")) writeFileSync(join(root, name), text);
    else console.error(`${name} has another checksum of dist/notify-me.js: npm run integrity`);
  }
  if (files.length && !process.argv.includes("--write")) process.exitCode = 1;
}
