import { request as send } from "node:http";

/**
 * Passes requests on to another server, as a shop's web server passes those of `/bis/` to its relay. The header `Host` stays the
 * shop's: the relay compares it with the page's origin.
 * @param {string} target the server's address
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void}
 */
export function proxyTo(target) {
  return (request, response) => {
    const { method, headers, url: path } = request;
    const passed = send(target, { method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.headersSent || response.writeHead(502).end());
    response.on("close", () => passed.destroy());
    request.pipe(passed);
  };
}
