// Delivers the messages of a queue. The core decides what follows an answer.
import { delivered, type RelayAttempt, type RelayMessage } from "#relay";
import { BackInStockError } from "../shared/errors.ts";
import type { Rules } from "./rules.ts";
import type { Seal } from "./seal.ts";
import type { Settings } from "./settings.ts";
import { transmit } from "./transmit.ts";
import type { RelayBatch, RelayLimiter, RelayOutcome, RelayQueue, RelayQueueMessage } from "./types.ts";

/** The requests that are under way at once. */
const AT_ONCE = 10;
/** The longest delay of Cloudflare Queues, in seconds. */
const LONGEST_DELAY = 12 * 60 * 60;
/** The longest wait for the account's limits, in milliseconds. After it, messages are postponed. */
const LONGEST_WAIT = 30_000;
/** The longest pause of the account, in seconds. */
const LONGEST_PAUSE = 60;
/** The wait for a message that cannot be read or postponed, in seconds: its key may be missing for now. */
const FAILED = 300;

/** Delivers batches. */
export class Consumer {
  readonly #settings: Settings;
  readonly #queue: RelayQueue;
  readonly #rules: Rules;
  readonly #seal: Seal;
  /** Until when nothing is sent: the account is throttled, or the configuration is wrong. */
  #pausedUntil = 0;

  constructor(settings: Settings, queue: RelayQueue, rules: Rules, seal: Seal) {
    this.#settings = settings;
    this.#queue = queue;
    this.#rules = rules;
    this.#seal = seal;
  }

  async consume({ messages }: RelayBatch): Promise<void> {
    for (let start = 0; start < messages.length; start += AT_ONCE) {
      const batch = messages.slice(start, start + AT_ONCE);
      await this.#limited(batch.length, (wait) =>
        Promise.all(batch.map((message) => this.#tryTo(message, wait))),
      );
    }
  }

  /** Works with permits of the account's limits. Without them, `work` gets the seconds after which there may be some. */
  async #limited(count: number, work: (wait: number) => Promise<unknown>): Promise<void> {
    const { limiter } = this.#settings;
    if (!limiter) return void (await work(0));
    const id = crypto.randomUUID();
    const wait = await this.#reserve(limiter, id, count).catch(() => FAILED);
    await work(wait);
    // Permits that nobody releases are free in the end.
    if (!wait) await limiter.release(id).catch(() => {});
  }

  /** Waits for permits. Returns the seconds after which there may be some, or 0 if they are reserved. */
  async #reserve(limiter: RelayLimiter, id: string, count: number): Promise<number> {
    const end = Date.now() + LONGEST_WAIT;
    for (;;) {
      const wait = await limiter.reserve(id, count);
      if (!wait) return 0;
      if (Date.now() + wait > end) return wait / 1_000;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async #tryTo(message: RelayQueueMessage, wait: number): Promise<void> {
    try {
      if (wait) await this.#postpone(message, message.body as string, wait);
      else await this.#deliver(message);
    } catch (error) {
      message.retry({ delaySeconds: FAILED });
      if (error instanceof BackInStockError) this.#settings.onProblem(error);
    }
  }

  async #deliver(message: RelayQueueMessage): Promise<void> {
    const wait = this.#pausedUntil - Date.now();
    if (wait > 0) return this.#postpone(message, message.body as string, wait / 1_000);
    const opened = (await this.#seal.open(message.body)) as RelayMessage | undefined;
    if (!opened) throw new BackInStockError("invalid_option", "identityKey", "opens not every message");
    const attempt = this.#rules.call((rules) => rules.attempt(opened));
    if (!attempt) return this.#end(message, "expired", opened);
    await this.#send(message, attempt);
  }

  async #send(message: RelayQueueMessage, { call, message: state }: RelayAttempt): Promise<void> {
    const { status, body, retryAfter } = await transmit(call, this.#settings.timeout);
    const result = this.#rules.call(() => delivered(state, status, body, retryAfter));
    if (result.outcome !== "postponed")
      return this.#end(message, result.outcome, state, "code" in result ? result.code : undefined);
    if (result.pause) await this.#pause(Math.min(result.delaySeconds, LONGEST_PAUSE) * 1_000);
    if (status !== undefined) this.#report(status, body);
    await this.#postpone(message, await this.#seal.close(result.message), result.delaySeconds);
  }

  /** Replaces the message by one that comes later. Queues limit how often the same message is delivered. */
  async #postpone(message: RelayQueueMessage, body: string, seconds: number): Promise<void> {
    await this.#queue.send(body, { delaySeconds: Math.min(Math.ceil(seconds), LONGEST_DELAY) });
    // Last: if this ends in between, there are two.
    message.ack();
  }

  async #pause(wait: number): Promise<void> {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + wait);
    // Other consumers have a pause of their own, as soon as they are throttled.
    await this.#settings.limiter?.pause?.(wait).catch(() => {});
  }

  #report(status: number, body: Uint8Array): void {
    const problem = this.#rules.call((rules) => rules.problem(status, body));
    if (problem) this.#settings.onProblem(problem);
  }

  async #end(
    message: RelayQueueMessage,
    outcome: RelayOutcome["outcome"],
    { receipt, variant }: RelayMessage,
    code?: string,
  ): Promise<void> {
    message.ack();
    try {
      await this.#settings.onOutcome?.({ outcome, receipt, variant, ...(code && { code }) });
    } catch {
      // The request is over, whatever the shop's own code does.
    }
  }
}
