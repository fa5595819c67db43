// The licences of third-party code in the package.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TEXT = /^(licen[cs]e|copying)(-mit)?(\.\w+)?$/i;

/**
 * The text of `dist/LICENSES.txt`.
 *
 * @param {import("./components.mjs").Component[]} components
 */
export function licenses(components) {
  const all = components.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const list = all.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  const texts = all.map(
    ({ name, version, folder }) => `${"-".repeat(72)}\n${name} ${version}\n\n${textIn(folder)}`,
  );
  return `This package contains parts of:\n\n${list.join("\n")}\n\n${texts.join("\n\n")}\n`;
}

/** The licence text in a folder. If there are several, the MIT licence is chosen. */
function textIn(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => TEXT.test(name)) : [];
  const name = names.find((one) => /mit/i.test(one)) ?? names[0];
  return name ? readFileSync(join(folder, name), "utf8").trim() : "Its package has no text of the licence.";
}
