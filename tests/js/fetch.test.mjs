// Replacements of `fetch`, as pages and extensions make them, and its absence.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import vm from "node:vm";
import * as api from "back-in-stock";
import {
  accepted,
  ann,
  client,
  fails,
  noUnhandledRejections,
  replaceGlobal,
  scripted,
  sleep,
} from "./helpers.mjs";

const check = noUnhandledRejections();
before(() => api.init());

const never = () => new Promise(() => {});
const thrower = (what) => () => {
  throw what;
};
const replacements = {
  "rejects with a text": [() => Promise.reject("no"), "network"],
  "rejects with nothing": [() => Promise.reject(), "network"],
  "rejects with null": [() => Promise.reject(null), "network"],
  "rejects with an object": [() => Promise.reject({ code: "timeout" }), "network"],
  "rejects with an AbortError without an abort": [
    () => Promise.reject(new DOMException("x", "AbortError")),
    "network",
  ],
  "throws an error": [thrower(new TypeError("no")), "network"],
  "throws a text": [thrower("no"), "network"],
  "throws a number": [thrower(3), "network"],
  "throws undefined": [thrower(undefined), "network"],
  "returns undefined": [() => undefined, "network"],
  "returns null": [() => null, "network"],
  "returns a number": [() => 3, "network"],
  "returns a text": [() => "202", "network"],
  "returns an object": [() => ({}), "network"],
  "resolves to a number": [async () => 3, "network"],
  "resolves to undefined": [async () => undefined, "network"],
  "never settles and ignores the signal": [never, "timeout"],
  "is not a function": [5, "network"],
};

for (const [name, [replacement, code]] of Object.entries(replacements)) {
  test(`a fetch that ${name}`, async (t) => {
    replaceGlobal(t, "fetch", replacement);
    const start = performance.now();
    await fails(client("http://127.0.0.1:9", { timeout: 150 }).subscribe(ann), code);
    assert.ok(performance.now() - start < 550);
    await check();
  });
}

test("a fetch that returns a Response, not a promise", async (t) => {
  replaceGlobal(t, "fetch", () => new Response(null, { status: 202 }));
  assert.deepEqual(await client("http://127.0.0.1:9").subscribe(ann), accepted);
});

test("a fetch that never settles can be aborted", async (t) => {
  replaceGlobal(t, "fetch", never);
  const stop = new AbortController();
  const outcome = client("http://127.0.0.1:9").subscribe(ann, { signal: stop.signal });
  await sleep(20);
  stop.abort();
  await fails(outcome, "aborted");
});

test("a fetch that settles after its timeout does no harm", async (t) => {
  for (const late of [() => Promise.reject("late"), () => new Response(null, { status: 202 })]) {
    const restore = replaceGlobal(t, "fetch", () => sleep(120).then(late));
    await fails(client("http://127.0.0.1:9", { timeout: 60 }).subscribe(ann), "timeout");
    await sleep(120);
    restore();
  }
  await check();
});

for (const name of ["fetch", "Request", "Response", "Headers"]) {
  test(`no ${name} at all`, async (t) => {
    const restore = replaceGlobal(t, name, undefined);
    await fails(client("http://127.0.0.1:9").subscribe(ann), "network");
    restore();
    const server = await scripted(t);
    assert.deepEqual(await client(server.url).subscribe(ann), accepted);
  });
}

test("a response whose status is not an HTTP status counts as missing", async (t) => {
  for (const status of [65_536 + 202, 202.7, 1202, -202, 0, 101, 199, 600, "202", Number.NaN, undefined]) {
    const restore = replaceGlobal(t, "fetch", async () => ({ status, headers: new Headers(), body: null }));
    await fails(client("http://127.0.0.1:9").subscribe(ann), "network");
    restore();
  }
});

const bodyOf = (cancel) => ({ getReader: () => ({ read: async () => ({ done: true }), cancel }) });
const odd = {
  "whose headers are a plain object": { status: 400, headers: {} },
  "whose body cannot be cancelled": { status: 400, body: bodyOf(thrower(new Error("no"))) },
  "whose body is cancelled by no promise": { status: 400, body: bodyOf(() => undefined) },
};
/** Bytes of another realm, as a test environment's `fetch` gives them. */
const foreign = vm.runInNewContext("new Uint8Array(text)", {
  text: new TextEncoder().encode('{"errors":[{"code":"variant_not_found"}]}'),
});
const bodyWith = (value) => {
  const chunks = [{ done: false, value }, { done: true }];
  return { getReader: () => ({ read: async () => chunks.shift(), cancel: () => undefined }) };
};

/** A function that returns the value once, and throws from then on. */
const onlyOnce = (value) => {
  let calls = 0;
  return () => {
    if (calls++) throw new Error("no");
    return value;
  };
};
/** The object with one more member, which can be read once. */
const once = (name, object, value) => Object.defineProperty(object, name, { get: onlyOnce(value) });

const read = {
  "headers that throw": [
    { status: 429, headers: { get: thrower(new Error("no")) } },
    { code: "throttled", status: 429 },
  ],
  "a header that is not text of a header": [
    { status: 429, headers: { get: () => "\n7\0" } },
    { code: "throttled", status: 429 },
  ],
  "headers that give a number": [
    { status: 503, headers: { get: () => 30 } },
    { code: "service_unavailable", status: 503 },
  ],
  "a header that throws when it is read again": [
    { status: 429, headers: { get: onlyOnce("7") } },
    { code: "throttled", status: 429, retryAfter: "7" },
  ],
  "headers that throw when they are read again": [
    once("headers", { status: 429 }, new Headers({ "retry-after": "7" })),
    { code: "throttled", status: 429, retryAfter: "7" },
  ],
  "a status that throws when it is read again": [
    once("status", { headers: new Headers() }, 503),
    { code: "service_unavailable", status: 503 },
  ],
  "headers behind a proxy": [
    { status: 429, headers: new Proxy(new Headers(), {}) },
    { code: "throttled", status: 429 },
  ],
  "a reader that gives nothing": [
    { status: 400, body: { getReader: () => ({ read: async () => undefined, cancel: () => undefined }) } },
    { code: "rejected", status: 400 },
  ],
  "a body that throws when it is read": [
    Object.defineProperty({ status: 400 }, "body", { get: thrower(new Error("no")) }),
    { code: "rejected", status: 400 },
  ],
  "bytes of another realm": [
    { status: 404, body: bodyWith(foreign) },
    { code: "variant_not_found", status: 404, field: "variant" },
  ],
};
for (const [name, [response, { code, retryAfter, ...rest }]] of Object.entries(read)) {
  test(`a response with ${name} is reported by its status, at once`, async (t) => {
    replaceGlobal(t, "fetch", async () => response);
    const start = performance.now();
    const error = await fails(client("http://127.0.0.1:9", { timeout: 5_000 }).subscribe(ann), code, rest);
    assert.equal(error.retryAfter, retryAfter);
    assert.ok(performance.now() - start < 2_000);
    await check();
  });
}

test("an acceptance with a reader that gives nothing is one", async (t) => {
  const body = { getReader: () => ({ read: async () => undefined, cancel: () => undefined }) };
  replaceGlobal(t, "fetch", async () => ({ status: 202, body }));
  assert.deepEqual(await client("http://127.0.0.1:9").subscribe(ann), accepted);
  await sleep(5);
  await check();
});

for (const [name, response] of Object.entries(odd)) {
  test(`a response ${name} is reported by its status, and nothing else is thrown`, async (t) => {
    replaceGlobal(t, "fetch", async () => response);
    await fails(client("http://127.0.0.1:9").subscribe(ann), "rejected", { status: 400 });
    await sleep(5);
  });
}
