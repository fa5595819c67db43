import { type BackInStockSettings, readSettings } from "./account/settings.ts";
import { EmulatorError } from "./errors.ts";
import { readFaults } from "./fault-rules.ts";
import type { FaultRule, FaultScript } from "./faults.ts";
import { type FeedFields, readFields } from "./feed/fields.ts";
import type { FeedSource } from "./feed/source.ts";
import type { SeenRequest } from "./state.ts";

/** How many requests an account may send. */
export interface Limits {
  /** Requests in one second. */
  readonly burst: number;
  /** Requests in one minute. */
  readonly steady: number;
}

/** What {@link createEmulator} takes. Everything has a default. */
export interface EmulatorOptions {
  /**
   * Path or http(s) address of a JSON or XML feed, or its rows. It is read again at every sync, the array too. Without it
   * the catalog is empty, and every variant is unknown.
   */
  feed?: FeedSource;
  /** Which keys of the feed mean what, and of which type they are mapped. */
  fields?: FeedFields;
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  /** Public API key of the emulated account: six letters or digits. Default `ABC123`. */
  companyId?: string;
  /** Private API key of the emulated account, beginning with `pk_`. Default {@link defaultPrivateKey}. */
  privateKey?: string;
  /** OAuth access token that the server endpoint accepts as a bearer. Default: none is accepted. */
  accessToken?: string;
  /** Replaces the documented rate limits of every endpoint. */
  limits?: { burst?: number; steady?: number };
  /** The clock, in milliseconds since 1970, that the virtual one is ahead of. Default `Date.now`. */
  now?: () => number;
  /** What goes wrong with which request. Default: nothing. */
  faults?: FaultScript | readonly FaultRule[];
  /** How the account begins. Default: at a quantity of 1, 1 customer per unit, 60 minutes between batches, live. */
  settings?: Partial<BackInStockSettings>;
  /** Lists with each request what the live service might let pass and its description does not have. */
  strict?: boolean;
  /** Is called with each request to the service, after it was judged. */
  onRequest?: (request: SeenRequest) => void;
  /** A file that keeps what happened, so that the next start goes on from there. Default: none. */
  data?: string;
}

/** Options after checking: complete, except for what has no default. */
export interface ResolvedOptions {
  readonly feed: FeedSource;
  readonly fields: FeedFields;
  readonly port: number;
  readonly companyId: string;
  readonly privateKey: string;
  readonly accessToken: string | undefined;
  readonly limits: Partial<Limits>;
  readonly now: () => number;
  readonly faults: FaultScript | readonly FaultRule[] | undefined;
  readonly settings: Partial<BackInStockSettings>;
  readonly strict: boolean;
  readonly onRequest: ((request: SeenRequest) => void) | undefined;
  readonly data: string | undefined;
}

/** No real key looks like this one. */
export const defaultPrivateKey = "pk_emulator_not_a_real_key";

/** Every option by name; that the type is exhaustive keeps this list complete. */
const optionNames: Record<keyof EmulatorOptions, true> = {
  feed: true,
  fields: true,
  port: true,
  companyId: true,
  privateKey: true,
  accessToken: true,
  limits: true,
  now: true,
  faults: true,
  settings: true,
  strict: true,
  onRequest: true,
  data: true,
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws EmulatorError `invalid_option`: for `{ port: 70000 }`, `{ companyId: "pk_1" }`, `{ prot: 80 }`
 */
export function readOptions(options: EmulatorOptions): ResolvedOptions {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(optionNames, name)) invalidOption(`unknown option "${name}"`);
  }
  return {
    feed: readFeed(options.feed ?? []),
    fields: readFields(options.fields ?? {}),
    port: readInteger("port", options.port ?? 0, 0, 65535),
    companyId: readCompanyId(options.companyId ?? "ABC123"),
    privateKey: readPrivateKey(options.privateKey ?? defaultPrivateKey),
    accessToken: options.accessToken === undefined ? undefined : readAccessToken(options.accessToken),
    limits: readLimits(options.limits ?? {}),
    now: readClock(options.now ?? Date.now),
    faults: checkFaults(options.faults),
    settings: readSettings(options.settings ?? {}),
    strict: readFlag("strict", options.strict ?? false),
    onRequest: readCallback("onRequest", options.onRequest),
    data: options.data === undefined ? undefined : readPath("data", options.data),
  };
}

function readFeed(feed: FeedSource): FeedSource {
  if (typeof feed === "string" ? feed !== "" : Array.isArray(feed)) return feed;
  return invalidOption("feed must be a path or an array of rows");
}

function readInteger(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return invalidOption(`${name} must be a whole number from ${min} to ${max}`);
}

function readCompanyId(value: string): string {
  if (typeof value === "string" && value.startsWith("pk_")) {
    return invalidOption(
      "companyId is the public API key, and this one begins with pk_: it is a private key",
    );
  }
  if (typeof value === "string" && /^[A-Za-z0-9]{6}$/.test(value)) return value;
  return invalidOption("companyId must be six letters or digits");
}

function readPrivateKey(value: string): string {
  if (typeof value === "string" && /^pk_[!-~]+$/.test(value)) return value;
  return invalidOption("privateKey must begin with pk_ and have no spaces");
}

function readAccessToken(value: string): string {
  if (typeof value === "string" && /^[!-~]+$/.test(value)) return value;
  return invalidOption("accessToken must be printable ASCII without spaces");
}

/** @throws EmulatorError `invalid_option` for `{ burst: 0 }`, `{ hourly: 1 }` */
export function readLimits(limits: { burst?: number; steady?: number }): Partial<Limits> {
  if (typeof limits !== "object" || limits === null) return invalidOption("limits must be an object");
  for (const name of Object.keys(limits)) {
    if (name !== "burst" && name !== "steady") invalidOption(`unknown option "limits.${name}"`);
  }
  const { burst, steady } = limits;
  return {
    ...(burst !== undefined && { burst: readInteger("limits.burst", burst, 1, 1_000_000) }),
    ...(steady !== undefined && { steady: readInteger("limits.steady", steady, 1, 1_000_000) }),
  };
}

function checkFaults(faults: EmulatorOptions["faults"]): EmulatorOptions["faults"] {
  readFaults(faults);
  return faults;
}

function readFlag(name: string, value: boolean): boolean {
  return typeof value === "boolean" ? value : invalidOption(`${name} must be true or false`);
}

function readCallback<T>(name: string, value: T): T {
  if (value === undefined || typeof value === "function") return value;
  return invalidOption(`${name} must be a function`);
}

function readPath(name: string, value: string): string {
  return typeof value === "string" && value !== "" ? value : invalidOption(`${name} must be a path`);
}

function readClock(now: () => number): () => number {
  if (typeof now === "function" && Number.isFinite(now())) return now;
  return invalidOption("now must be a function that gives milliseconds");
}

function invalidOption(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
