// Copies the documents to the folder that VitePress reads, with links that fit the site.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, posix } from "node:path";
import { root } from "../../scripts/lib/run.mjs";

const at = (path) => join(root, path);
const read = (path) => readFileSync(at(path), "utf8");

/** The page of each document. */
const PAGES = new Map([
  ["README.md", "overview"],
  ["CHANGELOG.md", "changelog"],
  ["CONTRIBUTING.md", "contributing"],
  ["SECURITY.md", "security"],
  ...readdirSync(at("docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => [`docs/${name}`, basename(name, ".md")]),
]);

/** Languages of code blocks by file extension, where they differ. */
const LANGUAGES = { mjs: "js", phtml: "php", "": "text" };

/**
 * What the documents link to besides each other: pictures, and files or folders that get a page with their text.
 * @typedef {{pictures: Set<string>, sources: Set<string>}} Linked
 */

/**
 * Where a link of a document leads on the site.
 * @param {string} document
 * @param {string} link
 * @param {Linked} linked
 */
function target(document, link, linked) {
  if (/^([a-z]+:|#)/.test(link)) return link;
  const [file = "", anchor] = link.split("#");
  const path = posix.normalize(posix.join(posix.dirname(document), file)).replace(/\/$/, "");
  const page = PAGES.get(path);
  if (page) return `/${page}${anchor ? `#${anchor}` : ""}`;
  if (/\.(png|svg)$/.test(path)) {
    linked.pictures.add(path);
    return `/${basename(path)}`;
  }
  linked.sources.add(path);
  return `/${sourcePage(path)}`;
}

const sourcePage = (path) => `source/${path.replaceAll(/[/.]/g, "-").toLowerCase()}`;

/** The document with the site's links, but for its code blocks. */
function withLinks(document, text, linked) {
  let isCode = false;
  const lines = text.split("\n").map((line) => {
    if (line.startsWith("```")) isCode = !isCode;
    if (isCode) return line;
    return line.replace(
      /(!?\[[^\]]*\])\(([^)\s]+)\)/g,
      (_, label, link) => `${label}(${target(document, link, linked)})`,
    );
  });
  return lines.join("\n");
}

/** The home page: README's first screen. */
function home(linked) {
  const [, lead, rest] = /^# .*\n\n([\s\S]*?)\n\n([\s\S]*?)\n## What you get\n/.exec(read("README.md")) ?? [];
  if (!lead || !rest?.includes("## Which part do I need?"))
    throw new Error(
      "README does not begin with a title, a lead, and a table of its parts before 'What you get'",
    );
  const matter = {
    title: "Back in stock alerts for Klaviyo",
    sidebar: false,
    aside: false,
    prev: false,
    next: false,
    pageClass: "wide home",
  };
  const actions = "[Get started](/getting-started) [Playground](/playground) [Gallery](/gallery)";
  const head = `# back-in-stock\n\n${lead}\n\n<div class="actions">\n\n${actions}\n\n</div>`;
  // The sections that README links to in itself are on the page that has all of it.
  const text = rest.replaceAll("](#", "](README.md#");
  return `---\n${JSON.stringify(matter)}\n---\n\n${head}\n\n${withLinks("README.md", text, linked)}`;
}

/** A page with the text of a file, or of each file in a folder. */
function sourceText(path) {
  const isFolder = statSync(at(path)).isDirectory();
  const paths = isFolder ? readdirSync(at(path)).map((name) => `${path}/${name}`) : [path];
  const blocks = paths.map((one) => {
    const extension = extname(one).slice(1);
    const language = LANGUAGES[extension] ?? extension;
    // More marks than any block in the file has.
    return `## ${basename(one)}\n\n~~~~~~${language}\n${read(one).trimEnd()}\n~~~~~~\n`;
  });
  return `---\nsearch: false\n---\n\n# ${path}\n\n${blocks.join("\n")}`;
}

/** Writes the pages of all documents to `source`, with what they link to. */
export function writePages(source) {
  const linked = { pictures: new Set(), sources: new Set() };
  const write = (page, text) => {
    const file = join(source, `${page}.md`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write("index", home(linked));
  for (const [path, page] of PAGES) write(page, withLinks(path, read(path), linked));
  for (const path of linked.sources) write(sourcePage(path), sourceText(path));
  mkdirSync(join(source, "public"), { recursive: true });
  for (const path of linked.pictures) copyFileSync(at(path), join(source, "public", basename(path)));
  for (const name of readdirSync(at("site/pages")))
    copyFileSync(at(`site/pages/${name}`), join(source, name));
}
