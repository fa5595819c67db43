import { createServer } from "node:http";
import { galleryAnswer } from "./answers.mjs";
import { groupProducts, readFeed, withStock } from "./catalog.mjs";
import { collectionPage } from "./pages/collection.mjs";
import { framePage, galleryPage } from "./pages/gallery.mjs";
import { notFoundPage } from "./pages/not-found.mjs";
import { productPage } from "./pages/product.mjs";
import { proxyTo } from "./proxy.mjs";
import { staticFile } from "./static.mjs";

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string | Buffer} body
 * @property {Record<string, string>} headers
 * @property {boolean} [frames] whether the page may contain frames of this site, or be shown in one
 */

/** The shop's path to its relay. */
const RELAY_PATH = "/bis";

/**
 * Starts the shop on the loopback interface.
 * @param {{ port: number, emulatorUrl: string, companyId: string, relayUrl?: string }} options port 0 selects a free port;
 *   requests go through a relay if the shop has one
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startShop({ port, emulatorUrl, companyId, relayUrl }) {
  const rows = readFeed();
  const endpoint = relayUrl ? RELAY_PATH : emulatorUrl;
  const toRelay = relayUrl && proxyTo(relayUrl);
  // With a relay, pages need no other server.
  const allowed = relayUrl ? "'self'" : `'self' ${new URL(emulatorUrl).origin}`;
  const [common, framing] = [false, true].map((frames) => securityHeaders(allowed, frames));
  const server = createServer(async (request, response) => {
    if (toRelay && request.url?.startsWith(`${RELAY_PATH}/`)) return toRelay(request, response);
    const answer = await route(request, { rows, emulatorUrl, companyId, endpoint }).catch(failed);
    send(request, response, {
      ...answer,
      headers: { ...(answer.frames ? framing : common), ...answer.headers },
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => stop(server) };
}

/**
 * @param {string} allowed where pages may send requests
 * @param {boolean} frames
 */
function securityHeaders(allowed, frames) {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${allowed}`,
    "form-action 'self'",
    "base-uri 'none'",
    ...(frames ? ["frame-src 'self'", "frame-ancestors 'self'"] : ["frame-ancestors 'none'"]),
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
  };
}

/** The same scripts at another address, where the form's script never finishes loading, for a state of the gallery. */
const LOADING = "/gallery/loading/";
/** @type {Answer} */
const NEVER_LOADED = {
  status: 200,
  body: "await new Promise(() => {});\n",
  headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" },
};

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("./pages/layout.mjs").Shop & { rows: readonly import("./catalog.mjs").Row[], emulatorUrl: string }} shop
 * @returns {Promise<Answer>}
 */
async function route(request, { rows, emulatorUrl, ...shop }) {
  const answered = await galleryAnswer(request);
  if (answered) return answered;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return text(405, "Method not allowed\n", { allow: "GET, HEAD" });
  }
  const target = parseTarget(request.url ?? "");
  if (!target) return text(400, "Bad request\n");
  const { path, query } = target;
  if (path === "/gallery") return framed(page(200, galleryPage(shop, query.get("lang") ?? "")));
  if (path === "/gallery/frame")
    return framed(page(200, framePage(query.get("state") ?? "", query.get("lang") ?? "")));
  if (path === "/" || path.startsWith("/products/")) {
    const products = groupProducts(await withStock(rows, emulatorUrl));
    if (path === "/") return page(200, collectionPage(products.values(), shop));
    const product = products.get(path.slice("/products/".length));
    const more = { products: products.values(), size: query.get("size"), ...shop };
    if (product) return page(200, productPage(product, more));
  }
  if (path.startsWith(LOADING) && path.includes("/notify-me-form")) return NEVER_LOADED;
  const file = await staticFile(path.replace(LOADING, "/assets/"));
  if (file) return { status: 200, ...file };
  return path.startsWith("/assets/") ? text(404, "Not found\n") : page(404, notFoundPage(shop));
}

/**
 * Path and query of a request, or `undefined` if the target is malformed.
 * @param {string} target
 */
function parseTarget(target) {
  if (!target.startsWith("/")) return undefined;
  try {
    const { pathname, searchParams } = new URL(`http://shop.invalid${target}`);
    return { path: decodeURIComponent(pathname), query: searchParams };
  } catch {
    return undefined;
  }
}

/**
 * Lets the page contain frames and be shown in one: the gallery shows some states in frames.
 * @param {Answer} answer
 * @returns {Answer}
 */
function framed(answer) {
  return { ...answer, frames: true };
}

/**
 * @param {number} status
 * @param {string} body
 * @returns {Answer}
 */
function page(status, body) {
  return {
    status,
    body,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" },
  };
}

/**
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
function text(status, body, headers = {}) {
  return {
    status,
    body,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  };
}

/** @param {unknown} error */
function failed(error) {
  console.error(error);
  return text(500, "Something went wrong\n");
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {Answer} answer
 */
function send(request, response, { status, body, headers }) {
  const { etag } = headers;
  if (etag && request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** @param {import("node:http").Server} server */
function portOf(server) {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the shop is not listening on a port");
  return address.port;
}

/**
 * @param {import("node:http").Server} server
 * @returns {Promise<void>}
 */
function stop(server) {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
