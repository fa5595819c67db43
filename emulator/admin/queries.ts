import type { VariantRecord } from "../account/catalog.ts";
import { toCatalogVariant } from "../account/catalog.ts";
import type { ProfileRecord } from "../account/profiles.ts";
import type { Emulation } from "../emulation.ts";
import { EmulatorError } from "../errors.ts";
import type { FaultPlan } from "../fault-rules.ts";
import { curl } from "./curl.ts";
import type {
  CatalogPage,
  CatalogRow,
  ConsentPage,
  EventPage,
  JobPage,
  MessagePage,
  RequestPage,
  Summary,
  WaitingPage,
} from "./types.ts";

export function summary(emulation: Emulation): Summary {
  const account = emulation.current();
  const { catalog, profiles, subscriptions, consents, jobs, messages, settings, hasSettings } = account;
  const { messageStatus, ...shown } = settings;
  return {
    companyId: emulation.options.companyId,
    now: emulation.clock.now(),
    ahead: emulation.clock.ahead,
    feed: emulation.schedule.feed(),
    settings: hasSettings ? shown : null,
    messageStatus,
    nextBatch: account.nextBatch ?? null,
    strict: emulation.isStrict,
    limits: emulation.limits,
    faults: activeFaults(emulation.faults),
    counts: {
      variants: catalog.size,
      profiles: profiles.count,
      waiting: subscriptions.count,
      events: subscriptions.eventCount,
      consents: consents.count,
      pending: consents.pendingCount,
      jobs: jobs.count,
      openJobs: jobs.openCount,
      messages: messages.count,
      ready: messages.readyCount,
      requests: emulation.requests.count,
      findings: emulation.findings.list().length,
    },
  };
}

export function catalog(emulation: Emulation, query: URLSearchParams): CatalogPage {
  const account = emulation.current();
  const { offset, limit } = readRange(query);
  const search = (query.get("search") ?? "").toLowerCase();
  const only = readChoice(query, "only", ["waiting", "out"]);
  const one = query.get("variant");
  const rows: CatalogRow[] = [];
  let total = 0;
  const known = one === null ? account.catalog.all() : [account.catalog.get(one)];
  for (const variant of known) {
    if (!variant) continue;
    const waiting = account.subscriptions.countOf(variant.row.id);
    if (only === "waiting" && waiting === 0) continue;
    if (only === "out" && !(variant.quantity !== null && variant.quantity <= 0)) continue;
    if (search !== "" && !matchesSearch(variant, search)) continue;
    if (total >= offset && rows.length < limit) {
      rows.push({
        ...toCatalogVariant(variant),
        link: variant.row.link,
        listed: account.catalog.listed(variant),
        waiting,
        waitUntil: variant.waitUntil ?? null,
      });
    }
    total += 1;
  }
  return { total, rows };
}

function matchesSearch({ row }: VariantRecord, search: string): boolean {
  return row.externalId.toLowerCase().includes(search) || (row.title ?? "").toLowerCase().includes(search);
}

export function waiting(emulation: Emulation, query: URLSearchParams): WaitingPage {
  const { subscriptions } = emulation.current();
  const { offset, limit } = readRange(query);
  const variant = query.get("variant") ?? "";
  return {
    total: subscriptions.countOf(variant),
    rows: subscriptions.page(variant, offset, limit).map(({ profile, channels, at }) => ({
      profile: profile.key,
      person: labelOf(profile.survivor),
      channels,
      at: new Date(at).toISOString(),
    })),
  };
}

export function events(emulation: Emulation, query: URLSearchParams): EventPage {
  const { subscriptions } = emulation.current();
  const { offset, limit } = readRange(query);
  const rows = subscriptions.latest(offset, limit).map(({ event, profile }) => ({
    ...event,
    person: labelOf(profile),
  }));
  return { total: subscriptions.eventCount, rows };
}

export function consents(emulation: Emulation, query: URLSearchParams): ConsentPage {
  const { consents: all } = emulation.current();
  const { offset, limit } = readRange(query);
  const rows = all.latest(offset, limit).map(({ consent, profile }) => ({
    ...consent,
    person: labelOf(profile),
    address: (consent.channel === "email" ? profile.emails[0] : profile.phoneNumbers[0]) ?? null,
  }));
  return { total: all.count, rows };
}

export function jobs(emulation: Emulation, query: URLSearchParams): JobPage {
  const { jobs: all } = emulation.current();
  const { offset, limit } = readRange(query);
  return { total: all.count, rows: all.latest(offset, limit) };
}

export function messages(emulation: Emulation, query: URLSearchParams): MessagePage {
  const { messages: all } = emulation.current();
  const { offset, limit } = readRange(query);
  return { total: all.count, rows: all.latest(offset, limit) };
}

export function requests(emulation: Emulation, query: URLSearchParams, origin: string): RequestPage {
  const { offset, limit } = readRange(query);
  const { total, rows } = emulation.requests.latest(offset, limit);
  return { total, rows: rows.map((request) => ({ ...request, curl: curl(request, origin) })) };
}

function labelOf({ emails, phoneNumbers, externalIds, ids }: ProfileRecord): string {
  return emails[0] ?? phoneNumbers[0] ?? externalIds[0] ?? ids[0] ?? "";
}

/** @throws EmulatorError `invalid_option` for `limit=0`, `offset=-1` */
function readRange(query: URLSearchParams): { offset: number; limit: number } {
  return {
    offset: readInteger(query, "offset", 0, 0, 1e9),
    limit: readInteger(query, "limit", 100, 1, 1_000),
  };
}

function readInteger(
  query: URLSearchParams,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new EmulatorError("invalid_option", `${name} must be a whole number from ${least} to ${most}`);
}

function readChoice(query: URLSearchParams, name: string, known: readonly string[]): string | null {
  const text = query.get(name);
  if (text === null || known.includes(text)) return text;
  throw new EmulatorError("invalid_option", `${name} must be one of ${known.join(", ")}`);
}

function activeFaults({ script, rules }: FaultPlan): Summary["faults"] {
  if (!rules) return script ? "script" : null;
  const left = rules();
  return left.length > 0 ? left : null;
}
