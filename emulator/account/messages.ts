import type { Channel, Message } from "../state.ts";
import type { Row } from "./catalog.ts";
import { isMissingConsent } from "./consents.ts";
import type { ProfileRecord } from "./profiles.ts";
import type { SubscriptionEntry } from "./subscriptions.ts";

interface MessageRecord {
  readonly profile: ProfileRecord;
  readonly row: Row;
  readonly channel: Channel;
  readonly to: string | null;
  /** Why the message is skipped. */
  readonly reason: Message["reason"];
  readonly at: number;
  /** Whether it is a manual message that was not sent yet. */
  isReady: boolean;
}

/** The messages that people would have received: one for each channel of a subscription. */
export class Messages {
  readonly #messages: MessageRecord[] = [];
  #ready = 0;

  get count(): number {
    return this.#messages.length;
  }

  /** Number of messages that {@link send} would send. */
  get readyCount(): number {
    return this.#ready;
  }

  /** Creates the messages of a subscription. With `isReady` they wait to be sent manually. */
  notify(
    { profile: { survivor }, channels }: SubscriptionEntry,
    row: Row,
    at: number,
    isReady: boolean,
  ): void {
    for (const channel of channels) {
      const to = addressOf(survivor, channel);
      const reason = reasonToSkip(survivor, channel, to);
      const message = {
        profile: survivor,
        row,
        channel,
        to,
        reason,
        at,
        isReady: isReady && reason === null,
      };
      this.#messages.push(message);
      if (message.isReady) this.#ready += 1;
    }
  }

  /** Sends all manual messages that are ready; returns their number. */
  send(): number {
    const sent = this.#ready;
    if (sent > 0) for (const message of this.#messages) message.isReady = false;
    this.#ready = 0;
    return sent;
  }

  list(): Message[] {
    return this.#messages.map(toMessage);
  }

  /** A page of the messages, latest first. */
  latest(offset: number, limit: number): Message[] {
    const end = Math.max(0, this.#messages.length - offset);
    const start = Math.max(0, end - limit);
    return this.#messages
      .slice(start, end)
      .map((message, index) => toMessage(message, start + index))
      .reverse();
  }
}

function addressOf(profile: ProfileRecord, channel: Channel): string | null {
  if (channel === "PUSH") return null;
  return (channel === "EMAIL" ? profile.emails[0] : profile.phoneNumbers[0]) ?? null;
}

function reasonToSkip(profile: ProfileRecord, channel: Channel, to: string | null): Message["reason"] {
  if (to === null && channel !== "PUSH") return "no_address";
  if (channel === "EMAIL" && profile.suppressions) return "suppressed";
  return isMissingConsent(profile, channel) ? "no_consent" : null;
}

function toMessage(
  { profile, row, channel, to, reason, at, isReady }: MessageRecord,
  index: number,
): Message {
  return {
    id: `message-${index + 1}`,
    profile: profile.key,
    variant: row.id,
    channel,
    to,
    status: reason !== null ? "skipped" : isReady ? "ready" : "sent",
    reason,
    ...render(row, channel),
    at: new Date(at).toISOString(),
  };
}

/** Renders a message as a shop's template might. */
function render(
  { title, externalId, link }: Row,
  channel: Channel,
): Pick<Message, "subject" | "text" | "link"> {
  const name = title ?? externalId;
  const subject = `${name} is back in stock`;
  if (channel !== "EMAIL")
    return { subject: null, text: link === null ? subject : `${subject}: ${link}`, link };
  const text = `Good news: ${name} is back in stock.\n\nYou asked us to let you know. Order soon, before it sells out again.`;
  return { subject, text: link === null ? text : `${text}\n\n${link}`, link };
}
