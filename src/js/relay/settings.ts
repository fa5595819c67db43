// Checks the types of the options. The core checks their values.
import type { RelaySettings } from "#relay";
import { BackInStockError } from "../shared/errors.ts";
import { copyKnownKeys } from "../shared/known-keys.ts";
import { Signatures } from "./signatures.ts";
import type { RelayOptions } from "./types.ts";

const TEXTS = ["companyId", "privateKey", "basePath", "upstream", "revision"] as const;

const KEYS = {
  companyId: true,
  privateKey: true,
  basePath: true,
  allowOrigin: true,
  upstream: true,
  revision: true,
  timeout: true,
  queue: true,
  limiter: true,
  identityKey: true,
  onProblem: true,
  onOutcome: true,
} as const;

/** Options with the documented types. */
export interface Settings extends Pick<RelayOptions, "queue" | "limiter" | "onOutcome"> {
  /** What the core checks. */
  core: RelaySettings;
  timeout: number;
  /** The keys of the queue's messages; the first encrypts. */
  keys: readonly string[];
  signatures: Signatures;
  onProblem: (error: BackInStockError) => void;
}

/**
 * Copies and checks options.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`
 */
export function checkRelayOptions(options: unknown): Settings {
  const given = copyKnownKeys(options, KEYS, "options") as { [K in keyof RelayOptions]: unknown };
  const core: Record<string, unknown> = { allowOrigin: textsOf("allowOrigin", given.allowOrigin ?? []) };
  for (const name of TEXTS) {
    const value = given[name];
    if (value == null) continue;
    if (typeof value !== "string") throw invalid(name, "must be a string");
    core[name] = value;
  }
  const { timeout = 10_000, queue, limiter, identityKey, onProblem, onOutcome } = given;
  if (!(typeof timeout === "number" && timeout > 0 && timeout <= 0x7fffffff))
    throw invalid("timeout", "must be a positive number of milliseconds");
  if (queue != null && typeof (queue as { send?: unknown }).send !== "function")
    throw invalid("queue", "must have a method send");
  // The stub of a Durable Object has every method.
  if (limiter != null && typeof (limiter as { reserve?: unknown }).reserve !== "function")
    throw invalid("limiter", "must have a method reserve");
  for (const [name, value] of Object.entries({ onProblem, onOutcome }))
    if (value != null && typeof value !== "function") throw invalid(name, "must be a function");
  const keys = textsOf("identityKey", typeof identityKey === "string" ? [identityKey] : (identityKey ?? []));
  if (!keys.every((key) => /^[0-9a-f]{64}$/i.test(key)) || (queue != null && keys.length === 0))
    throw invalid("identityKey", "must be 64 hexadecimal digits, or a list of such keys");
  return {
    core,
    timeout,
    keys,
    signatures: new Signatures(keys),
    queue: (queue ?? undefined) as Settings["queue"],
    limiter: (limiter ?? undefined) as Settings["limiter"],
    onOutcome: (onOutcome ?? undefined) as Settings["onOutcome"],
    onProblem: (onProblem ?? log) as Settings["onProblem"],
  };
}

/** Errors have fixed texts: none contains what a shopper typed. */
const log = ({ code, message }: BackInStockError) =>
  console.error(`back-in-stock relay: ${code}: ${message}`);

function textsOf(name: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((text) => typeof text === "string")) return [...value];
  throw invalid(name, "must be a list of strings");
}

const invalid = (name: string, message: string) => new BackInStockError("invalid_option", name, message);
