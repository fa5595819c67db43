import { EmulatorError } from "./errors.ts";

/** What goes wrong with one request. With a `status`, the request changes nothing. */
export type Fault =
  /** The connection is reset, and the request changes nothing. */
  | { readonly kind: "refuse" }
  /** The request is carried out, but the connection is reset instead of a response. */
  | { readonly kind: "lose" }
  /** The request is carried out, but the connection breaks within the response head. */
  | { readonly kind: "cut" }
  /** The request is carried out, but the response has no CORS headers, so that pages cannot read it. */
  | { readonly kind: "hide" }
  /** The response comes after `ms` milliseconds. With `carriedOut: false` the connection is reset then, and the request changes nothing. */
  | { readonly kind: "delay"; readonly ms: number; readonly carriedOut?: boolean }
  /** An error status. `retryAfter` sets the `Retry-After` header; `readable` exposes it to pages; `html` sends a proxy's page as the body. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfter?: string;
      readonly readable?: boolean;
      readonly html?: boolean;
    }
  /** A proxy in front of the service answers 403 with a challenge page that only a person can pass. */
  | { readonly kind: "challenge" }
  /** The body is cut off. */
  | { readonly kind: "truncate"; readonly status: number }
  /** The body arrives byte by byte and never ends. */
  | { readonly kind: "drip"; readonly status: number }
  /** The body is a gigabyte long. */
  | { readonly kind: "flood"; readonly status: number };

/** An API request as a fault script sees it: one that posts a body, or reads profiles. */
export interface FaultRequest {
  /** Without the query. */
  readonly path: string;
  /** The parsed body; `null` if it is empty or not JSON. */
  readonly body: unknown;
  /** How many times this body, or this query of a read, has come to this path, including this time. */
  readonly attempt: number;
}

/** Picks the fault of a request, or `undefined` for none. */
export type FaultScript = (request: FaultRequest) => Fault | undefined;

/** A fault and when it happens, as plain data. */
export interface FaultRule {
  readonly fault: Fault;
  /** Only requests to this path, without the query. */
  readonly path?: string;
  /** Only requests for this canonical variant id. */
  readonly variant?: string;
  /** Only the first `attempts` times that the same body comes. */
  readonly attempts?: number;
  /** Only this many requests; then the rule ends. */
  readonly times?: number;
  /** The share of requests that fail, 0 to 1. Setting the rules again picks the same requests. */
  readonly chance?: number;
}

/** The longest delay of a timer, in milliseconds. With a longer one it would fire at once. */
const MAX_DELAY = 0x7fff_ffff;

const kinds: Record<Fault["kind"], readonly string[]> = {
  refuse: [],
  lose: [],
  cut: [],
  hide: [],
  delay: ["ms"],
  status: ["status"],
  challenge: [],
  truncate: ["status"],
  drip: ["status"],
  flood: ["status"],
};

/** Whether the request changes the account despite the fault. */
export function takesEffect(fault: Fault): boolean {
  if (fault.kind === "delay") return fault.carriedOut !== false;
  return fault.kind === "lose" || fault.kind === "cut" || fault.kind === "hide";
}

/**
 * @throws EmulatorError `invalid_option` for an unknown kind, a missing or invalid number, or a `retryAfter` that is not
 *   a valid header value
 */
export function checkFault(fault: Fault): Fault {
  const numbers = isRecord(fault) && Object.hasOwn(kinds, fault.kind) ? kinds[fault.kind] : undefined;
  const given = fault as unknown as Record<string, unknown>;
  const isInRange = (name: string) => {
    const value = given[name] as number;
    const [least, most] = name === "status" ? [200, 599] : [0, MAX_DELAY];
    return Number.isInteger(value) && value >= least && value <= most;
  };
  const isHeader = /^[ -~]*$/.test(String(given?.retryAfter ?? ""));
  if (numbers?.every(isInRange) && isHeader) return fault;
  throw new EmulatorError(
    "invalid_option",
    `a fault must be one of ${Object.keys(kinds).join(", ")}, with ms up to ${MAX_DELAY} or a status from 200 to 599 where required, and retryAfter in ASCII`,
  );
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
