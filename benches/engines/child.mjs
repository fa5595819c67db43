// Runs one workload in its own process, so that it starts with a clean heap. Answers calls of the harness.
import { cold, measure, prepare, sample } from "../harness.mjs";

const calls = { cold, prepare, sample, measure };

process.on("message", async ({ call, args }) => {
  try {
    process.send({ value: await calls[call](...args) });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
});
