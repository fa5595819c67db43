import type { AssumptionId } from "../assumptions/index.ts";
import { type Rejection, reject } from "./rejection.ts";
import type { ReceivedRequest } from "./request.ts";

/** All revisions that have the endpoints, from Klaviyo's API changelog. */
const revisions = [
  "2023-07-15",
  "2023-08-15",
  "2023-09-15",
  "2023-10-15",
  "2023-12-15",
  "2024-02-15",
  "2024-05-15",
  "2024-06-15",
  "2024-07-15",
  "2024-10-15",
  "2025-01-15",
  "2025-04-15",
  "2025-07-15",
  "2025-10-15",
  "2026-01-15",
  "2026-04-15",
  "2026-07-15",
  "2026-10-15",
] as const;

const first = revisions[0];
const newest = revisions[revisions.length - 1] ?? first;

/** The revision that serves a request. */
export interface ResolvedRevision {
  readonly revision: string;
  readonly assumptions: readonly AssumptionId[];
}

/**
 * Finds the revision that serves a request, by its `revision` header.
 *
 * Klaviyo's "API versioning and deprecation policy": a revision is stable for a year, then deprecated for another year, then
 * retired. A retired revision falls forward silently, or gets 410 with `X-Klaviyo-Revision-Fall-Forward-Opt-Out: 1`.
 */
export function resolveRevision({ headers, at }: ReceivedRequest): ResolvedRevision | Rejection {
  const sent = headers.get("revision");
  if (sent === undefined) return reject("revision_missing", "The revision header is required.");
  const [, date, suffix] = /^(\d{4}-\d{2}-\d{2})(\.[A-Za-z0-9-]+)?$/.exec(sent) ?? [];
  if (date === undefined || !isDate(date)) {
    return reject("revision_malformed", "The revision header must be a date: YYYY-MM-DD[.suffix].");
  }
  const assumptions: AssumptionId[] = suffix === undefined ? [] : ["revision_suffix"];
  if (date > newest) return { revision: newest, assumptions: [...assumptions, "revision_newer"] };
  if (date < first) assumptions.push("revision_older");
  else if (!revisions.some((revision) => revision === date)) {
    return reject("revision_unlisted", "The revision header does not name a revision of this API.");
  }
  if (lifecycleOf(date, at) !== "retired") return { revision: date, assumptions };
  if (headers.get("x-klaviyo-revision-fall-forward-opt-out") === "1") {
    return reject("revision_gone", "The revision is retired.");
  }
  const oldest = revisions.find((revision) => lifecycleOf(revision, at) !== "retired") ?? newest;
  return { revision: oldest, assumptions: [...assumptions, "revision_retired"] };
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The lifecycle state of a revision at a time. */
export function lifecycleOf(revision: string, at: number): "stable" | "deprecated" | "retired" {
  if (at < anniversary(revision, 1)) return "stable";
  return at < anniversary(revision, 2) ? "deprecated" : "retired";
}

function anniversary(revision: string, years: number): number {
  const date = new Date(`${revision}T00:00:00Z`);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}
