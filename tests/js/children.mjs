// Scripts in processes of their own, for what a module's state decides.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The shipped module. */
export const path = join(root, "dist/core.wasm");

/** Helpers of every child: `wasm`, its bytes; `site`, if there is one; `code(…)`, what a call is refused with, or `fine`. */
const prelude = `
  import assert from "node:assert/strict";
  import { readFileSync } from "node:fs";
  const wasm = new Uint8Array(readFileSync(process.env.CORE));
  const site = process.env.SITE;
  const works = (api) => assert.equal(api.variantId("a"), "$custom:::$default:::a");
  const code = async (promise) => {
    try { await (typeof promise === "function" ? promise() : promise); return "fine"; }
    catch (error) { return error.name === "BackInStockError" ? error.code : String(error.stack); }
  };
  const unready = (api) => assert.throws(() => api.variantId("a"), { name: "BackInStockError", code: "not_initialized" });
  process.on("unhandledRejection", (reason) => { console.error("UNHANDLED", reason); process.exit(9); });
`;

/** Runs a module in a new process, which must end well. */
export function child(script, env = {}) {
  const args = ["--input-type=module", "--eval", `${prelude}\n${script}`];
  const running = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_TEST_CONTEXT: "", CORE: path, ...env },
    timeout: 60_000,
  });
  let output = "";
  running.stdout.on("data", (text) => {
    output += text;
  });
  running.stderr.on("data", (text) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    running.on("error", reject);
    running.on("close", (status, signal) => {
      if (status === 0) resolve(output);
      else reject(new Error(`ended with ${status ?? signal}:\n${output}`));
    });
  });
}

export const api = 'export const api = await import("back-in-stock");';
export const web = `export const api = await import(${JSON.stringify(pathToFileURL(join(root, "dist/web.js")))});`;
