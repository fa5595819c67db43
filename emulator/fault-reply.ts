import type { Fault } from "./faults.ts";
import type { Reply } from "./reply.ts";

/** As recorded from the proxy in front of the service, except for its text. */
const challenge = {
  headers: { "content-type": "text/html; charset=UTF-8", "cf-mitigated": "challenge" },
  text: "<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>",
};

/** A fault whose response arrives as a whole. */
export type WholeFault = Extract<Fault, { kind: "hide" | "status" | "challenge" }>;

/** The response that a fault replaces another one with. */
export function faultReply({ headers, ...reply }: Reply, fault: WholeFault): Reply {
  switch (fault.kind) {
    case "hide": {
      const hidden = Object.entries(headers).filter(([name]) => !name.startsWith("access-control-"));
      return { ...reply, headers: Object.fromEntries(hidden) };
    }
    case "status": {
      const retry = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
      const expose = fault.readable ? { "access-control-expose-headers": "retry-after" } : {};
      const html = fault.html ? { "content-type": "text/html" } : {};
      const text = fault.html ? "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>" : undefined;
      const own = { ...headers, ...retry, ...expose, ...html };
      return { status: fault.status, headers: own, ...(text && { text }) };
    }
    case "challenge":
      return { status: 403, headers: { ...headers, ...challenge.headers }, text: challenge.text };
  }
}
