import { type BackInStockSettings, readSettings } from "./account/settings.ts";
import { readDuration } from "./clock.ts";
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

/** How a list subscribes people, in Klaviyo's terms: at once, or after the person has confirmed it. */
export type OptInProcess = "single_opt_in" | "double_opt_in";

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
  /** The scopes of the private key and the access token, such as `profiles:read`. Default: all. */
  scopes?: readonly string[];
  /** The account's lists by id. Consents for another list are rejected. Default: every list exists. */
  lists?: Readonly<Record<string, OptInProcess>>;
  /** The opt-in process of consents without a list, and of lists that `lists` does not name. Default `single_opt_in`. */
  optIn?: OptInProcess;
  /** The time that a consent job takes: milliseconds, or a text such as `90s`. Default `2s`. */
  jobDuration?: number | string;
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
  readonly scopes: readonly string[] | undefined;
  readonly lists: Readonly<Record<string, OptInProcess>> | undefined;
  readonly optIn: OptInProcess;
  /** In milliseconds. */
  readonly jobDuration: number;
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
  scopes: true,
  lists: true,
  optIn: true,
  jobDuration: true,
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
    scopes: options.scopes === undefined ? undefined : readScopes(options.scopes),
    lists: options.lists === undefined ? undefined : readLists(options.lists),
    optIn: readOptIn("optIn", options.optIn ?? "single_opt_in"),
    jobDuration: readJobDuration(options.jobDuration ?? "2s"),
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

function readScopes(scopes: readonly string[]): readonly string[] {
  const isList = Array.isArray(scopes) && scopes.every((scope) => /^[a-z-]+:(read|write)$/.test(scope));
  return isList ? [...scopes] : invalidOption("scopes must be a list of scopes such as profiles:read");
}

function readLists(lists: Readonly<Record<string, OptInProcess>>): Readonly<Record<string, OptInProcess>> {
  if (typeof lists !== "object" || lists === null || Array.isArray(lists)) {
    return invalidOption("lists must be an object with an opt-in process for each list id");
  }
  const entries = Object.entries(lists);
  return Object.fromEntries(entries.map(([id, process]) => [id, readOptIn(`lists.${id}`, process)]));
}

function readOptIn(name: string, value: OptInProcess): OptInProcess {
  if (value === "single_opt_in" || value === "double_opt_in") return value;
  return invalidOption(`${name} must be single_opt_in or double_opt_in`);
}

function readJobDuration(value: number | string): number {
  return readDuration(value) ?? invalidOption("jobDuration must be milliseconds, or a text such as 90s");
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
