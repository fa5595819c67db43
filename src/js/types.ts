// The public types. Names, shapes and codes are a contract and must not change.
import type { BackInStockError } from "./shared/errors.ts";

declare global {
  // TypeScript declares this interface in the DOM library only. Where that is loaded, this declaration adds nothing.
  namespace WebAssembly {
    interface Module {}
  }
}

/** The source of a WebAssembly module: its address, a response, its bytes, or the compiled module. */
export type WasmSource =
  | string
  | URL
  | Request
  | Response
  | ArrayBuffer
  | ArrayBufferView
  // The interface is empty, so alone it would accept a number.
  | (object & WebAssembly.Module);

/** A channel for notifications. */
export type Channel = "EMAIL" | "SMS" | "PUSH" | "WHATSAPP";

/** Integration and catalog that qualify a bare variant id. */
export interface CatalogScope {
  /** Integration that owns the catalog. Default `"$custom"`, the integration of custom feeds. */
  integration?: string | undefined;
  /** Name of the catalog within the integration. Default `"$default"`. */
  catalog?: string | undefined;
}

/** A request to notify one shopper when a variant is back in stock. */
export interface SubscriptionRequest {
  /** Variant id: the `id` of its row in the feed, or the canonical id (`$custom:::$default:::SKU-1`). */
  variant: string | ({ id: string } & CatalogScope);
  /** The shopper. At least one identifier is required. */
  profile: {
    email?: string | undefined;
    /** E.164 number, or a national number of the client's `country`. */
    phoneNumber?: string | undefined;
    /** The shop's id for this shopper. */
    externalId?: string | undefined;
    /** Klaviyo's id for this profile. */
    id?: string | undefined;
  };
  /** Channels for the alert. Default `["EMAIL"]` if `profile.email` is set; otherwise required. */
  channels?: readonly Channel[] | undefined;
  /** Marketing channels that the shopper opted in to, through a checkbox that was not preselected, and the list to join. */
  marketing?:
    | {
        listId: string;
        email?: boolean | undefined;
        sms?: boolean | undefined;
        whatsapp?: boolean | undefined;
      }
    | undefined;
  /** Set if consent to text messages is already on record. Otherwise `SMS` requires `marketing.sms`. */
  smsConsent?: "recorded" | undefined;
  /** Set if consent to WhatsApp messages is already on record. Otherwise `WHATSAPP` requires `marketing.whatsapp`. */
  whatsappConsent?: "recorded" | undefined;
}

/** Options of a `BackInStock` client. */
export interface BackInStockOptions extends CatalogScope {
  /** Public API key of the Klaviyo account: six letters or digits. Never pass a private key. */
  companyId: string;
  /** API revision, as a date. Default `2026-10-15`. */
  revision?: string | undefined;
  /** Replaces `https://a.klaviyo.com`: an https URL, a loopback URL, or a path on the page's own origin such as `/bis`. */
  endpoint?: string | undefined;
  /** ISO 3166 code of the country of phone numbers without `+`, such as `US`. */
  country?: string | undefined;
  /** Time limit in milliseconds for loading the core, and for each call including its response body. Default 10,000. */
  timeout?: number | undefined;
  /**
   * Whether to store requests on this device until their outcome is final, and to retry them. `days` limits how long a
   * request is retried; default 14. If Klaviyo may have received it, the limit is 24 hours. Default `true` in a page, `false`
   * elsewhere.
   */
  outbox?: boolean | { days?: number | undefined } | undefined;
  /**
   * Returns a token of a service that verifies people, such as Turnstile. Called for each call, also for retries. The token
   * is sent to `endpoint` in the header `Back-In-Stock-Verification`. Requires an endpoint of the shop, such as its relay:
   * Klaviyo does not take tokens.
   */
  verification?: (() => string | Promise<string>) | undefined;
}

/**
 * Outcome of the newsletter sign-up in a request. A `queued` sign-up is retried like a request, or was stored by the shop's
 * relay.
 */
export type MarketingOutcome =
  | { status: "accepted"; error?: undefined; reason?: undefined }
  | { status: "rejected" | "queued"; error: BackInStockError; reason?: undefined }
  | { status: "queued"; reason: "relay"; error?: undefined };

/**
 * Outcome of a request. `accepted` means that Klaviyo answered 202; it does not guarantee a message. If the request is
 * `queued` on this device, the `settled` event reports its final outcome. If it is `queued` by the shop's own relay, no
 * event follows: the relay reports to the shop.
 */
export type Outcome =
  | {
      /** `already-requested`: Klaviyo has accepted the same alert from this device in the last 30 days. */
      status: "accepted" | "already-requested";
      /** Set if `marketing.email` was `true`. */
      marketing?: MarketingOutcome;
    }
  | {
      status: "queued";
      /** `network`: no response. `throttled`: the account's rate limit is exceeded. `service`: Klaviyo's or a proxy's error. */
      reason: "network" | "throttled" | "service";
      /** Time of the next attempt, if a page of the shop is open then. */
      retryAt: Date;
      /** Whether the request outlives the page. `false` if the browser could not store it. */
      durable: boolean;
      receipt?: undefined;
      /** Queued with the alert; the `settled` event reports its outcome. */
      marketing?: undefined;
    }
  | {
      status: "queued";
      /** The shop's relay has stored the request, and sends it. Klaviyo may still reject it. */
      reason: "relay";
      durable: true;
      /** Cancels the request, until it is sent: `POST alerts/cancel` at the relay. */
      receipt: string;
      retryAt?: undefined;
      /** Set if the request had `marketing.email`. */
      marketing?: MarketingOutcome;
    };

/** Final outcome of a queued request or newsletter sign-up, or the error that ended its retries. */
export type SettledDetail = {
  /** Canonical variant id. */
  variant: string;
  channels: Channel[];
  /** Time of the shopper's request. */
  requestedAt: Date;
} & (
  | { outcome: Outcome; error?: undefined }
  /** Why Klaviyo rejected the request; `storage` if it was dropped from the queue; the last error after 50 attempts. */
  | { outcome?: undefined; error: BackInStockError }
);

/** Events of a client. They fire on every client of the same company, in every open tab that has used the queue. */
export interface BackInStockEventMap {
  settled: CustomEvent<SettledDetail>;
}

/** Options of `buildRequest`. `audience` selects Klaviyo's client API (for pages) or its server API. */
export type BuildOptions = CatalogScope & {
  revision?: string | undefined;
  endpoint?: string | undefined;
  country?: string | undefined;
  /** Value of the headers `content-type` and `accept`. Default `application/vnd.api+json`. */
  mediaType?: "application/vnd.api+json" | "application/json" | undefined;
} & (
    | { audience: "client"; companyId: string }
    | { audience: "server"; privateKey: string }
    | { audience: "server"; accessToken: string }
  );

/** An HTTP request as plain data. */
export interface HttpRequest {
  method: "POST";
  url: string;
  headers: Record<string, string>;
  body: object;
}

/** An entry of Klaviyo's error document. Its texts may quote the shopper: do not display it, and treat logs as personal data. */
export interface ApiError {
  id?: string;
  code?: string;
  title?: string;
  detail?: string;
  status?: number;
  source?: { pointer?: string; parameter?: string };
}
