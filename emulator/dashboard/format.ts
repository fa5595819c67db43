const numbers = new Intl.NumberFormat("en");
const days = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short" });
const years = new Intl.DateTimeFormat("en", { year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const count = (value: number): string => numbers.format(value);

/** `1 person`, `2 people`. */
export const counted = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A day, with the year unless it is the current one. */
export function day(at: number): string {
  const year = years.format(at);
  return year === years.format(Date.now()) ? days.format(at) : `${days.format(at)}, ${year}`;
}
export const time = (at: number): string => clock.format(at);

/** A time, with the day unless it is today. */
export function moment(at: number, now: number): string {
  return day(at) === day(now) ? time(at) : `${day(at)}, ${time(at)}`;
}

const units: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
];

/** A duration in its two largest units, such as `5 h 58 min`. */
export function span(ms: number): string {
  const finest = ms < 3_600_000 ? 1_000 : 60_000;
  let left = Math.max(0, Math.round(ms / finest) * finest);
  const first = units.findIndex(([unit]) => left >= unit);
  if (first < 0) return "0 s";
  const parts: string[] = [];
  for (const [unit, name] of units.slice(first, first + 2)) {
    const whole = Math.floor(left / unit);
    left -= whole * unit;
    if (whole > 0) parts.push(`${whole} ${name}`);
  }
  return parts.join(" ");
}
