// Loading the module. What it is after depends on what it was before, so each case is a process of its own.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, child, path, web } from "./children.mjs";
import { ofAnotherVersion } from "./modules.mjs";

/** Bytes that are not this package's module. */
const foreign = {
  empty: [0, 97, 115, 109, 1, 0, 0, 0],
  "not wasm": [60, 104, 116, 109, 108, 62],
  nothing: [],
};

let server;
let folder;
let env;
before(async () => {
  const bytes = await readFile(path);
  const answers = {
    "/core.wasm": [200, "application/wasm", bytes],
    "/text": [200, "text/plain", bytes],
    "/untyped": [200, undefined, bytes],
    "/cut": [200, "application/wasm", bytes.subarray(0, 5000)],
    "/html": [200, "text/html", "<!doctype html>"],
    "/missing": [404, "text/html", "<!doctype html>"],
    "/error": [500, "application/wasm", bytes],
  };
  server = createServer((request, response) => {
    const [status, type, body] = answers[request.url] ?? [404, undefined, ""];
    if (type) response.setHeader("content-type", type);
    response.writeHead(status).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  folder = await mkdtemp(join(tmpdir(), "back-in-stock-"));
  const other = join(folder, "other.wasm");
  await writeFile(other, ofAnotherVersion(path));
  env = { SITE: `http://127.0.0.1:${server.address().port}`, OTHER: other };
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test("before init, the error of synchronous functions names init()", () =>
  child(`${api}
    const calls = [
      () => api.variantId("a"),
      () => api.parseVariantId("$a:::b:::c"),
      () => api.normalizeEmail("a@example.com"),
      () => api.normalizePhoneNumber("+15005550006"),
      () => api.suggestEmail("a@gmial.com"),
      () => api.buildRequest({ variant: "a", profile: { id: "b" } }, { audience: "client", companyId: "ABC123" }),
    ];
    for (const call of calls) {
      assert.throws(call, (error) => {
        assert.ok(error instanceof api.BackInStockError);
        assert.deepEqual([error.code, error.field, error.retryable], ["not_initialized", undefined, false]);
        assert.match(error.message, /await init\\(\\)/);
        return true;
      });
    }
    assert.throws(() => new api.BackInStock({ companyId: "no" }), { code: "invalid_company_id" });
    await api.init();
    for (const call of calls.slice(0, 5)) call();`));

test("init is idempotent, also while it runs", () =>
  child(`${api}
    const compile = WebAssembly.compile;
    let count = 0;
    WebAssembly.compile = (bytes) => { count += bytes.byteLength === wasm.length; return compile(bytes); };
    assert.equal(await api.init(), undefined);
    await Promise.all([api.init(), api.init(), api.init("http://127.0.0.1:1/never"), api.init(wasm)]);
    await api.init();
    assert.equal(count, 1);
    works(api);`));

test("a client loads the module itself, once for all clients", () =>
  child(`${api}
    const compile = WebAssembly.compile;
    let count = 0;
    WebAssembly.compile = (bytes) => { count += bytes.byteLength === wasm.length; return compile(bytes); };
    globalThis.fetch = async () => new Response(null, { status: 202 });
    const client = new api.BackInStock({ companyId: "ABC123" });
    const request = { variant: "a", profile: { email: "a@example.com" } };
    await Promise.all([client.subscribe(request), client.subscribe({ ...request, variant: "b" })]);
    assert.equal(count, 1);
    works(api);`));

const sources = {
  "a URL as text": "site + '/core.wasm'",
  "a URL": "new URL('/core.wasm', site)",
  "a Request": "new Request(site + '/core.wasm')",
  "a Response": "await fetch(site + '/core.wasm')",
  "a Response of one's own": "new Response(wasm)",
  "a promise's Response":
    "await Promise.resolve(new Response(wasm, { headers: { 'content-type': 'application/wasm' } }))",
  "an ArrayBuffer": "wasm.buffer",
  "an ArrayBuffer of another realm":
    "(await import('node:vm')).runInNewContext('(bytes) => Uint8Array.from(bytes).buffer')(wasm)",
  "a Uint8Array": "wasm",
  "a Uint8Array in a larger buffer":
    "(() => { const all = new Uint8Array(wasm.length + 9); all.set(wasm, 5); return all.subarray(5, wasm.length + 5); })()",
  "a Buffer": "Buffer.from(wasm)",
  "a module": "new WebAssembly.Module(wasm)",
  "a data URL": "'data:application/wasm;base64,' + Buffer.from(wasm).toString('base64')",
  "a wrong content type": "site + '/text'",
  "no content type": "site + '/untyped'",
};

for (const [name, source] of Object.entries(sources)) {
  test(`from ${name}`, () =>
    child(
      `${web}
      const first = api.init(${source});
      assert.equal(await first, undefined);
      works(api);
      assert.equal(await code(() => api.parseVariantId("a")), "invalid_variant_id");`,
      env,
    ));
}

const bad = {
  "a server that says 404": "site + '/missing'",
  "a server that fails": "site + '/error'",
  HTML: "site + '/html'",
  "half a module": "site + '/cut'",
  "a port where nobody listens": "'http://127.0.0.1:1/core.wasm'",
  "no URL": "'::'",
  "a relative URL without a page": "'/core.wasm'",
  "a number": "5",
  "an object": "({})",
  "a Response that was read":
    "await (async () => { const one = new Response(wasm); await one.text(); return one; })()",
  "a Response of 404": "new Response(wasm, { status: 404 })",
  ...Object.fromEntries(
    Object.entries(foreign).map(([name, bytes]) => [
      `a module: ${name}`,
      `Uint8Array.from(${JSON.stringify(bytes)})`,
    ]),
  ),
  "another version's module": "readFileSync(process.env.OTHER)",
  "another version's compiled module": "new WebAssembly.Module(readFileSync(process.env.OTHER))",
};

for (const [name, source] of Object.entries(bad)) {
  test(`a failed init can be repeated: ${name}`, () =>
    child(
      `${web}
      const source = ${source};
      const both = await Promise.all([code(api.init(source)), code(api.init(source))]);
      assert.deepEqual(both, ["load_failed", "load_failed"]);
      unready(api);
      const error = await api.init(${source}).catch((reason) => reason);
      assert.ok(error instanceof api.BackInStockError);
      assert.deepEqual([error.code, error.field, error.retryable], ["load_failed", undefined, true]);
      assert.match(error.message, /^the module could not be used: /);
      await api.init(wasm);
      works(api);`,
      env,
    ));
}

test("values that are not addresses are never fetched", async () => {
  const output = await child(`${web}
    const asked = [];
    globalThis.fetch = async (url) => { asked.push(String(url)); return new Response(wasm); };
    const codes = [];
    for (const source of [5, true, {}, { default: "/core.wasm" }, () => "/core.wasm", Symbol("core")]) {
      const error = await api.init(source).catch((reason) => reason);
      codes.push(error.code);
      assert.match(error.message, /its address is unknown: call init\\(\\) with it/);
    }
    await api.init("/core.wasm");
    works(api);
    console.log(JSON.stringify([codes, asked]));`);
  assert.deepEqual(JSON.parse(output), [Array(6).fill("load_failed"), ["/core.wasm"]]);
});

test("an invalid date in a revision does not count as retired", async () => {
  const output = await child(`${api}
    new api.BackInStock({ companyId: "ABC123", revision: "2026-13-45" });`);
  assert.equal(output, "");
});

test("a retry goes to the address that was given, and a running module is used whatever else was tried", async () => {
  const output = await child(
    `${api}
    const real = globalThis.fetch;
    const asked = [];
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      if (asked.length === 1) throw new TypeError("offline");
      return new Response(readFileSync(process.env.CORE));
    };
    const first = await code(api.init("https://cdn.example/core-1.wasm"));
    await api.init();
    works(api);
    console.log(JSON.stringify([first, asked]));`,
    env,
  );
  const address = "https://cdn.example/core-1.wasm";
  assert.deepEqual(JSON.parse(output), ["load_failed", [address, address]]);
});
