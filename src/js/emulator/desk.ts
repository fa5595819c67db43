import type { Account } from "./account/account.ts";
import { problem } from "./judge/problem.ts";
import { type Reply, replyWithProblems } from "./reply.ts";

/** What the emulator tells about itself, by path. No CORS: only a page of the same origin may look. */
const pages: ReadonlyMap<string, (account: Account) => unknown> = new Map([
  ["/emulator/state", (account: Account): unknown => account.state()],
]);

/** Answers requests below `/emulator/`; `undefined`: the request is one to the service. */
export function answerAtDesk(method: string, path: string, account: Account): Reply | undefined {
  if (!path.startsWith("/emulator/")) return undefined;
  const page = pages.get(path);
  if (!page) return replyWithProblems(404, [problem("not_found", "The emulator has no such page.")]);
  if (method !== "GET" && method !== "HEAD") {
    const fault = problem("method_not_allowed", "This page takes GET.");
    return replyWithProblems(405, [fault], { allow: "GET, HEAD" });
  }
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    text: JSON.stringify(page(account)),
  };
}
