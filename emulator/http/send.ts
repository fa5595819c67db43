import type { ServerResponse } from "node:http";
import { faultReply } from "../fault-reply.ts";
import type { Fault } from "../faults.ts";
import type { Reply } from "../reply.ts";

/** A gigabyte, in pieces. */
const flood = { piece: Buffer.alloc(65_536, "x"), count: 16_384 };
/** Milliseconds between two bytes of a body that drips. */
const dripInterval = 50;

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
    case "hide":
      sendWhole(response, faultReply(reply, fault));
      reply.lost?.();
      break;
    case "delay": {
      // A request that was not carried out must not get a success response.
      const end = () =>
        fault.carriedOut === false ? response.socket?.resetAndDestroy() : sendWhole(response, reply);
      const timer = setTimeout(end, fault.ms);
      response.on("close", () => clearTimeout(timer));
      break;
    }
    case "status":
    case "challenge":
      sendWhole(response, faultReply(reply, fault));
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
