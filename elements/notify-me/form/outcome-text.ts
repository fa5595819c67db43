// Translates outcomes and errors into texts for the shopper. Never shows Klaviyo's own messages.

import type { Channel, Outcome } from "../../../src/js/entry/subscribe.ts";
import type { BackInStockError } from "../../../src/js/shared/errors.ts";
import type { Controller } from "../controller.ts";
import type { Messages } from "../locales/messages.ts";

/** The result of a request. */
export interface Result {
  text: string;
  /** Accepted, stored by a relay, or queued: the shopper need not do anything else. */
  done?: boolean;
  /** Not sent yet; will be retried. */
  queued?: boolean;
  /** The ID of the field with the error. */
  id?: string | undefined;
  /** Whether the page's own content should be shown, since the form cannot help. */
  showsFallback?: boolean;
}

const ACCEPTED_TEXTS: { [channel: string]: keyof Messages } = {
  EMAIL: "acceptedEmail",
  SMS: "acceptedSms",
  WHATSAPP: "acceptedWhatsapp",
} satisfies Partial<Record<Channel, keyof Messages>>;

/** The result of an outcome. `product` is the name to show. */
export function outcomeResult(
  controller: Controller,
  outcome: Outcome,
  channels: readonly Channel[],
  product: string,
): Result {
  if (outcome.status === "queued" && outcome.reason !== "relay")
    return { text: controller.text(outcome.durable ? "queued" : "queuedHere"), done: true, queued: true };
  const promise = controller.text(ACCEPTED_TEXTS[channels.join()] ?? "accepted", { product });
  const text =
    outcome.status === "accepted"
      ? promise
      : controller.text(outcome.status === "queued" ? "stored" : "already", { promise });
  const newsletter =
    outcome.marketing?.status === "rejected" ? ` ${controller.text("newsletterFailed")}` : "";
  return { text: text + newsletter, done: true };
}

/** The text for an error code, and the field with the error. */
const ERROR_TEXTS: { [code: string]: [keyof Messages, string?] } = {
  invalid_email: ["invalidEmail", "email"],
  invalid_phone_number: ["invalidPhone", "phone"],
  consent_required: ["consentNeeded", "sms-consent"],
  throttled: ["throttled"],
  load_failed: ["loadFailed"],
  variant_not_found: ["notYet"],
};

/** The text for `consent_required` if consent to WhatsApp messages is missing. */
const WHATSAPP_CONSENT: [keyof Messages, string] = ["whatsappConsentNeeded", "whatsapp-consent"];

/** The result of an error. Errors that only the developer can fix are also reported to the console. */
export function errorResult(controller: Controller, error: BackInStockError, variant: string): Result {
  const { code, retryable, message } = error;
  const isWhatsapp = code === "consent_required" && error.field === "whatsappConsent";
  const entry = isWhatsapp ? WHATSAPP_CONSENT : ERROR_TEXTS[code];
  const [name, id] = entry ?? [retryable ? "later" : "unavailable"];
  const isFatal = !id && (!retryable || code === "load_failed");
  // The message contains nothing that the shopper typed.
  if (isFatal) console.error(`<notify-me variant="${variant}">: ${code}: ${message}`);
  return { text: controller.text(name), id, showsFallback: isFatal };
}
