import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the work tree; every command runs there. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of the built package. */
export const dist = join(root, "dist");

/** All files in a folder and its subfolders. */
export function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const HEARTBEAT_MS = 20_000;
const MAX_LINES = 200;
const EXCERPT_LINES = 25;

/**
 * Something is missing on this machine, or a preparation failed. Its exit code differs from that of a failing test. Its
 * message says what to do, so no stack is printed.
 */
export class SetupError extends Error {
  name = "SetupError";
  exitCode = 2;
}

/** Exits with only the message of a `SetupError`, or with the stack of any other error. */
export function exitOn(error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(error.exitCode ?? 1);
}

/**
 * Runs a command and captures its output.
 *
 * A long silent build looks like a hang, and a verbose one hides its own failure. So the output is captured, `label` is
 * printed every 20 s, and a failure ends with the relevant lines and `hint`. `quiet` prints nothing; `stream` prints all
 * output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{label?: string, usually?: string, hint?: string, quiet?: boolean, stream?: boolean,
 *   env?: Record<string, string>, cwd?: string, shell?: boolean}} [options]
 * @returns {Promise<{stdout: string, output: string, ms: number}>} standard output, and both streams' last lines
 */
export function run(command, args, options = {}) {
  const { label = command, usually, hint, quiet = false, stream = false, env, cwd = root, shell } = options;
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  if (!quiet) console.log(`${label}${usually ? ` (usually ${usually})` : ""}`);

  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      shell,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    const append = (chunk, target) => {
      output = (output + chunk).split("\n").slice(-MAX_LINES).join("\n");
      if (stream) target.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
      append(chunk, process.stdout);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => append(chunk, process.stderr));

    const heartbeat = setInterval(() => {
      if (!quiet) console.log(`  … still ${lowerFirst(label)} (${seconds()} s)${lastLine(output)}`);
    }, HEARTBEAT_MS);

    const fail = (how) => {
      reject(
        new SetupError([`${label}: ${how}`, stream ? "" : excerpt(output), hint].filter(Boolean).join("\n")),
      );
    };
    child.on("error", (error) => {
      clearInterval(heartbeat);
      fail(error.code === "ENOENT" ? `${command} is not installed` : error.message);
    });
    child.on("close", (code, signal) => {
      clearInterval(heartbeat);
      if (code !== 0) fail(`${signal ?? `exit code ${code}`} after ${seconds()} s`);
      else resolve({ stdout, output, ms: performance.now() - started });
    });
  });
}

/** The standard output of a command, or `undefined` if it is missing or fails. */
export async function capture(command, args) {
  try {
    return (await run(command, args, { quiet: true })).stdout.trim();
  } catch {
    return undefined;
  }
}

const lowerFirst = (text) => text[0].toLowerCase() + text.slice(1);

/** The lines from the first error of npm, cargo or apt on (npm prints its usage after the error), or else the last lines. */
function excerpt(output) {
  const lines = output.trimEnd().split("\n");
  const at = lines.findIndex((line) => /^(error\b|npm error|E: )/.test(line));
  return (at < 0 ? lines.slice(-EXCERPT_LINES) : lines.slice(at, at + EXCERPT_LINES)).join("\n");
}

function lastLine(output) {
  const line = output
    .trimEnd()
    .split(/[\r\n]/)
    .at(-1)
    ?.trim();
  return line ? `: ${line.slice(0, 70)}` : "";
}
