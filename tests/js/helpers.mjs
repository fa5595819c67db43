// What the tests of the package in Node share.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BackInStock, BackInStockError } from "back-in-stock";

export { random } from "../random.mjs";

export const companyId = "ABC123";
export const variant = "$custom:::$default:::SKU-1";
export const feed = [
  { id: "SKU-1", title: "Shirt", inventory_quantity: 0 },
  { id: "SKU-2", title: "Hat", inventory_quantity: 0 },
];
export const paths = {
  alert: "/client/back-in-stock-subscriptions",
  marketing: "/client/subscriptions",
};

export const ann = { variant: "SKU-1", profile: { email: "ann@example.com" } };
export const texter = { variant: "SKU-1", profile: { phoneNumber: "+15005550006" }, channels: ["SMS"] };

/** Fails the file if anything in it leaves a rejection to nobody. */
export function noUnhandledRejections() {
  const seen = [];
  const listener = (reason) => seen.push(reason?.code ?? reason);
  process.on("unhandledRejection", listener);
  const check = async () => {
    await sleep(20);
    assert.deepEqual(seen.splice(0), [], "unhandled rejections");
  };
  after(check);
  return check;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Collects what nobody holds: Node's `Request` may lose its signal then, if nothing but the request holds it. */
export async function collectGarbage() {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  for (let round = 0; round < 3; round++) {
    gc();
    await sleep(10);
  }
}

/** Waits until something is so; 5 s are more than enough for it. */
export async function until(condition) {
  const end = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never: ${condition}`);
    await sleep(5);
  }
}

/**
 * Starts an HTTP server that ends with the test. `answer(request, response, index)` responds. Every request is recorded with
 * its text, and with `closed` if its connection ended before the response did.
 */
export async function scripted(t, answer = (_, response) => response.writeHead(202).end()) {
  const requests = [];
  const server = createServer((request, response) => {
    const seen = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      text: "",
      closed: false,
    };
    const index = requests.push(seen) - 1;
    response.on("close", () => {
      seen.closed = !response.writableFinished;
    });
    response.on("error", () => {});
    request.setEncoding("utf8");
    request.on("data", (text) => {
      seen.text += text;
    });
    request.on("error", () => {});
    request.on("end", () => {
      seen.path = request.url.split("?")[0];
      answer(request, response, index);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, port, requests, server };
}

export const client = (url, options) =>
  new BackInStock({ companyId, endpoint: url, timeout: 3000, ...options });

/** An error document of one entry. */
export const errorDocument = (code, source = {}, status = 400) =>
  JSON.stringify({ errors: [{ id: "1", status, code, title: "A title", detail: "A detail", source }] });

export const accepted = { status: "accepted" };

/** Rejects with a `BackInStockError` of this code; gives it. */
export async function fails(promise, code, rest = {}) {
  let error;
  const value = await promise.catch((reason) => {
    error = reason;
  });
  assert.ok(error !== undefined, `fulfilled with ${JSON.stringify(value)}`);
  assert.ok(error instanceof BackInStockError, `another kind of error: ${error?.stack ?? error}`);
  const { field, status } = error;
  assert.deepEqual(
    { code: error.code, field, status },
    { code, field: undefined, status: undefined, ...rest },
  );
  return error;
}

/** Replaces a global for one test. */
export function replaceGlobal(t, name, value) {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  if (value === undefined) delete globalThis[name];
  else Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const restore = () => Object.defineProperty(globalThis, name, descriptor);
  t.after(restore);
  return restore;
}
