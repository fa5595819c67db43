/** The emulator's virtual time: a base clock plus an offset. */
export class Clock {
  readonly #base: () => number;
  #ahead = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#base() + this.#ahead;
  }

  /** The offset from the base clock, in milliseconds. */
  get ahead(): number {
    return this.#ahead;
  }

  set ahead(ms: number) {
    this.#ahead = ms;
  }

  /** Moves forward to a time. A time in the past changes nothing. */
  advanceTo(at: number): void {
    this.#ahead += Math.max(0, at - this.now());
  }
}

const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** Ten years. A longer step is almost certainly a mistake. */
const maxDuration = 3_650 * 86_400_000;

/** Milliseconds from a number of them or a text such as `6h` or `1d12h30m`; `undefined` if it is invalid or too long. */
export function readDuration(value: unknown): number | undefined {
  const ms = typeof value === "string" ? readUnits(value) : value;
  return Number.isInteger(ms) && Number(ms) >= 0 && Number(ms) <= maxDuration ? Number(ms) : undefined;
}

function readUnits(text: string): number | undefined {
  if (!/^(\d{1,9}[dhms])+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit = ""] of text.matchAll(/(\d+)([dhms])/g))
    sum += Number(count) * (units[unit] ?? 0);
  return sum;
}
