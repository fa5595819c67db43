import type { Limits } from "../options.ts";

/** Whether another request is within the limits. */
export interface Quota {
  /** Seconds to wait; `undefined` if the request is within the limits. */
  readonly wait: number | undefined;
  /** The rate headers of the response. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Window {
  readonly start: number;
  readonly used: number;
}

interface Bucket {
  readonly burst: Window;
  readonly steady: Window;
}

const second = 1_000;
const minute = 60_000;

/**
 * Counts requests in two fixed windows, of a second and of a minute.
 *
 * Klaviyo's guide "Rate limits, status codes, and errors": both windows apply. A response has `RateLimit-Limit`,
 * `RateLimit-Remaining` and `RateLimit-Reset` of the steady window; a 429 has `Retry-After` instead.
 */
export class Quotas {
  readonly #buckets = new Map<string, Bucket>();

  /** Checks a request without counting it. */
  check(name: string, limits: Limits, at: number): Quota {
    const { burst, steady } = this.#bucket(name, at);
    const waits: number[] = [];
    if (burst.used >= limits.burst) waits.push(secondsLeft(burst, second, at));
    if (steady.used >= limits.steady) waits.push(secondsLeft(steady, minute, at));
    if (waits.length > 0) {
      const wait = Math.max(...waits);
      return { wait, headers: { "retry-after": String(wait) } };
    }
    return {
      wait: undefined,
      headers: {
        "ratelimit-limit": String(limits.steady),
        "ratelimit-remaining": String(limits.steady - steady.used - 1),
        "ratelimit-reset": String(secondsLeft(steady, minute, at)),
      },
    };
  }

  count(name: string, at: number): void {
    const { burst, steady } = this.#bucket(name, at);
    this.#buckets.set(name, { burst: increment(burst), steady: increment(steady) });
  }

  #bucket(name: string, at: number): Bucket {
    const bucket = this.#buckets.get(name);
    return { burst: openWindow(bucket?.burst, second, at), steady: openWindow(bucket?.steady, minute, at) };
  }
}

/** The window that contains `at`. A clock that was set back starts a new window. */
function openWindow(window: Window | undefined, length: number, at: number): Window {
  const open = window !== undefined && at >= window.start && at < window.start + length;
  return open ? window : { start: at, used: 0 };
}

function increment({ start, used }: Window): Window {
  return { start, used: used + 1 };
}

function secondsLeft({ start }: Window, length: number, at: number): number {
  return Math.ceil((start + length - at) / 1_000);
}
