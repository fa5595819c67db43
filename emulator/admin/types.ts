import type { BackInStockSettings } from "../account/settings.ts";
import type { FaultRule } from "../faults.ts";
import type { Limits } from "../options.ts";
import type { BackInStockEvent, CatalogVariant, Channel, FeedState, Message, SeenRequest } from "../state.ts";

/** `GET /emulator/summary`: all but the lists, and how long these are. */
export interface Summary {
  readonly companyId: string;
  /** The virtual time, in milliseconds since 1970. */
  readonly now: number;
  /** How far it is ahead of the real one, in milliseconds. */
  readonly ahead: number;
  readonly feed: FeedState;
  readonly settings: Omit<BackInStockSettings, "messageStatus"> | null;
  readonly messageStatus: BackInStockSettings["messageStatus"];
  /** When the next wait between two batches ends, in milliseconds since 1970. */
  readonly nextBatch: number | null;
  readonly strict: boolean;
  readonly limits: Partial<Limits>;
  /** The rules in force; `script`: a function decides, which cannot be shown. */
  readonly faults: readonly FaultRule[] | "script" | null;
  readonly counts: {
    readonly variants: number;
    readonly profiles: number;
    readonly waiting: number;
    readonly events: number;
    readonly consents: number;
    readonly messages: number;
    /** Manual messages that wait to be sent. */
    readonly ready: number;
    readonly requests: number;
    /** Kinds of findings, counted once for each place. */
    readonly findings: number;
  };
}

/** A part of a list: how long all of it is, and the rows from `offset` on. */
export interface Page<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** A variant, and what is about to happen to it. */
export interface CatalogRow extends CatalogVariant {
  readonly link: string | null;
  /** What the feed lists now: it is seen at the next sync. */
  readonly listed: number | null;
  /** How many wait for it. */
  readonly waiting: number;
  /** When the wait after its last batch ends, in milliseconds since 1970; `null`: there is none. */
  readonly waitUntil: number | null;
}

/**
 * `GET /emulator/catalog?offset=0&limit=100&search=shirt&only=waiting`: all, those whose title or id has the text, those that
 * somebody waits for (`waiting`) or that are sold out (`out`), or the one `variant`.
 */
export type CatalogPage = Page<CatalogRow>;

/** `GET /emulator/waiting?variant=$custom:::$default:::SKU-1&offset=0&limit=100`: those who wait for a variant, oldest first. */
export type WaitingPage = Page<{
  readonly profile: string;
  /** An identifier to call the person by. */
  readonly person: string;
  readonly channels: readonly Channel[];
  /** ISO 8601. */
  readonly at: string;
}>;

/** `GET /emulator/events?offset=0&limit=100`: latest first. */
export type EventPage = Page<BackInStockEvent & { readonly person: string }>;

/** `GET /emulator/messages?offset=0&limit=100`: latest first. */
export type MessagePage = Page<Message>;

/** `GET /emulator/requests?offset=0&limit=100`: the latest 1,000, latest first. */
export type RequestPage = Page<
  SeenRequest & {
    /** Counted from 1. */
    readonly number: number;
    /** The same request as a command for a shell; a key or token is a variable in it. */
    readonly curl: string;
  }
>;
