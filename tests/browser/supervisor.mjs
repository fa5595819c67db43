/**
 * Runs one command and makes sure that none of its processes outlives the caller.
 *
 *     node supervisor.mjs <folder to remove at the end> <command> [arguments]
 *
 * Standard input closes when the owner ends, even if it crashes or is killed, which an exit handler cannot guarantee. Then
 * all processes of the command get a signal to end, and are killed after a while.
 */
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { family, living, MARK } from "./processes.mjs";

const PATIENCE = 3000;
const STEP = 50;

const [folder, command, ...args] = process.argv.slice(2);
const mark = process.env[MARK];
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });

let ending = false;
process.stdin.resume();
process.stdin.on("end", end).on("close", end).on("error", end);
child.on("exit", end).on("error", (error) => {
  console.error(error.message);
  end();
});
// A terminal's Ctrl-C reaches the owner too, and its end closes the leash.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);

async function end() {
  if (ending) return;
  ending = true;
  if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
  const members = family(process.pid, mark);
  tell(members, "SIGTERM");
  await gone(members);
  for (const [key, pid] of family(process.pid, mark)) members.set(key, pid); // and what started meanwhile
  tell(living(members), "SIGKILL");
  await gone(members);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exit();
}

async function gone(members) {
  for (let waited = 0; waited < PATIENCE && living(members).size > 0; waited += STEP) await sleep(STEP);
}

function tell(members, signal) {
  for (const pid of members.values()) {
    try {
      process.kill(pid, signal);
    } catch {
      // it ended meanwhile
    }
  }
}
