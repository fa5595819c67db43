// The documentation as data: its code blocks, paragraphs, links and headings.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const read = (path) => readFileSync(root + path, "utf8");

/** Everything that readers are sent to. A new file in docs/ is found by itself. */
export const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
  .concat(
    readdirSync(`${root}docs`)
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((name) => `docs/${name}`),
  )
  .map((path) => parse(path, read(path)));

export const documentAt = (path) => documents.find((one) => one.path === path);

/**
 * @typedef {{path: string, line: number, language: string, code: string}} Block
 * @returns {{path: string, text: string, lines: string[], prose: {line: number, text: string}[], blocks: Block[]}} `prose` has the
 *   lines outside of code blocks; lines are counted from 1
 */
export function parse(path, text) {
  const lines = text.replace(/\n$/, "").split("\n");
  const prose = [];
  const blocks = [];
  let block;
  for (const [index, line] of lines.entries()) {
    const fence = /^```(\S*)$/.exec(line);
    if (block && fence) block = undefined;
    else if (fence) {
      block = { path, line: index + 2, language: fence[1], code: "" };
      blocks.push(block);
    } else if (block) block.code += `${line}\n`;
    else prose.push({ line: index + 1, text: line });
  }
  if (block) throw new Error(`${path}:${block.line}: the code block has no end`);
  return { path, text, lines, prose, blocks };
}

/** The text that a reader sees: without the targets of links, and without marks. */
const visible = (text) => text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");

/** Paragraphs and items of lists. Tables and headings are neither. */
export function paragraphs({ prose }) {
  const found = [];
  let current;
  for (const { line, text } of prose) {
    const isOther = /^\s*$|^#|^\s*\|/.test(text);
    if (isOther || !current || /^\s*([-*]|\d+\.)\s/.test(text)) current = undefined;
    if (isOther) continue;
    if (!current) {
      current = { line, texts: [] };
      found.push(current);
    }
    current.texts.push(visible(text));
  }
  return found;
}

/** Targets of links and images. */
export const links = ({ prose }) =>
  prose.flatMap(({ line, text }) =>
    Array.from(text.replace(/`[^`]*`/g, "code").matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => ({
      line,
      target,
    })),
  );

/** The anchors that hosts of repositories give to headings. */
export function anchors({ prose }) {
  const counts = new Map();
  return prose
    .map(({ text }) => /^#{1,6} (.*)$/.exec(text)?.[1])
    .filter((text) => text !== undefined)
    .map((text) => {
      const slug = visible(text)
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number}\s_-]/gu, "")
        .replaceAll(" ", "-");
      const count = counts.get(slug) ?? 0;
      counts.set(slug, count + 1);
      return count ? `${slug}-${count}` : slug;
    });
}

/** Languages whose blocks are whole files that other tests build, render or open. */
export const FILES = ["liquid", "handlebars", "php", "tsx", "ts", "jsonc", "vue", "svelte", "xml"];
/** What a page needs. Everything else runs in Node. */
const PAGE = /\b(document|window|jQuery)\b|back-in-stock\/(element|block)|\.wasm"/;

const all = documents.flatMap(({ blocks }) => blocks);
export const blocksIn = (...languages) => all.filter(({ language }) => languages.includes(language));
export const nodeBlocks = () => blocksIn("js").filter(({ code }) => !PAGE.test(code));
export const pageBlocks = () => blocksIn("js").filter(({ code }) => PAGE.test(code));
export const nameOf = ({ path, line }) => `${path}:${line}`;
