// Starts the program, and servers for feeds.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const path = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Whatever the tests themselves run in. */
const plain = { FORCE_COLOR: undefined, NO_COLOR: undefined, TERM: "xterm", NODE_TEST_CONTEXT: undefined };

/** Starts a command; what goes in and out is the caller's affair. */
export function start(t, command, args, { env = {}, stdio } = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...plain, ...env }, stdio });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

/** Runs the program to its end. */
export async function run(t, args, { input = "", ...options } = {}) {
  return finished(start(t, process.execPath, [path, ...args], options), input);
}

/** All that a command writes, and its exit code. */
export async function finished(child, input = "") {
  const written = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    written.out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    written.err += text;
  });
  child.stdin?.on("error", () => {}).end(input);
  const [code, signal] = await once(child, "close");
  return { code: code ?? signal, ...written };
}

/** Writes a feed to a file of its own. */
export async function file(t, text) {
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-"));
  t.after(() => rm(folder, { recursive: true }));
  const place = join(folder, "feed.json");
  await writeFile(place, text);
  return place;
}

/** Serves on this machine until the test ends; returns the address. */
export async function serve(t, answer) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

/** A server whose feed never ends: `sent()` gives the bytes that it could send, `left` settles when nobody reads on. */
export async function serveEndless(t) {
  let sent = 0;
  let gone;
  const left = new Promise((resolve) => {
    gone = resolve;
  });
  const rows = `${JSON.stringify({ id: "SKU-1", inventory_quantity: 3, text: "x".repeat(200) })},`.repeat(
    100,
  );
  const url = await serve(t, (_request, response) => {
    response.on("close", gone);
    const send = () => {
      do sent += rows.length;
      while (response.write(rows) && !response.destroyed);
    };
    response.on("drain", send);
    response.write("[");
    send();
  });
  return { url, left, sent: () => sent };
}
