// What the shopper reads. Nothing here is the service's own text, and nothing promises more than it does.
import type { BackInStockError } from "../errors.ts";

export const LABEL = "E-mail address";
export const BUTTON = "Notify me when it is back";
export const WAITING = "Sending…";

/** `product` is the shop's name for what was asked for. */
export const accepted = (product: string | null): string =>
  `We'll e-mail you when ${product || "it"} is back.`;

const EMAIL = "Please enter an e-mail address, such as name@example.com.";
const LATER = "This could not be sent right now. Please try again in a moment.";
const UNABLE = "Sorry, we cannot take requests for this item at the moment.";

/** The words for an error, and whether the shopper can do something about it. */
export function wordsFor(error: BackInStockError): { text: string; shopper: boolean } {
  if (error.code === "invalid_email") return { text: EMAIL, shopper: true };
  if (error.retryable) return { text: LATER, shopper: true };
  return { text: UNABLE, shopper: false };
}
