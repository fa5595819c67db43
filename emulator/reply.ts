import { randomUUID } from "node:crypto";
import type { ApiError } from "./api/rejection.ts";
import type { Fault } from "./faults.ts";

/** An answer as it goes out, free of any HTTP library. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined`: an empty body, without a content type. */
  readonly text?: string;
  /** An answer without end: writes, until the function that it returns is called. */
  readonly stream?: (write: (text: string) => void) => () => void;
  /** What goes wrong on the way. */
  readonly fault?: Fault;
  /** To be called if the answer does not arrive. */
  readonly lost?: () => void;
}

/** An answer with JSON:API errors. Recorded from the service: each has an id and the status as a number. */
export function errorReply(
  status: number,
  errors: readonly ApiError[],
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const entries = errors.map((error) => ({ id: randomUUID(), status, ...error }));
  return {
    status,
    headers: { ...headers, "content-type": "application/vnd.api+json" },
    text: JSON.stringify({ errors: entries }),
  };
}
