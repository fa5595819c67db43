// A client's options, which are checked before the module is loaded: by the core's own grammar, as data.

import { SHAPES } from "./fields.ts";
import { ENDPOINT, PRIVATE_KEY, RULES, YEARS_SERVED } from "./generated/core.ts";
import { BackInStockError, numbered } from "./shared/errors.ts";
import { type Shape, type Snapshot, snapshot } from "./shared/known-keys.ts";

/** Copies options, resolves the endpoint, and throws for the first that is wrong. */
export function checkOptions(options: unknown, shape: Shape): Snapshot {
  const copy = snapshot(options, shape, "options");
  if (typeof copy.companyId === "string" && PRIVATE_KEY[0].test(copy.companyId))
    throw numbered(PRIVATE_KEY[1]);
  for (const [name, [pattern, error]] of Object.entries(RULES)) {
    const value = copy[name];
    if (value != null && (typeof value !== "string" || !pattern.test(value))) throw numbered(error);
  }
  if (copy.endpoint != null) copy.endpoint = resolveEndpoint(copy.endpoint);
  warnOfRetired(copy.revision);
  return copy;
}

/** Milliseconds for loading the module, and for each call, unless the page sets another time. */
export const TIMEOUT = 10_000;

/** What a client is made with, complete. */
export type ClientOptions = Snapshot & { timeout: number; outbox: false | { days: number } };

/** The same for a client, which is a page's. */
export function checkClientOptions(options: unknown): ClientOptions {
  const copy = checkOptions(options, SHAPES.client);
  if (copy.companyId == null) throw numbered(RULES.companyId?.[1] ?? 0);
  const { timeout = TIMEOUT } = copy;
  if (typeof timeout !== "number" || !(timeout > 0 && timeout <= 0x7fffffff)) {
    throw new BackInStockError("invalid_option", "timeout", "must be a number of milliseconds above 0");
  }
  return Object.assign(copy, { timeout, outbox: checkOutbox(copy.outbox) });
}

/** By default, pages keep what they could not send, for two weeks. */
function checkOutbox(outbox: unknown): ClientOptions["outbox"] {
  const given = outbox ?? Boolean(globalThis.document);
  if (given === false) return false;
  const { days = 14 } = given === true ? {} : snapshot(given, { days: true }, "outbox");
  if (typeof days === "number" && days > 0) return { days };
  throw new BackInStockError("invalid_option", "days", "must be a number above 0");
}

/** An https URL, loopback, or of the page's own origin: anything else could be read on the way. */
function resolveEndpoint(endpoint: unknown): string {
  const page = globalThis.location;
  try {
    const url = new URL(endpoint as string, page?.href);
    const local = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
    const own = local || url.origin === page?.origin;
    const secure = url.protocol === "https:" || (url.protocol === "http:" && own);
    const plain = !url.username && !url.password && !/[?#]|^.{2000}/.test(url.href);
    if (typeof endpoint === "string" && plain && secure) return url.href;
  } catch {
    // No URL at all.
  }
  throw numbered(ENDPOINT);
}

let warned = false;

/** Another revision silently serves the requests of a retired one. `state` in `src/klaviyo/revision.rs` is the rule. */
function warnOfRetired(revision: unknown): void {
  if (typeof revision !== "string" || warned) return;
  const retired = new Date(revision.slice(0, 10));
  retired.setUTCFullYear(retired.getUTCFullYear() + YEARS_SERVED);
  if (!(retired.getTime() <= Date.now())) return;
  warned = true;
  console.warn(`back-in-stock: revision ${revision} of the API is retired: it is older than two years.`);
}
