import type { ServerResponse } from "node:http";
import type { Fault } from "../faults.ts";
import type { Reply } from "../reply.ts";

/** A gigabyte, in pieces. */
const flood = { piece: Buffer.alloc(65_536, "x"), count: 16_384 };
/** Milliseconds between two bytes of a body that drips. */
const dripInterval = 50;

/** As recorded from the proxy in front of the service, except for its text. */
const challenge = {
  headers: { "content-type": "text/html; charset=UTF-8", "cf-mitigated": "challenge" },
  text: "<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>",
};

/** Sends a response, or simulates its fault. */
export function send(response: ServerResponse, reply: Reply): void {
  const { fault, lost } = reply;
  response.on("close", () => {
    if (!response.writableFinished) lost?.();
  });
  response.on("error", () => {});
  if (reply.stream) sendStream(response, reply, reply.stream);
  else if (fault) sendFaulty(response, reply, fault);
  else sendWhole(response, reply);
}

function sendWhole(response: ServerResponse, { status, headers, text }: Reply): void {
  response.writeHead(status, { ...headers, ...lengthOf(status, text) });
  response.end(text);
}

function sendStream(
  response: ServerResponse,
  { status, headers }: Reply,
  stream: NonNullable<Reply["stream"]>,
): void {
  response.writeHead(status, headers);
  response.flushHeaders();
  response.on(
    "close",
    stream((text) => response.write(text)),
  );
}

/** A 204 must not have a length (RFC 9110, section 8.6). Any other response has one, even 0. */
function lengthOf(status: number, text = ""): Record<string, string> {
  return status === 204 ? {} : { "content-length": String(Buffer.byteLength(text)) };
}

function sendFaulty(response: ServerResponse, reply: Reply, fault: Fault): void {
  const { headers } = reply;
  switch (fault.kind) {
    case "refuse":
    case "lose":
      response.socket?.resetAndDestroy();
      break;
    case "cut":
      response.socket?.write("HTTP/1.1 202 Acc", () => response.socket?.destroy());
      break;
    case "hide": {
      const hidden = Object.entries(headers).filter(([name]) => !name.startsWith("access-control-"));
      sendWhole(response, { ...reply, headers: Object.fromEntries(hidden) });
      reply.lost?.();
      break;
    }
    case "delay": {
      // A request that was not carried out must not get a success response.
      const end = () =>
        fault.carriedOut === false ? response.socket?.resetAndDestroy() : sendWhole(response, reply);
      const timer = setTimeout(end, fault.ms);
      response.on("close", () => clearTimeout(timer));
      break;
    }
    case "status": {
      const retry = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
      const expose = fault.readable ? { "access-control-expose-headers": "retry-after" } : {};
      const html = fault.html ? { "content-type": "text/html" } : {};
      const text = fault.html ? "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>" : undefined;
      const own = { ...headers, ...retry, ...expose, ...html };
      sendWhole(response, { status: fault.status, headers: own, ...(text && { text }) });
      break;
    }
    case "challenge":
      sendWhole(response, {
        status: 403,
        headers: { ...headers, ...challenge.headers },
        text: challenge.text,
      });
      break;
    case "truncate":
      response.writeHead(fault.status, { ...headers, "content-length": "1000" });
      response.write('{"errors":[{', () => response.socket?.destroy());
      break;
    case "drip": {
      response.writeHead(fault.status, headers);
      const timer = setInterval(() => response.write(" "), dripInterval);
      response.on("close", () => clearInterval(timer));
      break;
    }
    case "flood":
      response.writeHead(fault.status, headers);
      writeFlood(response, flood.count);
      break;
  }
}

/** Writes as fast as the client reads. */
function writeFlood(response: ServerResponse, left: number): void {
  if (response.destroyed) return;
  if (left === 0) response.end();
  else if (response.write(flood.piece)) setImmediate(writeFlood, response, left - 1);
  else response.once("drain", () => writeFlood(response, left - 1));
}
