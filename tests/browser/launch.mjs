import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MARK } from "./processes.mjs";

const supervisor = fileURLToPath(new URL("supervisor.mjs", import.meta.url));
const KEPT = 16_000;

/** A new folder that everything started with it can use for its files; `stop` removes it. */
export const temporaryFolder = () => mkdtemp(join(tmpdir(), "back-in-stock-browser-"));

/**
 * Starts a command under a supervisor (see there), in a folder of its own.
 *
 * @param {{command: string, args: string[], env?: Record<string, string>, folder: string}} what
 */
export function launch({ command, args, env, folder }) {
  const mark = randomUUID();
  const child = spawn(process.execPath, [supervisor, folder, command, ...args], {
    // Its own group: a terminal's Ctrl-C must not end it before it has cleaned up.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: folder, ...env, [MARK]: mark },
  });
  let log = "";
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      log = (log + chunk).slice(-KEPT);
      for (const look of waiting) look();
    });
  }
  child.stdin.on("error", () => {}); // the supervisor has ended; `exited` reports that
  const exited = new Promise((resolve) => {
    child.on("error", resolve).on("exit", resolve); // "close" would also wait for other holders of the pipes
  });

  return {
    pid: child.pid,
    mark,
    exited,
    log: () => log,
    /** The first group of `pattern` in what was printed so far or will be; `undefined` if the command ends without. */
    said: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const found = pattern.exec(log);
          if (found) settle(found[1]);
        };
        const settle = (value) => {
          waiting.delete(look);
          resolve(value);
        };
        waiting.add(look);
        exited.then(() => settle(undefined));
        look();
      }),
    /** Ends the command and all that it started, and resolves when nothing is left. */
    async stop() {
      child.stdin.end();
      await exited;
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}
