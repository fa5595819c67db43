// The shop's gallery as static pages: the same pages, scripts and answers, at other addresses.
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";
import { FRAMES, framePage, LANGUAGES, standaloneGallery } from "../../www/pages/gallery.mjs";

/** Writes the gallery to `source/public/live-gallery`. Its pages have absolute addresses, below `base`. */
export function writeGallery(source, base) {
  const folder = join(source, "public/live-gallery");
  const at = (path) => `${base}live-gallery/${path}`;
  const addresses = {
    page: (lang) => at(`${lang || "index"}.html`),
    frame: (state, lang) => at(`frame-${state}-${lang}.html`),
    answers: at("answers/"),
    assets: at("assets/"),
    icon: at("mark.svg"),
    home: base,
    scripts: [at("answer.mjs"), at("assets/gallery.js")],
  };
  cpSync(join(root, "www/dist"), join(folder, "assets"), { recursive: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, "www/images/mark.svg"), join(folder, "mark.svg"));
  copyFileSync(join(root, "www/answers.mjs"), join(folder, "answers.mjs"));
  copyFileSync(join(root, "site/gallery/answer.mjs"), join(folder, "answer.mjs"));
  for (const lang of ["", ...LANGUAGES]) {
    writeFileSync(join(folder, `${lang || "index"}.html`), standaloneGallery(lang, addresses));
  }
  for (const lang of ["en", ...LANGUAGES]) {
    for (const state of Object.keys(FRAMES))
      writeFileSync(join(folder, `frame-${state}-${lang}.html`), framePage(state, lang, addresses));
  }
}
