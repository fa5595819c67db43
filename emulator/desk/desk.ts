import type { Emulation } from "../emulation.ts";
import { EmulatorError } from "../errors.ts";
import { readDocument } from "../judge/document.ts";
import { problem, Refusal } from "../judge/problem.ts";
import type { ReceivedRequest } from "../judge/request.ts";
import { type Reply, replyWithProblems } from "../reply.ts";
import { asset, isAsset } from "./assets.ts";
import { commands } from "./commands.ts";
import * as pages from "./pages.ts";
import { stream } from "./stream.ts";

type Page = (emulation: Emulation, query: URLSearchParams, origin: string) => unknown;

/** What can be looked at, below `/emulator/`. */
const looks: ReadonlyMap<string, Page> = new Map<string, Page>([
  ["state", (emulation) => emulation.state()],
  ["summary", pages.summary],
  ["catalog", pages.catalog],
  ["waiting", pages.waiting],
  ["events", pages.events],
  ["messages", pages.messages],
  ["requests", pages.requests],
  ["findings", (emulation) => emulation.findings.list()],
]);

/**
 * Answers requests for the dashboard and below `/emulator/`; `undefined`: the request is one to the service. No CORS: only a
 * page of the same origin may look, or tell it to do something.
 */
export function answerAtDesk(
  request: ReceivedRequest,
  emulation: Emulation,
): Reply | Promise<Reply> | undefined {
  const { method, path } = request;
  const isLook = method === "GET" || method === "HEAD";
  if (isAsset(path) && (isLook || path !== "/"))
    return guard(request) ?? fetchOnly(request, () => asset(path));
  if (!path.startsWith("/emulator/")) return undefined;
  return guard(request) ?? serve(request, path.slice("/emulator/".length), emulation);
}

function serve(request: ReceivedRequest, name: string, emulation: Emulation): Reply | Promise<Reply> {
  const look = looks.get(name);
  const command = commands.get(name);
  if (name === "stream") return fetchOnly(request, () => stream(emulation));
  if (command?.method === request.method) return carryOut(request, command.run, emulation);
  if (look) return fetchOnly(request, () => told(() => look(emulation, request.query, originOf(request))));
  if (!command) return refuse(404, "not_found", "The emulator has no such page.");
  return refuse(405, "method_not_allowed", `This takes ${command.method}.`, { allow: command.method });
}

/** The address by which the caller knows the emulator. */
function originOf({ headers }: ReceivedRequest): string {
  return `http://${headers.get("host") ?? "127.0.0.1"}`;
}

/**
 * Keeps pages of other origins away: one that has its own name lead to this machine, and one that sends a form. A program
 * such as curl sends no `Origin`.
 */
function guard(request: ReceivedRequest): Reply | undefined {
  const { headers, method } = request;
  const [, name = ""] = /^(.*?)(?::\d+)?$/.exec(headers.get("host") ?? "") ?? [];
  if (!/^(127\.0\.0\.1|localhost|\[::1\]|.+\.localhost)$/i.test(name)) {
    return refuse(403, "permission_denied", "The emulator's own pages are for this machine.");
  }
  const origin = headers.get("origin");
  if (origin === undefined || origin === originOf(request) || method === "GET") return undefined;
  return refuse(403, "permission_denied", "Pages of another origin may not tell the emulator what to do.");
}

function fetchOnly({ method }: ReceivedRequest, reply: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
  if (method === "GET" || method === "HEAD") return reply();
  return refuse(405, "method_not_allowed", "This page takes GET.", { allow: "GET, HEAD" });
}

async function carryOut(
  request: ReceivedRequest,
  run: (emulation: Emulation, body: unknown) => unknown,
  emulation: Emulation,
): Promise<Reply> {
  const isEmpty = "bytes" in request.body && request.body.bytes.length === 0;
  const document = isEmpty ? { value: {} } : readDocument(request.body);
  if (document instanceof Refusal) return replyWithProblems(document.status, document.problems);
  return told(() => run(emulation, document.value));
}

const statuses: Partial<Record<EmulatorError["code"], number>> = {
  unknown_variant: 404,
  settings_hidden: 409,
  invalid_feed: 422,
};

/** What came of it as JSON, or the error in place of it. */
function told(work: () => unknown): Reply | Promise<Reply> {
  try {
    const value = work();
    return value instanceof Promise ? value.then(json, explain) : json(value);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): Reply {
  if (!(error instanceof EmulatorError)) throw error;
  return refuse(statuses[error.code] ?? 400, error.code, error.message);
}

function json(value: unknown): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    text: JSON.stringify(value ?? {}),
  };
}

function refuse(status: number, code: string, detail: string, headers: Record<string, string> = {}): Reply {
  return replyWithProblems(status, [problem(code, detail)], headers);
}
