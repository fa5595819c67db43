// A module that stops while it runs.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { api, child, path } from "./children.mjs";
import { trapping } from "./modules.mjs";

/** The results of a child process, by the function of the module that traps. Each function of the API calls one of these. */
test("calls under way end when the core stops, and it is replaced after them", () =>
  child(`${api}
    let answers = [];
    globalThis.fetch = () => new Promise((resolve) => answers.push(resolve));
    await api.init();
    const client = new api.BackInStock({ companyId: "ABC123", outbox: false, timeout: 5_000 });
    const calls = ["a", "b", "c"].map((variant) => code(client.subscribe({ variant, profile: { id: "01GD" }, channels: ["PUSH"] })));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(answers.length, 3);
    const { encodeInto } = TextEncoder.prototype;
    TextEncoder.prototype.encodeInto = () => { throw new RangeError("no"); };
    assert.equal(await code(() => api.variantId("\\u00e4")), "load_failed");
    TextEncoder.prototype.encodeInto = encodeInto;
    const start = performance.now();
    assert.deepEqual(await Promise.all(calls), ["load_failed", "load_failed", "load_failed"]);
    assert.ok(performance.now() - start < 500);
    for (const answer of answers) answer(new Response(null, { status: 202 }));
    await api.init();
    works(api);
    answers = [];
    const next = client.subscribe({ variant: "d", profile: { id: "01GD" }, channels: ["PUSH"] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    answers[0](new Response(null, { status: 202 }));
    assert.deepEqual(await next, { status: "accepted" });`));

const traps = {
  variantId: ["load_failed", "fine", "fine", "aborted"],
  buildRequest: ["fine", "load_failed", "fine", "aborted"],
  calls: ["fine", "fine", "load_failed", "load_failed"],
  send: ["fine", "fine", "load_failed", "load_failed"],
};

for (const [name, expected] of Object.entries(traps)) {
  test(`a trap in ${name} becomes an error, and the module is replaced`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "back-in-stock-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, "trap.wasm");
    await writeFile(file, trapping(path, name));
    const output = await child(
      `${api}
      const answer = async (_, { signal }) => new Promise((resolve, reject) => {
        setTimeout(resolve, 20, new Response(null, { status: 202 }));
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      globalThis.fetch = answer;
      const { Instance } = WebAssembly;
      let instances = 0;
      WebAssembly.Instance = new Proxy(Instance, {
        construct(...all) { instances++; return Reflect.construct(...all); },
      });
      await api.init(readFileSync(process.env.TRAP));
      const client = new api.BackInStock({ companyId: "ABC123" });
      const request = { variant: "a", profile: { email: "a@example.com" } };
      const aborted = () => {
        const stop = new AbortController();
        setTimeout(() => stop.abort(), 5);
        return client.subscribe(request, { signal: stop.signal });
      };
      const calls = [
        async () => works(api),
        async () => api.buildRequest(request, { audience: "client", companyId: "ABC123" }),
        () => client.subscribe(request),
        aborted,
      ];
      const rounds = [];
      for (let round = 0; round < 3; round++) {
        const codes = [];
        for (const call of calls) {
          const before = instances;
          codes.push(await code(call));
          assert.equal(instances > before, codes.at(-1) === "load_failed");
        }
        rounds.push(codes.join(" "));
        await api.init();
      }
      assert.equal(new Set(rounds).size, 1, rounds.join("; "));
      const error = await Promise.all(calls.map((call) => call().catch((reason) => reason)))
        .then((all) => all.find((one) => one?.code === "load_failed"));
      assert.match(error.message, /^the module could not be used: it stopped and was replaced/);
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      console.log(rounds[0]);`,
      { TRAP: file },
    );
    assert.equal(output.trim(), expected.join(" "));
  });
}
