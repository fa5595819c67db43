// A static host for the built site, on the loopback interface.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** The file for a request, or `undefined` for a path outside of the base. */
function fileOf(url, folder, base) {
  let path;
  try {
    path = decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return undefined;
  }
  if (!path.startsWith(base) || path.includes("\0") || path.split(/[\\/]/).includes("..")) return undefined;
  const name = path.slice(base.length);
  return join(folder, name === "" || name.endsWith("/") ? `${name}index.html` : name);
}

/**
 * Serves a folder below `base`. A path without a file gets the page 404.html, as on GitHub Pages.
 *
 * @param {string} folder
 * @param {string} base begins and ends with a slash
 * @param {number} port 0 takes any free port
 * @param {Record<string, string>} [headers] of every response
 * @returns {Promise<{url: string, close(): Promise<void>}>}
 */
export async function serve(folder, base, port, headers = {}) {
  const server = createServer(async (request, response) => {
    const file = fileOf(request.url ?? "", folder, base);
    const body = file && (await readFile(file).catch(() => undefined));
    const found = body ?? (await readFile(join(folder, "404.html")));
    response.writeHead(body ? 200 : 404, {
      ...headers,
      "content-type": body ? (TYPES[extname(file)] ?? "application/octet-stream") : TYPES[".html"],
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
    response.end(request.method === "HEAD" ? undefined : found);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve());
  });
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}${base}`, close };
}
