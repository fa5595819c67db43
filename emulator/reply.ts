import type { ApiError } from "./api/rejection.ts";
import type { Fault } from "./faults.ts";

/** A response, independent of any HTTP library. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body. Without it the body is empty, and there is no content type. */
  readonly text?: string;
  /** A body without an end: starts to write, and returns a function that stops it. */
  readonly stream?: (write: (text: string) => void) => () => void;
  /** The fault to simulate while sending. */
  readonly fault?: Fault;
  /** To be called if the response does not arrive. */
  readonly lost?: () => void;
}

/** A response with JSON:API errors. As recorded from the service, each has an id and the status as a number. */
export function errorReply(
  status: number,
  errors: readonly ApiError[],
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const entries = errors.map((error) => ({ id: crypto.randomUUID(), status, ...error }));
  return documentReply(status, { errors: entries }, headers);
}

/** A response with a JSON:API document. */
export function documentReply(
  status: number,
  document: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Reply {
  return {
    status,
    headers: { ...headers, "content-type": "application/vnd.api+json" },
    text: JSON.stringify(document),
  };
}
