import type { Summary } from "../admin/types.ts";
import type { FaultRule } from "../faults.ts";

/** Faults that can be chosen by name. */
export const presets: Readonly<Record<string, FaultRule["fault"]>> = {
  "Connections are refused": { kind: "refuse" },
  "Answers are lost after it was carried out": { kind: "lose" },
  "Answers that no page may read": { kind: "hide" },
  "Slow: 3 seconds": { kind: "delay", ms: 3_000 },
  "Throttled: 429, Retry-After 5": { kind: "status", status: 429, retryAfter: "5", readable: true },
  "Down: 503": { kind: "status", status: 503 },
  "A proxy's page: 502": { kind: "status", status: 502, html: true },
  "A proxy's challenge: 403": { kind: "challenge" },
};

/** Which requests a chosen fault is for. */
export const scopes: Readonly<Record<string, Omit<FaultRule, "fault">>> = {
  "every request": {},
  "the first attempt of each": { attempts: 1 },
  "half of the requests": { chance: 0.5 },
  "the next request only": { times: 1 },
};

/** The message after faults were switched off. */
export const stoppedMessage = "Nothing goes wrong any more.";

/** The faults in force in words, such as `Down: 503 (every request)`; empty if there are none. */
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

/** Equal objects give equal texts, whatever the order of their keys. */
const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort());
