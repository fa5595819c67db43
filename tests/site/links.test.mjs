// Every link of the built site leads somewhere: to a page of the site, and to an anchor in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";
import { folders, pathsIn } from "./site.mjs";

const decode = (text) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** The links and anchors of a page. Scripts and comments have neither. */
function read(html) {
  const text = html.replace(/<script\b[\s\S]*?<\/script>|<!--[\s\S]*?-->/g, "");
  const values = (pattern) => Array.from(text.matchAll(pattern), ([, value]) => decode(value));
  return {
    links: values(/<(?:a|link|img|iframe|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g),
    anchors: new Set(values(/\s(?:id|name)="([^"]*)"/g)),
  };
}

/** What is wrong with the links of a site, given as its pages by path, and the paths of its other files. */
function broken(pages, others, base) {
  const wrong = [];
  for (const [path, { links }] of pages) {
    for (const link of links) {
      if (/^[a-z]+:/i.test(link)) continue;
      const { pathname, hash } = new URL(link, `http://site.invalid${base}${path}`);
      const name = decodeURIComponent(pathname.slice(base.length));
      const file = [name, posix.join(name, "index.html"), `${name}.html`].find(
        (one) => pages.has(one) || others.has(one),
      );
      const anchor = hash.slice(1);
      const { anchors } = pages.get(file) ?? {};
      // Rustdoc marks lines of a source file by ranges, such as 3-12.
      const lines = /\.rs\.html$/.test(file ?? "") && /^\d+(-\d+)?$/.test(anchor);
      // Browsers look for the anchor as it is, then decoded.
      const isFound = !anchor || lines || anchors?.has(anchor) || anchors?.has(decodeURIComponent(anchor));
      if (!pathname.startsWith(base) || !file || !isFound) wrong.push(`${path}: ${link}`);
    }
  }
  return wrong;
}

test("a link to a missing page, a missing anchor, or outside of the base is found", () => {
  const pages = new Map([
    ["index.html", read('<a href="/b/x"></a><a href="/b/none"></a><a href="x#two">')],
    ["x.html", read('<h1 id="one"></h1><a href="#one"></a><a href="/x.html"></a><img src="p.png">')],
  ]);
  assert.deepEqual(broken(pages, new Set(), "/b/"), [
    "index.html: /b/none",
    "index.html: x#two",
    "x.html: /x.html",
    "x.html: p.png",
  ]);
});

for (const [base, folder] of Object.entries(folders)) {
  test(`every link and anchor resolves, at ${base}`, () => {
    const paths = pathsIn(folder);
    const isPage = (path) => path.endsWith(".html");
    const pages = new Map(
      paths.filter(isPage).map((path) => [path, read(readFileSync(join(folder, path), "utf8"))]),
    );
    const others = new Set(paths.filter((path) => !isPage(path)));
    const count = Array.from(pages.values(), ({ links }) => links.length).reduce((sum, one) => sum + one);
    assert.ok(pages.size > 100 && count > 5_000, `${pages.size} pages, ${count} links`);
    assert.deepEqual(broken(pages, others, base), []);
  });
}

test("the site has a page for each document and for each entry of the package with an API", () => {
  const [folder] = Object.values(folders);
  const paths = pathsIn(folder);
  const documents = pathsIn(join(root, "docs")).filter((path) => /^[^/]*\.md$/.test(path));
  for (const name of documents) assert.ok(paths.includes(name.replace(/md$/, "html")), name);
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const index = readFileSync(join(folder, "api/index.html"), "utf8");
  for (const entry of Object.keys(exports))
    assert.ok(index.includes(`back-in-stock${entry.slice(1)}</code>`), entry);
  assert.ok(paths.includes("api/back-in-stock/feed.html"));
  assert.ok(paths.includes("rust/back_in_stock/index.html"));
});

test("each page is in the navigation, under a task", () => {
  const [folder] = Object.values(folders);
  const { links } = read(readFileSync(join(folder, "getting-started.html"), "utf8"));
  const pages = pathsIn(folder).filter((path) => /^[a-z-]+\.html$/.test(path) && path !== "index.html");
  const missing = pages.filter((page) => !links.some((link) => link.endsWith(`/${page}`)));
  assert.deepEqual(missing, []);
});
