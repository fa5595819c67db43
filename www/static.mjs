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

/** The folder on disk for each path prefix. Files outside these folders are not served. */
const FOLDERS = new Map([
  ["/assets/", new URL("dist/", import.meta.url)],
  ["/images/", new URL("images/", import.meta.url)],
]);

/** File names below a folder. No segment is empty, starts with a dot, or contains a separator or control character. */
const SAFE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** File names in this folder contain a hash of the content. */
const HASHED = "/assets/hashed/";

/**
 * Reads the file at a path. Returns `undefined` if it does not exist.
 * @param {string} path decoded, with a leading slash
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
