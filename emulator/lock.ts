import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { threadId } from "node:worker_threads";
import { EmulatorError } from "./errors.ts";

/** Paths of the locks that this thread holds. A second emulator in this thread has the same owner id. */
const heldLocks = new Set<string>();

/** The content of this thread's locks: the ids of the process and the thread. */
const ownId = `${process.pid} ${threadId}`;

/**
 * Locks a data file, because two emulators would overwrite each other's lines. The lock is a file next to it that names the
 * process. A lock whose process no longer runs, as after a kill, is taken over.
 *
 * @returns a function that releases the lock
 * @throws EmulatorError `invalid_data` if another emulator uses the file, or the lock cannot be written
 */
export function lockFile(path: string, name: string): () => void {
  const lock = `${path}.lock`;
  const owner = create(lock, name) ? undefined : readOwner(lock);
  if (owner !== undefined) {
    if (heldLocks.has(lock) || isRunning(owner) || !removeStale(lock, owner) || !create(lock, name)) {
      const [pid] = owner.split(" ");
      throw new EmulatorError(
        "invalid_data",
        `${name} is in use by process ${pid}: only one emulator can use a file at a time. If that process is not an emulator, delete ${JSON.stringify(lock)}`,
      );
    }
  }
  heldLocks.add(lock);
  return () => {
    heldLocks.delete(lock);
    rmSync(lock, { force: true });
  };
}

function create(lock: string, name: string): boolean {
  try {
    writeFileSync(lock, ownId, { flag: "wx" });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") return false;
    throw new EmulatorError("invalid_data", `cannot lock ${name}: ${code}`);
  }
}

/** The content of a lock; empty if it was released in the meantime. */
function readOwner(lock: string): string {
  try {
    return readFileSync(lock, "utf8").trim();
  } catch {
    return "";
  }
}

/**
 * Removes the lock of an owner that no longer runs. If several processes find it, only one removes it: the others would move
 * the new lock that the first one has made, notice that by its content, and move it back.
 */
function removeStale(lock: string, owner: string): boolean {
  const moved = `${lock}.${process.pid}.${threadId}`;
  try {
    renameSync(lock, moved);
  } catch {
    return true;
  }
  const isStale = readOwner(moved) === owner;
  if (isStale) rmSync(moved, { force: true });
  else renameSync(moved, lock);
  return isStale;
}

/** Whether the owner of a lock still runs. After a container restarts, an old lock may contain this process's own id. */
function isRunning(owner: string): boolean {
  const pid = Number.parseInt(owner, 10);
  if (!(pid > 0) || owner === ownId) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs as another user.
    return codeOf(error) === "EPERM";
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : "unknown error";
