import { parseBody } from "../api/body.ts";
import { apiError, Rejection } from "../api/rejection.ts";
import type { ReceivedRequest } from "../api/request.ts";
import type { Emulation } from "../emulation.ts";
import { EmulatorError } from "../errors.ts";
import { errorReply, type Reply } from "../reply.ts";
import { asset, isAsset } from "./assets.ts";
import { commands } from "./commands.ts";
import * as queries from "./queries.ts";
import { stream } from "./stream.ts";

type Query = (emulation: Emulation, query: URLSearchParams, origin: string) => unknown;

/** The queries by their names below `/emulator/`. */
const queryRoutes: ReadonlyMap<string, Query> = new Map<string, Query>([
  ["state", (emulation) => emulation.state()],
  ["summary", queries.summary],
  ["catalog", queries.catalog],
  ["waiting", queries.waiting],
  ["events", queries.events],
  ["consents", queries.consents],
  ["jobs", queries.jobs],
  ["messages", queries.messages],
  ["requests", queries.requests],
  ["findings", (emulation) => emulation.findings.list()],
]);

/**
 * Answers requests for the dashboard and below `/emulator/`; `undefined` means an API request. There is no CORS: only pages
 * of the same origin may use this interface.
 */
export function handleAdminRequest(
  request: ReceivedRequest,
  emulation: Emulation,
): Reply | Promise<Reply> | undefined {
  const { method, path } = request;
  const isRead = method === "GET" || method === "HEAD";
  if (isAsset(path) && (isRead || path !== "/")) return guard(request) ?? getOnly(request, () => asset(path));
  if (!path.startsWith("/emulator/")) return undefined;
  return guard(request) ?? route(request, path.slice("/emulator/".length), emulation);
}

function route(request: ReceivedRequest, name: string, emulation: Emulation): Reply | Promise<Reply> {
  const query = queryRoutes.get(name);
  const command = commands.get(name);
  if (name === "stream") return getOnly(request, () => stream(emulation));
  if (command?.method === request.method) return runCommand(request, command.run, emulation);
  if (query) return getOnly(request, () => toReply(() => query(emulation, request.query, originOf(request))));
  if (!command) return adminError(404, "not_found", "This page does not exist.");
  return adminError(405, "method_not_allowed", `This takes ${command.method}.`, { allow: command.method });
}

/** The emulator's origin, as the caller knows it. */
function originOf({ headers }: ReceivedRequest): string {
  return `http://${headers.get("host") ?? "127.0.0.1"}`;
}

/** Rejects a page that may read what the emulator holds: its own host name resolves to this machine (DNS rebinding). */
export function rejectForeignHost({ headers }: ReceivedRequest): Reply | undefined {
  const [, hostname = ""] = /^(.*?)(?::\d+)?$/.exec(headers.get("host") ?? "") ?? [];
  if (/^(127\.0\.0\.1|localhost|\[::1\]|.+\.localhost)$/i.test(hostname)) return undefined;
  return adminError(403, "permission_denied", "The emulator's data can be read only on this machine.");
}

/** Rejects pages of other origins, and pages that submit a form. A program such as curl sends no `Origin`. */
function guard(request: ReceivedRequest): Reply | undefined {
  const { headers, method } = request;
  const foreign = rejectForeignHost(request);
  if (foreign) return foreign;
  const origin = headers.get("origin");
  if (origin === undefined || origin === originOf(request) || method === "GET") return undefined;
  return adminError(403, "permission_denied", "Pages of another origin cannot control the emulator.");
}

function getOnly({ method }: ReceivedRequest, reply: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
  if (method === "GET" || method === "HEAD") return reply();
  return adminError(405, "method_not_allowed", "This page takes GET.", { allow: "GET, HEAD" });
}

async function runCommand(
  request: ReceivedRequest,
  run: (emulation: Emulation, body: unknown) => unknown,
  emulation: Emulation,
): Promise<Reply> {
  const isEmpty = "bytes" in request.body && request.body.bytes.length === 0;
  const parsed = isEmpty ? { value: {} } : parseBody(request.body);
  if (parsed instanceof Rejection) return errorReply(parsed.status, parsed.errors);
  return toReply(() => run(emulation, parsed.value));
}

const statuses: Partial<Record<EmulatorError["code"], number>> = {
  unknown_variant: 404,
  unknown_profile: 404,
  settings_hidden: 409,
  invalid_feed: 422,
};

/** The result as JSON, or the error. */
function toReply(work: () => unknown): Reply | Promise<Reply> {
  try {
    const value = work();
    return value instanceof Promise ? value.then(json, emulatorErrorReply) : json(value);
  } catch (error) {
    return emulatorErrorReply(error);
  }
}

function emulatorErrorReply(error: unknown): Reply {
  if (!(error instanceof EmulatorError)) throw error;
  return adminError(statuses[error.code] ?? 400, error.code, error.message);
}

function json(value: unknown): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    text: JSON.stringify(value ?? {}),
  };
}

function adminError(
  status: number,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): Reply {
  return errorReply(status, [apiError(code, detail)], headers);
}
