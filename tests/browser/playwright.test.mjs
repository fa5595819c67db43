// The example for Playwright, run as its reader would run it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chooseBrowser } from "../../scripts/lib/browsers.mjs";
import { engines } from "./driver.mjs";

if (engines.includes("chromium")) {
  test("the example for Playwright passes", { timeout: 180_000 }, async () => {
    const { binary } = await chooseBrowser("chromium");
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const args = [
      "node_modules/@playwright/test/cli.js",
      "test",
      "--config",
      "examples/playwright",
      "--reporter=line",
    ];
    const env = { ...process.env, CHROMIUM: binary, NODE_TEST_CONTEXT: undefined, FORCE_COLOR: "0" };
    const { code, output } = await new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, output: stdout + stderr });
      });
    });
    assert.equal(code, 0, output);
    assert.match(output, /\b2 passed\b/);
  });
}
