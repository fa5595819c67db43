import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Where a path of the site is found on disk. Nothing outside of these folders can be asked for. */
const FOLDERS = new Map([
  ["/assets/", new URL("dist/", import.meta.url)],
  ["/images/", new URL("images/", import.meta.url)],
]);

/** Names below a folder: no segment is empty or begins with a dot, and none holds a separator or a control character. */
const SAFE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** The build puts a hash of the content into the names in this folder. */
const HASHED = "/assets/hashed/";

/**
 * The file at a path, or `undefined` where there is none.
 * @param {string} path decoded, beginning with a slash
 * @returns {Promise<{ body: Buffer, headers: Record<string, string> } | undefined>}
 */
export async function staticFile(path) {
  const file = locate(path);
  const type = TYPES[extname(path)];
  if (!file || !type) return undefined;
  const body = await readFile(file).catch(ignoreAbsent);
  if (!body) return undefined;
  return { body, headers: { "content-type": type, ...caching(path, body) } };
}

/** @param {string} path */
function locate(path) {
  for (const [prefix, folder] of FOLDERS) {
    const name = path.slice(prefix.length);
    if (path.startsWith(prefix) && SAFE.test(name)) return new URL(name, folder);
  }
  return undefined;
}

/**
 * @param {string} path
 * @param {Buffer} body
 * @returns {Record<string, string>}
 */
function caching(path, body) {
  if (path.startsWith(HASHED)) return { "cache-control": "public, max-age=31536000, immutable" };
  return { "cache-control": "no-cache", etag: `"${createHash("sha256").update(body).digest("base64url")}"` };
}

/** @param {NodeJS.ErrnoException} error */
function ignoreAbsent(error) {
  if (error.code === "ENOENT" || error.code === "EISDIR" || error.code === "ENOTDIR") return undefined;
  throw error;
}
