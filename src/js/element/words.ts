// What the shopper reads. Nothing here is the service's own text, and nothing promises more than it does.
import type { BackInStockError } from "../errors.ts";
import type { Outcome } from "../types.ts";

export const LABEL = "E-mail address";
export const BUTTON = "Notify me when it is back";
export const WAITING = "Sending…";

/** The words for an outcome; `product` is the shop's name for what was asked for. */
export function wordsOf(outcome: Outcome, product: string | null): string {
  if (outcome.status === "queued") {
    const kept = outcome.durable ? "at your next visit, too" : "as long as this page stays open";
    return `This could not be sent yet. We keep it on this device and try again by ourselves, ${kept}.`;
  }
  const promise = `We'll e-mail you when ${product || "it"} is back.`;
  return outcome.status === "accepted" ? promise : `You have asked for this before. ${promise}`;
}

const EMAIL = "Please enter an e-mail address, such as name@example.com.";
const LATER = "This could not be sent right now. Please try again in a moment.";
const UNABLE = "Sorry, we cannot take requests for this item at the moment.";

/** The words for an error, and whether the shopper can do something about it. */
export function wordsFor(error: BackInStockError): { text: string; shopper: boolean } {
  if (error.code === "invalid_email") return { text: EMAIL, shopper: true };
  if (error.retryable) return { text: LATER, shopper: true };
  return { text: UNABLE, shopper: false };
}
