import { EmulatorError } from "./errors.ts";

/** What goes wrong with one request. Statuses stand for an answer that carries nothing out. */
export type Fault =
  /** The connection is reset; nothing is carried out. */
  | { readonly kind: "refuse" }
  /** It is carried out, and the connection is reset instead of an answer. */
  | { readonly kind: "lose" }
  /** It is carried out, and the connection breaks in the head of the answer. */
  | { readonly kind: "cut" }
  /** It is carried out, and the answer has no CORS headers: no page may see it. */
  | { readonly kind: "hide" }
  /** The answer comes after so many milliseconds. `carriedOut: false`: the connection is reset then, and nothing done. */
  | { readonly kind: "delay"; readonly ms: number; readonly carriedOut?: boolean }
  /** `retryAfter` is the header of this name; pages can read it if it is `readable`. `html`: the body of a proxy. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfter?: string;
      readonly readable?: boolean;
      readonly html?: boolean;
    }
  /** A proxy in front of the service answers 403 with a page that only a person could pass. */
  | { readonly kind: "challenge" }
  /** The body breaks off. */
  | { readonly kind: "truncate"; readonly status: number }
  /** The body comes in drops, and never ends. */
  | { readonly kind: "drip"; readonly status: number }
  /** The body has a gigabyte. */
  | { readonly kind: "flood"; readonly status: number };

/** A request to the service, as a script of faults sees it. Preflights are not among them. */
export interface FaultRequest {
  /** Without the query. */
  readonly path: string;
  /** The parsed body; `null` if it is no JSON. */
  readonly body: unknown;
  /** How often this body came to this path, this time included. */
  readonly attempt: number;
}

/** Decides what goes wrong with a request; `undefined`: nothing. */
export type FaultScript = (request: FaultRequest) => Fault | undefined;

/** A fault and when it happens: what a script can do as far as plain data can say it. */
export interface FaultRule {
  readonly fault: Fault;
  /** Only requests to this path, without the query. */
  readonly path?: string;
  /** Only requests whose body speaks of this canonical variant id. */
  readonly variant?: string;
  /** Only the first so many times that a body comes. */
  readonly attempts?: number;
  /** Only so many requests; then the rule is over. */
  readonly times?: number;
  /** By chance: of all requests this part, 0 to 1. The same ones whenever the rules are set anew. */
  readonly chance?: number;
}

/** A timer knows no longer wait, in milliseconds: it would be over at once. */
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

/** Whether the request is carried out all the same. */
export function takesEffect(fault: Fault): boolean {
  if (fault.kind === "delay") return fault.carriedOut !== false;
  return fault.kind === "lose" || fault.kind === "cut" || fault.kind === "hide";
}

/**
 * @throws EmulatorError `invalid_option` for a kind that there is not, for a number that is missing, and for a
 *   `retryAfter` that no header can hold
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
    `a fault must be one of ${Object.keys(kinds).join(", ")}, with ms up to ${MAX_DELAY} or a status of 200 to 599 where it has them, and a retryAfter in ASCII`,
  );
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
