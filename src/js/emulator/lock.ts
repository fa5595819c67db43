import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { EmulatorError } from "./errors.ts";

/** Locks held by this process, by path: a second emulator in one process has the same process id. */
const held = new Set<string>();

/**
 * Locks a data file for one emulator, by a file beside it that holds the process id: two emulators would overwrite each
 * other's lines. A lock whose process no longer runs, as after a kill, is taken over.
 *
 * @returns a function that releases the lock
 * @throws EmulatorError `invalid_data`: if another emulator uses the file, or the lock cannot be written
 */
export function lockFile(path: string, name: string): () => void {
  const lock = `${path}.lock`;
  if (!create(lock, name)) {
    const owner = Number.parseInt(readFileSync(lock, "utf8"), 10);
    if (held.has(lock) || isOther(owner)) {
      throw new EmulatorError(
        "invalid_data",
        `${name} is in use by process ${owner}: an emulator has its file to itself. If that process is not an emulator, delete ${JSON.stringify(lock)}`,
      );
    }
    rmSync(lock, { force: true });
    if (!create(lock, name)) throw new EmulatorError("invalid_data", `${name} is in use by another emulator`);
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    rmSync(lock, { force: true });
  };
}

function create(lock: string, name: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    const code: unknown = error instanceof Error && "code" in error ? error.code : "unknown fault";
    if (code === "EEXIST") return false;
    throw new EmulatorError("invalid_data", `cannot lock ${name}: ${code}`);
  }
}

/** Whether another process with this id runs. After a restart of a container, an old lock may name this very process. */
function isOther(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
