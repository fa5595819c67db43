import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Every process that a supervisor starts inherits this variable; its value is the supervisor's own. */
export const MARK = "TEST_BROWSER_MARK";

/**
 * Lists the processes of a browser: those that descend from `ancestor` or have `mark` in their environment. Neither finds
 * them all: an orphan has lost its ancestor, and some processes overwrite their environment.
 *
 * @param {number} ancestor
 * @param {string} mark
 * @returns {Map<string, number>} process ids, under a key that a reused id does not have
 */
export function family(ancestor, mark) {
  const all = process.platform === "linux" ? fromProc(mark) : fromPs();
  const found = new Map();
  const seen = new Set([ancestor]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, parent, key, marked } of all) {
      if (seen.has(pid) || !(marked || seen.has(parent))) continue;
      seen.add(pid);
      found.set(key, pid);
      grew = true;
    }
  }
  return found;
}

/** Those of `members` that still live: neither gone, nor replaced under the same id, nor waiting to be reaped. */
export function living(members) {
  const all = new Set((process.platform === "linux" ? fromProc() : fromPs()).map(({ key }) => key));
  return new Map([...members].filter(([key]) => all.has(key)));
}

function fromProc(mark) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        // The second field is the command in parentheses, which may hold spaces and parentheses of its own.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const [state, parent, started] = [fields[0], Number(fields[1]), fields[19]];
        if (state === "Z" || state === "X") return [];
        const marked = mark !== undefined && environment(name).includes(`${MARK}=${mark}`);
        return [{ pid: Number(name), parent, key: `${name}:${started}`, marked }];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

function environment(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return []; // another user's
  }
}

/** Windows ends whole trees by itself, see supervisor.mjs. */
function fromPs() {
  if (process.platform === "win32") return [];
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , state]) => !state.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent), key: pid, marked: false }));
}
