import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `instantiateStreaming` and module scripts refuse a wrong type, so an unknown one is not guessed. */
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".xml": "application/xml",
};

/**
 * Serves on a free port of the loopback address, which browsers treat as a secure context.
 *
 * @param {import("node:http").RequestListener | string | URL | Record<string, string | Uint8Array>} source a
 *   handler; a folder; or the pages themselves, by path, with the type from the path's extension ("/": HTML)
 * @param {{headers?: Record<string, string>}} [options] headers of every answer, such as a CSP; a handler can
 *   replace them
 * @returns {Promise<{url: string, close(): Promise<void>}>} `url` has no slash at its end
 */
export async function serve(source, { headers = {} } = {}) {
  const answer = handlerFor(source);
  const server = createServer(async (request, response) => {
    response.setHeader("cache-control", "no-store");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      await answer(request, response);
    } catch (error) {
      console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

function handlerFor(source) {
  if (typeof source === "function") return source;
  if (typeof source === "string" || source instanceof URL) return folder(source);
  return pages(source);
}

function pages(contents) {
  return (request, response) => {
    const path = pathOf(request);
    if (path === undefined || !Object.hasOwn(contents, path)) return refuse(response, 404);
    response.setHeader("content-type", typeOf(path));
    response.end(contents[path]);
  };
}

/** Answers with the files of a folder. */
export function folder(place) {
  const base = place instanceof URL ? fileURLToPath(place) : place;
  return async (request, response) => {
    const path = pathOf(request);
    if (path === undefined) return refuse(response, 404);
    const file = join(base, path.endsWith("/") ? `${path}index.html` : path);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return refuse(response, 404);
    response.setHeader("content-type", typeOf(path));
    response.setHeader("content-length", found.size);
    if (request.method === "HEAD") return response.end();
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
  };
}

/** The decoded path without query, or `undefined` for one that would leave the folder. */
function pathOf(request) {
  try {
    const path = decodeURIComponent(request.url.split("?")[0]);
    return path.includes("\0") || path.split(/[\\/]/).includes("..") ? undefined : path;
  } catch {
    return undefined;
  }
}

const typeOf = (path) => types[path.endsWith("/") ? ".html" : extname(path)] ?? "application/octet-stream";

function refuse(response, status) {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(String(status));
}
