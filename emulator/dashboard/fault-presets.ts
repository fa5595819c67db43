import type { Summary } from "../admin/types.ts";
import type { FaultRule } from "../faults.ts";

/** Faults by their names in the dashboard. */
export const presets: Readonly<Record<string, FaultRule["fault"]>> = {
  "Connection reset": { kind: "refuse" },
  "Response lost after the request is carried out": { kind: "lose" },
  "Response without CORS headers": { kind: "hide" },
  "Slow response: 3 seconds": { kind: "delay", ms: 3_000 },
  "Throttled: 429, Retry-After 5": { kind: "status", status: 429, retryAfter: "5", readable: true },
  "Down: 503": { kind: "status", status: 503 },
  "Proxy error page: 502": { kind: "status", status: 502, html: true },
  "Proxy challenge page: 403": { kind: "challenge" },
};

/** The requests that a fault applies to, by their names in the dashboard. */
export const scopes: Readonly<Record<string, Omit<FaultRule, "fault">>> = {
  "every request": {},
  "the first attempt of each request": { attempts: 1 },
  "half of all requests": { chance: 0.5 },
  "the next request only": { times: 1 },
};

/** The message after faults are turned off. */
export const stoppedMessage = "Faults are off.";

/** Describes the active faults, such as `Down: 503 (every request)`; empty if there are none. */
export function describeFaults(rules: Summary["faults"]): string {
  if (rules === "script") return "A function decides which requests fail";
  return (rules ?? []).map(describeRule).join("; ");
}

function describeRule({ fault, ...scope }: FaultRule): string {
  const name =
    presetName(presets, fault) ?? ("status" in fault ? `${fault.kind} ${fault.status}` : fault.kind);
  return `${name} (${presetName(scopes, scope) ?? "some requests"})`;
}

function presetName(named: Readonly<Record<string, object>>, value: object): string | undefined {
  const text = sorted(value);
  return Object.keys(named).find((name) => sorted(named[name] ?? {}) === text);
}

/** A text that is the same for equal objects, regardless of the order of their keys. */
const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort());
