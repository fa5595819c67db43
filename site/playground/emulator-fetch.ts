import type { ReceivedRequest } from "../../emulator/api/request.ts";
import type { Emulation } from "../../emulator/emulation.ts";
import { faultReply } from "../../emulator/fault-reply.ts";
import type { Fault } from "../../emulator/faults.ts";
import { handleRequest } from "../../emulator/handle-request.ts";
import type { Reply } from "../../emulator/reply.ts";

/** Changes the body of a request on its way to the emulator. */
export type Alter = (body: string) => string;

/** The headers that a page may read without the server's permission (Fetch standard, CORS-safelisted response headers). */
const SAFELISTED = [
  "cache-control",
  "content-language",
  "content-length",
  "content-type",
  "expires",
  "pragma",
];

/**
 * A `fetch` that the emulator answers in the page, as if it were another origin. Other requests go to `real`.
 *
 * @param endpoint the address that stands in for Klaviyo's
 * @param alter returns how to change the next request, if at all
 */
export function emulatorFetch(
  emulation: Emulation,
  endpoint: URL,
  alter: () => Alter | undefined,
  real: typeof fetch,
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith(`${endpoint}/`)) return real(input, init);
    const reply = handleRequest(await receive(request, endpoint, emulation.clock.now(), alter()), emulation);
    request.signal.throwIfAborted();
    return reply.fault ? fail(reply, reply.fault, request.signal) : visible(reply);
  };
}

async function receive(
  request: Request,
  endpoint: URL,
  at: number,
  alter: Alter = (body) => body,
): Promise<ReceivedRequest> {
  const { pathname, searchParams } = new URL(request.url);
  return {
    method: request.method,
    path: pathname.slice(endpoint.pathname.length),
    query: searchParams,
    headers: new Map([...request.headers, ["origin", location.origin]]),
    body: { bytes: new TextEncoder().encode(alter(await request.text())) },
    at,
  };
}

/** The response as a page of another origin gets it: without permission it gets none, and only some headers. */
function visible({ status, headers, text }: Reply, body: BodyInit | undefined = text): Response {
  if (!headers["access-control-allow-origin"]) throw new TypeError("Failed to fetch");
  const exposed = [...SAFELISTED, ...(headers["access-control-expose-headers"] ?? "").split(", ")];
  const shown = Object.entries(headers).filter(([name]) => exposed.includes(name));
  return new Response(body ?? null, { status, headers: shown });
}

/** Simulates a fault, as `emulator/http/send.ts` does on a connection. */
async function fail(reply: Reply, fault: Fault, signal: AbortSignal): Promise<Response> {
  switch (fault.kind) {
    case "refuse":
      throw new TypeError("Failed to fetch");
    case "lose":
    case "cut":
      reply.lost?.();
      throw new TypeError("Failed to fetch");
    case "hide":
      reply.lost?.();
      return visible(faultReply(reply, fault));
    case "status":
    case "challenge":
      return visible(faultReply(reply, fault));
    case "delay":
      await wait(fault.ms, signal);
      if (fault.carriedOut === false) throw new TypeError("Failed to fetch");
      return visible(reply);
    case "truncate":
    case "drip":
    case "flood":
      return visible({ ...reply, status: fault.status }, brokenBody(fault.kind));
  }
}

/** A body that breaks off, or that does not end until it is canceled. */
function brokenBody(kind: "truncate" | "drip" | "flood"): ReadableStream<Uint8Array> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  if (kind === "truncate") {
    const pieces = [bytes('{"errors":[{')];
    return new ReadableStream({
      pull(controller) {
        const piece = pieces.pop();
        if (piece) controller.enqueue(piece);
        else controller.error(new TypeError("network error"));
      },
    });
  }
  const piece = bytes(kind === "drip" ? " " : "x".repeat(65_536));
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, kind === "drip" ? 50 : 0));
      controller.enqueue(piece);
    },
  });
}

/** Resolves after the time; rejects as soon as the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
