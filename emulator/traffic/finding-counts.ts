import type { Finding, FindingCode } from "../api/findings.ts";

/** A finding of the contract check, with the number of requests that have it. */
export interface FindingSummary extends Finding {
  readonly path: string;
  readonly count: number;
}

const maxKinds = 1_000;

/** All findings, counted by code and place. */
export class FindingCounts {
  readonly #counts = new Map<
    string,
    { code: FindingCode; where: string; detail: string; path: string; count: number }
  >();

  add(path: string, findings: readonly Finding[]): void {
    for (const finding of findings) {
      const key = `${finding.code} ${path} ${finding.where}`;
      const counted = this.#counts.get(key);
      if (counted) counted.count += 1;
      else if (this.#counts.size < maxKinds) this.#counts.set(key, { path, ...finding, count: 1 });
    }
  }

  list(): FindingSummary[] {
    return Array.from(this.#counts.values(), (counted) => ({ ...counted }));
  }
}
