// What the shopper reads of an outcome. Nothing here is the service's own text, and nothing promises more than it does.

import type { Channel, Outcome } from "../../../src/js/entry/subscribe.ts";
import type { BackInStockError } from "../../../src/js/shared/errors.ts";
import type { Controller } from "../controller.ts";
import type { Messages } from "../locales/messages.ts";

/** What became of a request. */
export interface Result {
  text: string;
  /** Accepted or queued: the shopper has nothing more to do. */
  done?: boolean;
  /** Not sent yet, but stored and tried again. */
  queued?: boolean;
  /** The field that the text is about. */
  id?: string | undefined;
  /** What the page says instead is what remains. */
  showsFallback?: boolean;
}

const ACCEPTED_TEXTS: { [channel: string]: keyof Messages } = {
  EMAIL: "acceptedEmail",
  SMS: "acceptedSms",
  WHATSAPP: "acceptedWhatsapp",
} satisfies Partial<Record<Channel, keyof Messages>>;

export function outcomeResult(
  controller: Controller,
  outcome: Outcome,
  channels: readonly Channel[],
  product: string,
): Result {
  if (outcome.status === "queued")
    return { text: controller.text(outcome.durable ? "queued" : "queuedHere"), done: true, queued: true };
  const promise = controller.text(ACCEPTED_TEXTS[channels.join()] ?? "accepted", { product });
  const text = outcome.status === "accepted" ? promise : controller.text("already", { promise });
  const newsletter =
    outcome.marketing?.status === "rejected" ? ` ${controller.text("newsletterFailed")}` : "";
  return { text: text + newsletter, done: true };
}

/** The texts of some codes, and the fields that they are about. */
const ERROR_TEXTS: { [code: string]: [keyof Messages, string?] } = {
  invalid_email: ["invalidEmail", "email"],
  invalid_phone_number: ["invalidPhone", "phone"],
  consent_required: ["consentNeeded", "sms-consent"],
  throttled: ["throttled"],
  load_failed: ["loadFailed"],
  variant_not_found: ["notYet"],
};

/** `consent_required` for the other channel that needs it. */
const WHATSAPP_CONSENT: [keyof Messages, string] = ["whatsappConsentNeeded", "whatsapp-consent"];

export function errorResult(controller: Controller, error: BackInStockError, variant: string): Result {
  const { code, retryable, message } = error;
  const isWhatsapp = code === "consent_required" && error.field === "whatsappConsent";
  const entry = isWhatsapp ? WHATSAPP_CONSENT : ERROR_TEXTS[code];
  const [name, id] = entry ?? [retryable ? "later" : "unavailable"];
  const isFatal = !id && (!retryable || code === "load_failed");
  // What a shopper cannot mend is for who built the page. Nothing that was typed is in it.
  if (isFatal) console.error(`<notify-me variant="${variant}">: ${code}: ${message}`);
  return { text: controller.text(name), id, showsFallback: isFatal };
}
