import type { FaultRule } from "../../emulator/faults.ts";
import type { Alter } from "./emulator-fetch.ts";

/** How the emulator answers. */
export interface Answer {
  /** For the list. */
  readonly label: string;
  /** What happens, in one sentence. */
  readonly note: string;
  readonly fault?: FaultRule["fault"];
  /** Changes requests on their way, so that the emulator's own checks reject them. */
  readonly alter?: Alter;
  /** Whether the catalog has the variant. Default: yes. */
  readonly isInCatalog?: boolean;
}

/** Replaces the email address in a request. */
const spoilEmail: Alter = (body) =>
  JSON.stringify(JSON.parse(body), (key, value) => (key === "email" ? "not an address" : value));

/** The answers to choose from, by their names. */
export const answers: Readonly<Record<string, Answer>> = {
  accepted: { label: "202 Accepted", note: "The emulator decides: a valid request is accepted." },
  field: {
    label: "400 Error in a field",
    note: "The email address is changed on its way, so that the emulator rejects it and names the field.",
    alter: spoilEmail,
  },
  rejected: {
    label: "400 Without a reason",
    note: "A refusal that names no field.",
    fault: { kind: "status", status: 400 },
  },
  unauthorized: {
    label: "401 Key rejected",
    note: "As for a public API key of an account that no longer exists.",
    fault: { kind: "status", status: 401 },
  },
  challenge: {
    label: "403 Challenge page",
    note: "A proxy in front of Klaviyo wants to see a person. The page gets HTML instead of an answer.",
    fault: { kind: "challenge" },
  },
  unknown: {
    label: "404 Unknown variant",
    note: "The catalog does not have the variant, as before the first sync of a new product.",
    isInCatalog: false,
  },
  conflict: {
    label: "409 Conflict",
    note: "Not documented. It counts as accepted only if this device may have sent the same request before.",
    fault: { kind: "status", status: 409 },
  },
  throttled: {
    label: "429 Retry-After: 5",
    note: "The rate limit is reached. The request is stored, and sent again after five seconds at the earliest.",
    fault: { kind: "status", status: 429, retryAfter: "5", readable: true },
  },
  hidden: {
    label: "429 Without Retry-After",
    note: "The page may not read the header, so the delay is the package's own.",
    fault: { kind: "status", status: 429, retryAfter: "5" },
  },
  down: { label: "503 Down", note: "The service fails.", fault: { kind: "status", status: 503 } },
  proxy: {
    label: "502 Page of a proxy",
    note: "The body is HTML.",
    fault: { kind: "status", status: 502, html: true },
  },
  truncated: {
    label: "400 Broken body",
    note: "The connection breaks within the list of errors.",
    fault: { kind: "truncate", status: 400 },
  },
  offline: {
    label: "No connection",
    note: "The request does not arrive.",
    fault: { kind: "refuse" },
  },
  lost: {
    label: "Lost response",
    note: "The request is carried out, but its response is lost. The page cannot know that.",
    fault: { kind: "lose" },
  },
  cors: {
    label: "Response without CORS headers",
    note: "The request is carried out, but the page may not read the response.",
    fault: { kind: "hide" },
  },
  slow: {
    label: "Slow: 1.5 seconds",
    note: "Slower than usual, but within the timeout of 3 seconds.",
    fault: { kind: "delay", ms: 1_500 },
  },
  timeout: {
    label: "Slower than the timeout",
    note: "The response would come after a minute. The page stops waiting after 3 seconds.",
    fault: { kind: "delay", ms: 60_000, carriedOut: false },
  },
};
