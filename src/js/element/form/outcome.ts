// What the shopper reads of an outcome. Nothing here is the service's own text, and nothing promises more than it does.
import type { BackInStockError } from "../../errors.ts";
import type { Channel, Outcome } from "../../types.ts";
import type { Shell } from "../shell.ts";
import type { Words } from "../words/words.ts";

/** What became of a request. */
export interface Result {
  text: string;
  /** It is asked for, or waits: there is nothing more to do. */
  done?: boolean;
  waits?: boolean;
  /** The field that the text is about. */
  field?: string;
  /** The page's own content is what remains. */
  fallback?: boolean;
}

const PROMISES: Partial<Record<Channel, keyof Words>> = {
  EMAIL: "acceptedEmail",
  SMS: "acceptedSms",
  WHATSAPP: "acceptedWhatsapp",
};

export function resultOf(
  shell: Shell,
  outcome: Outcome,
  channels: readonly Channel[],
  product: string,
): Result {
  if (outcome.status === "queued") {
    return { text: shell.word(outcome.durable ? "queued" : "queuedHere"), done: true, waits: true };
  }
  const [only, more] = channels;
  const promise = shell.word((!more && only && PROMISES[only]) || "accepted", { product });
  const text = outcome.status === "accepted" ? promise : shell.word("already", { promise });
  const refused = outcome.marketing?.status === "rejected" ? ` ${shell.word("newsletterFailed")}` : "";
  return { text: text + refused, done: true };
}

/** The texts of errors that are not the page's fault, by their codes. */
const TEXTS: { [code: string]: keyof Words } = {
  invalid_email: "invalidEmail",
  invalid_phone_number: "invalidPhone",
  consent_required: "consentNeeded",
  variant_not_found: "notYet",
  throttled: "throttled",
  load_failed: "loadFailed",
};

const FIELDS: { [code: string]: string } = {
  invalid_email: "email",
  invalid_phone_number: "phone",
  consent_required: "consent",
};

export function failure(shell: Shell, error: BackInStockError, variant: string): Result {
  const { code } = error;
  const field = FIELDS[code];
  // What a shopper cannot mend is for who built the page. Nothing that was typed is in it.
  if (!field && (!error.retryable || code === "load_failed")) {
    console.error(`<notify-me variant="${variant}">: ${code}: ${error.message}`);
  }
  const name = TEXTS[code] ?? (error.retryable ? "later" : "unavailable");
  const fallback = name === "unavailable" || name === "notYet" || name === "loadFailed";
  return { text: shell.word(name), fallback, ...(field && { field }) };
}
