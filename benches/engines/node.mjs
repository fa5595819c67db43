import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("child.mjs", import.meta.url));

/** Node. Each workload gets a new process; a cold one gets a new process for each sample. */
export function openNode() {
  return {
    name: "node",
    version: `Node ${process.versions.node}`,
    session,
    async cold(...args) {
      const child = session();
      try {
        return await child.cold(...args);
      } finally {
        await child.close();
      }
    },
    async close() {},
  };
}

function session() {
  const child = fork(script, { execArgv: ["--expose-gc"] });
  const ended = once(child, "exit").then(([code, signal]) => ({ error: `ended with ${signal ?? code}` }));
  const call =
    (name) =>
    async (...args) => {
      child.send({ call: name, args });
      const answer = once(child, "message").then(([message]) => message);
      const { value, error } = await Promise.race([answer, ended]);
      if (error) throw new Error(`in Node: ${error}`);
      return value;
    };
  return {
    prepare: call("prepare"),
    sample: call("sample"),
    measure: call("measure"),
    cold: call("cold"),
    async close() {
      child.kill();
      await ended;
    },
  };
}
