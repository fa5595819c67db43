// The plain JavaScript for pages that forbid WebAssembly: the same cases, and nothing of it is run by WebAssembly.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as api from "back-in-stock";
import "back-in-stock/compat";
import { cases, assert as own } from "../boundary/suite.mjs";
import { child, api as load } from "./children.mjs";

describe("the boundary in plain JavaScript", () => {
  before(async () => {
    const { compile, instantiate } = WebAssembly;
    const never = () => assert.fail("WebAssembly was tried");
    Object.assign(WebAssembly, { compile: never, instantiate: never });
    await api.init();
    Object.assign(WebAssembly, { compile, instantiate });
  });

  for (const { name, run } of cases) test(name, () => run(api, own));
});

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const forbid = {
  "no WebAssembly": "delete globalThis.WebAssembly;",
  "WebAssembly that is forbidden": `
    const forbid = () => { throw new EvalError("blocked by policy"); };
    WebAssembly.compile = async () => forbid();
    WebAssembly.instantiate = async () => forbid();
    WebAssembly.Module = class { constructor() { forbid(); } };`,
};
const sources = { "": "the entry's own module", wasm: "a module that is given", "'::'": "no module at all" };

for (const [name, remove] of Object.entries(forbid)) {
  for (const [source, words] of Object.entries(sources)) {
    test(`${name}, ${words}: init and subscribe work`, () =>
      child(`${remove} ${load}
        // Node's own classes need WebAssembly.
        globalThis.Headers = class extends Map { append(name, value) { this.set(name, value); } };
        globalThis.Response = class { constructor(_, init) { Object.assign(this, init); } };
        globalThis.Request = class { constructor(url) { this.url = url; } };
        globalThis.fetch = async () => ({ status: 202, headers: { get: () => null }, body: null, text: async () => "" });
        await Promise.all([api.init(${source}), api.init(${source})]);
        works(api);
        await api.init();
        const client = new api.BackInStock({ companyId: "ABC123", outbox: false });
        const outcome = await client.subscribe({ variant: "a", profile: { email: "ann@example.com" } });
        assert.deepEqual(outcome, { status: "accepted" });`));
  }

  test(`${name}, and the script for that is not there: wasm_blocked`, async (t) => {
    const copy = await mkdtemp(join(tmpdir(), "back-in-stock-"));
    t.after(() => rm(copy, { recursive: true, force: true }));
    await cp(dist, copy, { recursive: true });
    await rm(join(copy, "plain.js"));
    const url = pathToFileURL(join(copy, "inline.js"));
    await child(`${remove} export const api = await import("${url}");
      assert.equal(await code(api.init()), "wasm_blocked");
      assert.equal(await code(api.init(wasm)), "wasm_blocked");
      const client = new api.BackInStock({ companyId: "ABC123", outbox: false });
      const error = await client.subscribe({ variant: "a", profile: { id: "b" } }).catch((reason) => reason);
      assert.ok(error instanceof api.BackInStockError);
      assert.equal(error.code, "wasm_blocked");
      assert.match(error.message, /wasm-unsafe-eval/);
      unready(api);`);
  });
}

test("an exception in the core becomes an error, and the instance is replaced", () =>
  child(`
    const lengths = [];
    // A memory that grows is a larger one.
    const instances = () => lengths.filter((length) => length === lengths[0]).length;
    globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
      construct(target, [length]) {
        if (length > 1_000_000) lengths.push(length);
        return new target(length);
      },
    });
    ${load}
    await import("back-in-stock/compat");
    await api.init();
    assert.equal(instances(), 1);
    const { encodeInto } = TextEncoder.prototype;
    for (let round = 0; round < 3; round++) {
      TextEncoder.prototype.encodeInto = () => { throw new RangeError("no"); };
      const error = await (async () => api.variantId("\\u00e4"))().catch((reason) => reason);
      TextEncoder.prototype.encodeInto = encodeInto;
      assert.deepEqual([error.code, error.cause.message], ["load_failed", "no"]);
      assert.equal(instances(), 2 + round);
      works(api);
      assert.equal(api.variantId("\\u00e4"), "$custom:::$default:::\\u00e4");
    }
    await api.init();`));

test("failed requests are retried at the same times", async () => {
  const [wasm, plain] = await Promise.all(
    ["", 'await import("back-in-stock/compat");'].map((before) =>
      child(`${before} ${load}
        Date.now = () => Date.UTC(2026, 7, 1);
        Math.random = () => 0.4;
        const answers = [
          { status: 503 },
          { status: 429, headers: { "retry-after": "17" } },
          { status: 429, headers: { "retry-after": "Sat, 01 Aug 2026 00:00:40 GMT" } },
          { status: 429, headers: { "retry-after": "soon" } },
        ];
        for (const [index, answer] of answers.entries()) {
          globalThis.fetch = async () => new Response(null, answer);
          const client = new api.BackInStock({ companyId: "ABC12" + index, outbox: true });
          const { retryAt } = await client.subscribe({ variant: "a", profile: { email: "ann@example.com" } });
          console.log(retryAt - Date.now());
        }
        process.exit();`),
    ),
  );
  assert.equal(plain, wasm);
  assert.match(wasm, /^\d+\n\d+\n\d+\n\d+\n$/);
});

test("members of Object.prototype do no harm", () =>
  child(`
    for (const name of ["get", "set", "value"]) Object.prototype[name] = () => { throw new Error("polluted"); };
    ${load}
    await import("back-in-stock/compat");
    await api.init();
    for (const name of ["get", "set", "value"]) delete Object.prototype[name];
    works(api);`));
