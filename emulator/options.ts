import { type BackInStockSettings, readSettings } from "./account/settings.ts";
import { EmulatorError } from "./errors.ts";
import { readFaults } from "./fault-rules.ts";
import type { FaultRule, FaultScript } from "./faults.ts";
import { type FeedFields, readFields } from "./feed/fields.ts";
import type { FeedSource } from "./feed/source.ts";
import type { SeenRequest } from "./state.ts";

/** Rate limits of an account. */
export interface Limits {
  /** Requests in one second. */
  readonly burst: number;
  /** Requests in one minute. */
  readonly steady: number;
}

/** Options of {@link createEmulator}. All have defaults. */
export interface EmulatorOptions {
  /**
   * Path or http(s) URL of a JSON or XML feed, or an array of rows. Every sync reads it again. Without a feed the catalog is
   * empty, and every variant is unknown.
   */
  feed?: FeedSource;
  /** Maps the feed's keys to fields, and their types. */
  fields?: FeedFields;
  /** Port on 127.0.0.1. The default, 0, takes any free port. */
  port?: number;
  /** Public API key of the account: six letters or digits. Default `ABC123`. */
  companyId?: string;
  /** Private API key of the account; begins with `pk_`. Default {@link defaultPrivateKey}. */
  privateKey?: string;
  /** OAuth access token that the server endpoint accepts as a bearer token. Default: none. */
  accessToken?: string;
  /** Replaces the documented rate limits of every endpoint. */
  limits?: { burst?: number; steady?: number };
  /** The base clock, in milliseconds since 1970. The virtual clock adds to it. Default `Date.now`. */
  now?: () => number;
  /** Faults to simulate. Default: none. */
  faults?: FaultScript | readonly FaultRule[];
  /** The account's initial settings. Default: minimum quantity 1, 1 customer per unit, 60 minutes between batches, live. */
  settings?: Partial<BackInStockSettings>;
  /** Runs the contract check: lists with each request what Klaviyo's API description does not allow. */
  strict?: boolean;
  /** Called with each API request, once its answer is decided. */
  onRequest?: (request: SeenRequest) => void;
  /** A file that stores all changes, so that the next start continues from there. Default: none. */
  data?: string;
}

/** Checked options, with the defaults filled in. */
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

/** Does not look like a real key. */
export const defaultPrivateKey = "pk_emulator_not_a_real_key";

/** All option names. The exhaustive type keeps the list complete. */
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
 * @throws EmulatorError `invalid_option` for `{ port: 70000 }`, `{ companyId: "pk_1" }`, `{ prot: 80 }`
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
  return invalidOption("feed must be a path, a URL, or an array of rows");
}

function readInteger(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return invalidOption(`${name} must be a whole number from ${min} to ${max}`);
}

function readCompanyId(value: string): string {
  if (typeof value === "string" && value.startsWith("pk_")) {
    return invalidOption(
      "companyId must be the public API key; this is a private key, as it begins with pk_",
    );
  }
  if (typeof value === "string" && /^[A-Za-z0-9]{6}$/.test(value)) return value;
  return invalidOption("companyId must be six letters or digits");
}

function readPrivateKey(value: string): string {
  if (typeof value === "string" && /^pk_[!-~]+$/.test(value)) return value;
  return invalidOption("privateKey must begin with pk_ and contain no spaces");
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
  return invalidOption("now must be a function that returns milliseconds");
}

function invalidOption(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
