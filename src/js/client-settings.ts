// Checks of the constructor's options, before the core is loaded. The core checks all other options.
import { BackInStockError } from "./shared/errors.ts";
import { copyKnownKeys, type KnownCopy } from "./shared/known-keys.ts";
import type { BackInStockOptions, BuildOptions } from "./types.ts";

/** Default of the option `timeout`, in milliseconds. */
export const DEFAULT_TIMEOUT = 10_000;

const CLIENT_KEYS = {
  companyId: true,
  revision: true,
  endpoint: true,
  integration: true,
  catalog: true,
  country: true,
  timeout: true,
  outbox: true,
  verification: true,
} as const;

/** A client's options, checked and completed. */
export interface ClientSettings {
  companyId: string;
  /** The options that the core reads. */
  service: BuildOptions;
  /** Milliseconds. */
  timeout: number;
  outbox: false | { days: number };
  verification: BackInStockOptions["verification"];
}

/**
 * Checks and completes a client's options.
 *
 * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
 */
export function checkClientOptions(options: unknown): ClientSettings {
  const { timeout, outbox, verification, ...given } = copyKnownKeys(options, CLIENT_KEYS, "options");
  // No prototype: members that scripts of the page add to `Object.prototype` must not act as options.
  const service: KnownCopy = Object.assign(Object.create(null), given);
  return {
    companyId: checkCompanyId(service.companyId),
    service: withEndpoint(service) as unknown as BuildOptions,
    timeout: checkTimeout(timeout),
    outbox: checkOutbox(outbox),
    verification: checkVerification(verification, service.endpoint),
  };
}

/** Mirrors `CompanyId::parse` in `src/id/company.rs`. */
function checkCompanyId(id: unknown): string {
  if (typeof id === "string" && id.includes("pk_"))
    throw new BackInStockError(
      "private_key",
      "companyId",
      "is a private API key: replace it in Klaviyo's settings, and use the public one",
    );
  if (typeof id === "string" && /^[A-Za-z0-9]{6}$/.test(id)) return id;
  throw new BackInStockError(
    "invalid_company_id",
    "companyId",
    "must be six letters or digits: the public API key",
  );
}

function checkTimeout(timeout: unknown = DEFAULT_TIMEOUT): number {
  if (typeof timeout === "number" && timeout > 0 && timeout <= 0x7fffffff) return timeout;
  throw new BackInStockError("invalid_option", "timeout", "must be a positive number of milliseconds");
}

/** Defaults to 14 days in a page, and to no outbox elsewhere. */
function checkOutbox(outbox: unknown): ClientSettings["outbox"] {
  const given = outbox ?? Boolean(globalThis.document);
  if (given === false) return false;
  const { days } = given === true ? { days: undefined } : copyKnownKeys(given, { days: true }, "outbox");
  if (days === undefined) return { days: 14 };
  if (typeof days === "number" && days > 0) return { days };
  throw new BackInStockError("invalid_option", "days", "must be a positive number");
}

/** A token must not leave the shop, and Klaviyo does not take it. */
function checkVerification(verification: unknown, endpoint: unknown): BackInStockOptions["verification"] {
  if (verification == null) return undefined;
  const isOwn = endpoint != null && !/^https:\/\/([^/]+\.)?klaviyo\.com\.?[:/]/.test(endpoint as string);
  if (typeof verification === "function" && isOwn) return verification as BackInStockOptions["verification"];
  throw new BackInStockError(
    "invalid_option",
    "verification",
    "must be a function, and needs an endpoint of the shop",
  );
}

/**
 * Makes `endpoint` absolute. Changes the options, which must be a copy.
 *
 * @throws BackInStockError `invalid_option` if the endpoint is not allowed
 */
export function withEndpoint<T extends { endpoint?: unknown }>(options: T): T {
  // The core rejects options that are not an object.
  if (options?.endpoint != null) options.endpoint = resolveEndpoint(options.endpoint);
  return options;
}

/** Allows https, loopback and the page's own origin. Plain http to other hosts would expose the shopper's data. */
function resolveEndpoint(endpoint: unknown): string {
  const page = globalThis.location;
  try {
    const url = new URL(endpoint as string, page?.href);
    const isLocal = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
    const isOwn = isLocal || url.origin === page?.origin;
    const isSecure = url.protocol === "https:" || (url.protocol === "http:" && isOwn);
    const isPlain = !url.username && !url.password && !/[?#]|^.{2000}/.test(url.href);
    if (typeof endpoint === "string" && isPlain && isSecure) return url.href;
  } catch {
    // The URL is invalid.
  }
  throw new BackInStockError(
    "invalid_option",
    "endpoint",
    "must be an https, loopback or same-origin URL without a query, fragment or credentials",
  );
}
