// The rules for workflows, as functions: each returns what is wrong with one workflow.
import { parseDocument } from "yaml";

/** What each job may do beyond reading public data. A new permission needs a new line here. */
const PERMISSIONS = {
  "ci.yml": { test: ["contents: read"] },
  "release.yml": {
    test: ["contents: read"],
    build: ["contents: read"],
    npm: ["id-token: write"],
    crate: ["contents: read", "id-token: write"],
    github: ["contents: write"],
  },
  "docs.yml": { build: ["contents: read"], deploy: ["pages: write", "id-token: write"] },
};

/** Events that run with the rights of this repository on what a stranger sent. */
const DANGEROUS_EVENTS = ["pull_request_target", "workflow_run", "issue_comment"];

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const VERSION = /^ v\d+\.\d+\.\d+$/;

/** Commands that run code of dependencies. */
const INSTALLS = /\b(npm (ci|install|i|run|test|exec)|npx|cargo (build|test|run|install)|bash .*\/run)\b/;

const listOf = (permissions) => Object.entries(permissions).map(([name, level]) => `${name}: ${level}`);
const stepsOf = (job) => job.steps ?? [];

/**
 * @param {string} name the name of the file
 * @param {string} text
 * @returns {string[]}
 */
export function problemsIn(name, text) {
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(String);
  const workflow = document.toJS();
  const jobs = Object.entries(workflow.jobs);
  return [
    ...eventProblems(workflow),
    ...permissionProblems(name, workflow),
    ...jobs.flatMap(([id, job]) => jobProblems(job).map((problem) => `${id}: ${problem}`)),
    ...pinProblems(text),
    ...(/\bsecrets\b/.test(text) ? ["uses a stored secret"] : []),
  ];
}

function eventProblems({ on }) {
  const events = typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on);
  return events.filter((event) => DANGEROUS_EVENTS.includes(event)).map((event) => `runs on ${event}`);
}

function permissionProblems(name, { permissions, jobs }) {
  const problems = [];
  if (listOf(permissions ?? { unset: "write" }).length > 0)
    problems.push("permissions must be {} by default");
  for (const [id, job] of Object.entries(jobs)) {
    const granted = typeof job.permissions === "object" ? listOf(job.permissions) : [`${job.permissions}`];
    const expected = PERMISSIONS[name]?.[id] ?? [];
    if (granted.sort().join() !== expected.toSorted().join())
      problems.push(`${id}: permissions are ${granted.join()}, expected ${expected.join()}`);
  }
  return problems;
}

function jobProblems(job) {
  const problems = [];
  // A job that calls a workflow has the time limits of that workflow.
  if (!job.uses && !(job["timeout-minutes"] > 0)) problems.push("no timeout-minutes");
  const canWrite = Object.values(job.permissions ?? {}).includes("write");
  for (const { run = "", uses = "", with: inputs = {} } of stepsOf(job)) {
    // An expression is pasted into the script before the shell reads it. Variables are not.
    if (run.includes("${{")) problems.push(`an expression in a script: ${run}`);
    if (canWrite && INSTALLS.test(run)) problems.push(`runs code of dependencies with write access: ${run}`);
    if (uses.startsWith("actions/checkout@") && inputs["persist-credentials"] !== false)
      problems.push("checkout leaves credentials behind");
  }
  return problems;
}

/** Checked in the text, because the version is in a comment. */
function pinProblems(text) {
  return Array.from(text.matchAll(/\buses:\s*(\S+)(?: #(.*))?/g))
    .filter(([, action]) => !action.startsWith("./.github/workflows/"))
    .filter(([, action, comment = ""]) => !PINNED.test(action) || !VERSION.test(comment))
    .map(([, action]) => `${action} is not a commit with its version as a comment`);
}
