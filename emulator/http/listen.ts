import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { apiError } from "../api/rejection.ts";
import type { ReceivedRequest } from "../api/request.ts";
import { EmulatorError } from "../errors.ts";
import { errorReply, type Reply } from "../reply.ts";
import { receive } from "./receive.ts";
import { send } from "./send.ts";

/** Makes an emulator reachable only from this machine. */
const host = "127.0.0.1";

/** An open port. */
export interface Listener {
  readonly url: string;
  /** Closes the port and all connections until {@link resume}. */
  pause(): Promise<void>;
  /** Listens on the same port again. */
  resume(): Promise<void>;
  /** Closes the port and all connections for good. */
  close(): Promise<void>;
}

/**
 * Serves HTTP on a port of 127.0.0.1.
 *
 * @throws EmulatorError `port_in_use`, `listen_failed`
 */
export async function listen(
  port: number,
  now: () => number,
  answer: (request: ReceivedRequest) => Reply | Promise<Reply>,
): Promise<Listener> {
  const server = createServer((message, response) => {
    serve(message, response, now, answer).catch(() => response.destroy());
  });
  await open(server, port);
  const address = server.address();
  const opened = typeof address === "object" && address !== null ? address.port : port;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${host}:${opened}`,
    pause: () => (server.listening ? close(server) : Promise.resolve()),
    resume: () => (server.listening || closed ? Promise.resolve() : open(server, opened)),
    close: () => {
      closed ??= close(server);
      return closed;
    },
  };
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  now: () => number,
  answer: (request: ReceivedRequest) => Reply | Promise<Reply>,
): Promise<void> {
  const request = await receive(message, now);
  send(response, await orServerError(() => answer(request)));
}

/** Answers an internal error with 500, and prints its stack without the request. */
async function orServerError(answer: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    console.error(error);
    return errorReply(500, [apiError("error", "The emulator failed. See its error output.")]);
  }
}

function open(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen(port, host, resolve);
  });
}

function listenError({ code }: NodeJS.ErrnoException, port: number): EmulatorError {
  if (code === "EADDRINUSE") return new EmulatorError("port_in_use", `port ${port} is in use`);
  const why = code === "EACCES" ? "permission denied" : (code ?? "unknown error");
  return new EmulatorError("listen_failed", `cannot listen on port ${port}: ${why}`);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
