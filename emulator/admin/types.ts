import type { BackInStockSettings } from "../account/settings.ts";
import type { FaultRule } from "../faults.ts";
import type { Limits } from "../options.ts";
import type {
  BackInStockEvent,
  CatalogVariant,
  Channel,
  Consent,
  ConsentJob,
  FeedState,
  Message,
  SeenRequest,
} from "../state.ts";

/** `GET /emulator/summary`: the state without the lists, but with their lengths. */
export interface Summary {
  readonly companyId: string;
  /** The virtual time, in milliseconds since 1970. */
  readonly now: number;
  /** The offset of the virtual clock from the base clock, in milliseconds. */
  readonly ahead: number;
  readonly feed: FeedState;
  readonly settings: Omit<BackInStockSettings, "messageStatus"> | null;
  readonly messageStatus: BackInStockSettings["messageStatus"];
  /** When the next wait between batches ends, in milliseconds since 1970. */
  readonly nextBatch: number | null;
  readonly strict: boolean;
  readonly limits: Partial<Limits>;
  /** The rules in force; `script` if a function decides. */
  readonly faults: readonly FaultRule[] | "script" | null;
  readonly counts: {
    readonly variants: number;
    readonly profiles: number;
    readonly waiting: number;
    readonly events: number;
    readonly consents: number;
    /** Consents that wait for a confirmation. */
    readonly pending: number;
    readonly jobs: number;
    /** Consent jobs that are not complete. */
    readonly openJobs: number;
    readonly messages: number;
    /** Manual messages that were not sent yet. */
    readonly ready: number;
    readonly requests: number;
    /** Distinct findings: each code counts once for each place. */
    readonly findings: number;
  };
}

/** A page of a list: the length of the whole list, and the rows from `offset` on. */
export interface Page<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** A variant with its waiting list and next events. */
export interface CatalogRow extends CatalogVariant {
  readonly link: string | null;
  /** The quantity that the feed lists now. It is seen at the next sync. */
  readonly listed: number | null;
  /** Length of its waiting list. */
  readonly waiting: number;
  /** When the wait after its last batch ends, in milliseconds since 1970; `null` if there is no wait. */
  readonly waitUntil: number | null;
}

/**
 * `GET /emulator/catalog?offset=0&limit=100&search=shirt&only=waiting`. `search` matches titles and ids; `only` selects
 * variants with subscribers (`waiting`) or without stock (`out`); `variant` selects one by its id.
 */
export type CatalogPage = Page<CatalogRow>;

/** `GET /emulator/waiting?variant=$custom:::$default:::SKU-1&offset=0&limit=100`: a variant's waiting list, oldest first. */
export type WaitingPage = Page<{
  readonly profile: string;
  /** One of the person's identifiers, for display. */
  readonly person: string;
  readonly channels: readonly Channel[];
  /** ISO 8601. */
  readonly at: string;
}>;

/** `GET /emulator/events?offset=0&limit=100`: latest first. */
export type EventPage = Page<BackInStockEvent & { readonly person: string }>;

/** `GET /emulator/consents?offset=0&limit=100`: latest first. */
export type ConsentPage = Page<
  Consent & {
    readonly person: string;
    /** The address that the consent is for; `null` if the profile has none. */
    readonly address: string | null;
  }
>;

/** `GET /emulator/jobs?offset=0&limit=100`: latest first. */
export type JobPage = Page<ConsentJob>;

/** `GET /emulator/messages?offset=0&limit=100`: latest first. */
export type MessagePage = Page<Message>;

/** `GET /emulator/requests?offset=0&limit=100`: the latest 1,000, latest first. */
export type RequestPage = Page<
  SeenRequest & {
    /** Counted from 1. */
    readonly number: number;
    /** The request as a shell command. A key or token becomes a variable. */
    readonly curl: string;
  }
>;
