// The recipe of docs/relay-edge.md for Node, as a process of its own.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { blocksIn, root } from "../docs/documents.mjs";
import { companyId, paths, sleep, variant } from "./helpers.mjs";
import { documentOf, privateKey, requestsOf, server, start } from "./relay.mjs";

/** A port that nothing listens on. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Starts the recipe; returns a function that sends a request to it. */
async function startRecipe(t, upstream) {
  const { code } = blocksIn("js").find(({ code }) => code.includes("createServer"));
  const folder = join(root, "tests/.work/relay");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "node.mjs");
  writeFileSync(file, code);
  const port = await freePort();
  const env = { ...process.env, PORT: `${port}`, KLAVIYO_URL: upstream, KLAVIYO_PRIVATE_KEY: privateKey };
  const child = spawn(process.execPath, [file], { env, stdio: "inherit" });
  t.after(() => child.kill());
  const send = (method, path, body, headers) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ host: "127.0.0.1", port, method, path, headers }, async (response) => {
        const text = (await response.setEncoding("utf8").toArray()).join("");
        resolve({ status: response.statusCode, headers: response.headers, text });
      });
      request.on("error", reject).end(body);
    });
  const isUp = () =>
    send("GET", "/").then(
      () => true,
      () => child.exitCode !== null,
    );
  while (!(await isUp())) await sleep(10);
  return send;
}

test("takes a page's request, and survives what is none", { timeout: 30_000 }, async (t) => {
  const emulator = await start(t);
  const send = await startRecipe(t, emulator.url);
  const path = `/bis${paths.alert}?company_id=${companyId}`;
  const headers = {
    host: "shop.example",
    origin: "https://shop.example",
    "content-type": "application/json",
  };
  const body = JSON.stringify(documentOf({ email: "ann@example.com" }));
  for (const [method, url, status] of [
    ["TRACE", path, 400],
    ["OPTIONS", "*", 404],
    ["GET", "//", 404],
    ["GET", path, 405],
    ["OPTIONS", path, 204],
  ])
    assert.equal((await send(method, url, undefined, headers)).status, status, `${method} ${url}`);
  assert.equal((await send("POST", path, body, { ...headers, host: "other.example" })).status, 403);
  const { status, headers: answered } = await send("POST", path, body, headers);
  assert.deepEqual([status, answered["access-control-allow-origin"]], [202, "https://shop.example"]);
  assert.deepEqual(requestsOf(emulator), [[server, 202]]);
  assert.equal(emulator.state().subscriptions[0].variant, variant);
});
