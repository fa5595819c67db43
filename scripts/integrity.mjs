/**
 * The checksum of the script bundle, as `integrity` attributes have it, for the documentation and release notes. It says whether
 * they have that of `dist/browser/`. With `--import-map` it prints an import map with the checksum of every script there: a
 * browser then loads no script that was changed. `URL` is the address of the folder as the page has it.
 *
 *     node scripts/integrity.mjs [--write]
 *     node scripts/integrity.mjs --import-map URL
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dist, root } from "./lib/run.mjs";

const browser = join(dist, "browser");
const CHECKSUM = /sha384-[A-Za-z0-9+/]{64}/g;

/** Subresource integrity: of all bytes, in base64. */
export const integrityOf = (path) =>
  `sha384-${createHash("sha384").update(readFileSync(path)).digest("base64")}`;

/** The import map for pages that have the scripts at `base`, an absolute address or path with a slash at its end. */
export function importMap(base) {
  const names = readdirSync(browser).filter((name) => name.endsWith(".js"));
  const integrity = names.sort().map((name) => [base + name, integrityOf(join(browser, name))]);
  return `<script type="importmap">\n${JSON.stringify({ integrity: Object.fromEntries(integrity) }, null, 2)}\n</script>`;
}

/** The documents with another checksum, or none, and what they should have. */
export function outdated() {
  const checksum = integrityOf(join(browser, "notify-me.js"));
  const texts = ["docs/hosting.md", "CHANGELOG.md"].map((name) => [
    name,
    readFileSync(join(root, name), "utf8"),
  ]);
  const wrong = texts.filter(([, text]) => {
    const found = text.match(CHECKSUM) ?? [""];
    return found.some((one) => one !== checksum);
  });
  return wrong.map(([name, text]) => [name, text.replace(CHECKSUM, checksum)]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [option, base] = process.argv.slice(2);
  if (option === "--import-map") {
    if (!/^(https?:\/|\/).*\/$/.test(base ?? ""))
      throw new Error("--import-map URL: an address or path that ends in /");
    console.log(importMap(base));
    process.exit();
  }
  const files = outdated();
  for (const [name, text] of files) {
    if (option === "--write") writeFileSync(join(root, name), text);
    else console.error(`${name} has another checksum of dist/browser/notify-me.js: npm run integrity`);
  }
  if (files.length && option !== "--write") process.exitCode = 1;
}
