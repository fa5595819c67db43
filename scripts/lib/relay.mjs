// Builds the relay from its sources, and starts it.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run, SetupError } from "./run.mjs";

/** The path of the relay's pages at a shop. */
export const BASE_PATH = "/bis";
/** Enough time for what is under way. */
const STOP_MS = 60_000;

/** Builds the relay, unless it is up to date. */
export const buildRelay = () =>
  run("cargo", ["build", "--locked", "--package", "back-in-stock-relay"], {
    label: "compiling the relay",
    usually: "3 min at first",
  });

/**
 * Starts the relay with a store of its own, which is deleted at the end.
 *
 * @param {{ companyId: string, upstream: string, flags?: string[] }} options `upstream` is the emulator
 * @returns {Promise<{ url: string, demandUrl: string, close(): Promise<void> }>} `demandUrl` contains the demand page's token
 */
export async function startRelay({ companyId, upstream, flags = [] }) {
  const folder = mkdtempSync(join(tmpdir(), "back-in-stock-relay-"));
  const key = join(folder, "key");
  writeFileSync(key, "pk_emulator_not_a_real_key", { mode: 0o600 });
  const token = randomBytes(16).toString("hex");
  const tokenFile = join(folder, "demand-token");
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const child = spawn(
    join(root, "target/debug/back-in-stock-relay"),
    [
      ...["--company", companyId, "--key-file", key, "--listen", "127.0.0.1:0", "--upstream", upstream],
      ...["--store", `sqlite:${join(folder, "relay.db")}`, "--base-path", BASE_PATH],
      ...["--demand-token-file", tokenFile, ...flags],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors = (errors + text).slice(-10_000);
  });
  const ended = once(child, "close").catch(() => {});
  const close = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  child.stdout.setEncoding("utf8");
  const line = await Promise.race([once(child.stdout, "data").then(([text]) => text.trim()), ended]);
  if (typeof line === "string") {
    const demandUrl = `${line.replace("//", `//merchant:${token}@`)}${BASE_PATH}/demand`;
    return { url: line, demandUrl, close };
  }
  await close();
  throw new SetupError(`the relay did not start\n${errors}`);
}
