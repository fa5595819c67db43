// The public types. Names, shapes and codes are a contract: they stay.
import type { BackInStockError } from "./shared/errors.ts";

declare global {
  // Where there is no DOM, TypeScript has none of it; where there is, this adds nothing.
  namespace WebAssembly {
    interface Module {}
  }
}

/** Where the module comes from. Without one, each entry of the package knows its own. */
export type WasmSource =
  | string
  | URL
  | Request
  | Response
  | ArrayBuffer
  | ArrayBufferView
  // Its interface is empty, and so would take a number.
  | (object & WebAssembly.Module);

/** By what a shopper can be told. */
export type Channel = "EMAIL" | "SMS" | "PUSH" | "WHATSAPP";

/** What stands around a bare variant id. */
export interface CatalogScope {
  /** The integration that owns the catalog; `"$custom"`, that of a custom feed, if not given. */
  integration?: string | undefined;
  /** The catalog's name there; `"$default"` if not given. */
  catalog?: string | undefined;
}

/** One shopper's wish to hear when one variant is back. */
export interface SubscriptionRequest {
  /** The id of the variant: the `id` of its row in the feed, or the canonical one (`$custom:::$default:::SKU-1`). */
  variant: string | ({ id: string } & CatalogScope);
  /** Who waits: at least one identifier. */
  profile: {
    email?: string | undefined;
    /** In E.164, or a national number of the shop's `country`. */
    phoneNumber?: string | undefined;
    /** The shop's own id of the person. */
    externalId?: string | undefined;
    /** Klaviyo's own id of the person. */
    id?: string | undefined;
  };
  /** `["EMAIL"]` if an e-mail address is given; there is no other default. */
  channels?: readonly Channel[] | undefined;
  /** What marketing the shopper agreed to, by a box that was not ticked for them. */
  marketing?:
    | {
        listId: string;
        email?: boolean | undefined;
        sms?: boolean | undefined;
        whatsapp?: boolean | undefined;
      }
    | undefined;
  /** Says that consent to text messages was recorded before; otherwise `SMS` needs `marketing.sms`. */
  smsConsent?: "recorded" | undefined;
  /** Says that consent to WhatsApp messages was recorded before; otherwise `WHATSAPP` needs `marketing.whatsapp`. */
  whatsappConsent?: "recorded" | undefined;
}

/** How a shop is reached. */
export interface BackInStockOptions extends CatalogScope {
  /** The public API key: six letters or digits. Never a private one. */
  companyId: string;
  /** A revision of the API: a date; `2026-10-15` if not given. */
  revision?: string | undefined;
  /** Replaces `https://a.klaviyo.com`: an https URL, loopback, or a path of the page's own origin such as `/bis`. */
  endpoint?: string | undefined;
  /** The ISO code of the country whose national phone numbers are understood. */
  country?: string | undefined;
  /** Milliseconds for loading the module, and for each call with its whole answer; 10,000 if not given. */
  timeout?: number | undefined;
  /**
   * Whether the device keeps a request until its answer is final, and sends it again, for 14 days or as many as are
   * given. `true` in a page, if not given, and `false` elsewhere.
   */
  outbox?: boolean | { days?: number | undefined } | undefined;
}

/** What became of the newsletter sign-up that a request asked for. A queued one is tried again, like a request. */
export type MarketingOutcome =
  | { status: "accepted"; error?: undefined }
  | { status: "rejected" | "queued"; error: BackInStockError };

/**
 * What became of a request. Accepted means that the service queued it: it promises no message. Of one that is queued
 * here, the event `settled` tells later what became of it.
 */
export type Outcome =
  | {
      /** `already-requested`: accepted as well; this device has asked for the same in the last 30 days. */
      status: "accepted" | "already-requested";
      marketing?: MarketingOutcome;
    }
  | {
      status: "queued";
      /** There was no answer, too many requests of the whole shop, or an answer that says "later". */
      reason: "network" | "throttled" | "service";
      /** When it is tried again, as long as a page of the shop is open. */
      retryAt: Date;
      /** `false`: it is lost with this page, because the browser keeps nothing here. */
      durable: boolean;
      /** It waits with the alert: `settled` tells what became of it. */
      marketing?: undefined;
    };

/** What became of a request that was queued: an outcome that is not queued, or why it was given up. */
export type SettledDetail = {
  /** The canonical id of the variant. */
  variant: string;
  channels: Channel[];
  /** When the shopper asked. */
  asked: Date;
} & (
  | { outcome: Outcome; error?: undefined }
  /** What the service refused; or `storage`: it was kept for too long. */
  | { outcome?: undefined; error: BackInStockError }
);

/** The events of a client: of all clients of its company, in every tab where one is open. */
export interface BackInStockEventMap {
  settled: CustomEvent<SettledDetail>;
}

/** Who will send the request that is built. */
export type BuildOptions = CatalogScope & {
  revision?: string | undefined;
  endpoint?: string | undefined;
  country?: string | undefined;
  /** For `content-type` and `accept`; older examples use `application/json`. */
  mediaType?: "application/vnd.api+json" | "application/json" | undefined;
} & (
    | { audience: "client"; companyId: string }
    | { audience: "server"; privateKey: string }
    | { audience: "server"; accessToken: string }
  );

/** A request as data, for whatever sends it. */
export interface HttpRequest {
  method: "POST";
  url: string;
  headers: Record<string, string>;
  body: object;
}

/** One entry of the service's error document. Its texts are the server's and may quote the shopper: show none of it. */
export interface ApiError {
  id?: string;
  code?: string;
  title?: string;
  detail?: string;
  status?: number;
  source?: { pointer?: string; parameter?: string };
}
