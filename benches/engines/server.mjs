import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { build } from "esbuild";
import { root } from "../../scripts/lib/run.mjs";
import { folder, serve } from "../../tests/browser/static-server.mjs";
import { chunks, feed } from "../feed.mjs";

/** The maximum bytes of a cached feed. Larger feeds are generated while they are sent. */
const MAX_CACHED = 100e6;

/** A cross-origin isolated page has a timer resolution of 5 µs instead of 100 µs. */
const headers = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** The page, with an import map for the only peer that is a package. */
const PAGE = `<!doctype html><title>bench</title><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "fast-xml-parser": "/fast-xml-parser.js" } }</script>
<script type="module" src="/benches/engines/page.mjs"></script>`;

/**
 * Serves generated feeds (`/feed?charset=ascii&rows=24`), and for pages the packages and the harness. Accepts every
 * subscription.
 *
 * @param {Record<string, string>} packages folders of the packages, by the name that they have in `/packages/<name>/`
 * @returns {Promise<{url: string, close(): Promise<void>}>}
 */
export async function openServer(packages) {
  const files = folder(root);
  const pages = {
    "/": ["text/html; charset=utf-8", PAGE],
    "/fast-xml-parser.js": ["text/javascript; charset=utf-8", await bundled("fast-xml-parser")],
  };
  return serve(
    (request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://127.0.0.1");
      if (pathname === "/feed") return sendFeed(searchParams, response);
      if (request.method === "POST") return response.writeHead(202).end();
      const [, name, path] = /^\/packages\/(\w+)(\/.*)$/.exec(pathname) ?? [];
      if (path?.endsWith(".wasm")) return sendModule(join(packages[name], path), response);
      if (path) return folder(packages[name])({ method: request.method, url: path }, response);
      if (!Object.hasOwn(pages, pathname)) return files(request, response);
      const [type, text] = pages[pathname];
      response.writeHead(200, { "content-type": type }).end(text);
    },
    { headers },
  );
}

/** Adds a random custom section to each copy, because an engine compiles the same bytes only once for all pages. */
function sendModule(file, response) {
  const content = Buffer.from([1, 0x5f, ...randomBytes(16)]);
  const section = Buffer.from([0, content.length, ...content]);
  response.setHeader("content-type", "application/wasm");
  response.end(Buffer.concat([readFileSync(file), section]));
}

async function bundled(name) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${name}"`, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0].contents;
}

const cache = new Map();

async function sendFeed(params, response) {
  const { rows = Infinity, bytes = Infinity, ...options } = Object.fromEntries(params);
  const request = { ...options, rows: Number(rows), bytes: Number(bytes) };
  response.setHeader("content-type", options.format === "xml" ? "application/xml" : "application/json");
  if (request.bytes > MAX_CACHED && request.rows === Infinity) {
    // A reader may close the connection early.
    return pipeline(Readable.from(chunks(request)), response).catch(() => {});
  }
  const key = String(params);
  if (!cache.has(key)) cache.set(key, feed(request));
  response.setHeader("content-length", cache.get(key).length);
  response.end(cache.get(key));
}
