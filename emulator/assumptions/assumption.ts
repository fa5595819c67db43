import type { ErrorSource } from "../api/rejection.ts";

/** An answer that no source documents, and why the emulator gives this one. */
export interface Assumption {
  /** The situation. */
  readonly when: string;
  /** What the emulator does, where that is not a refusal. */
  readonly answer?: string;
  /** The refusal: HTTP status, error code, and the place the error names, if there is one. */
  readonly status?: number;
  readonly code?: string;
  readonly source?: ErrorSource;
  readonly why: string;
}

/** What an entry does, in words: ``400 `invalid` at `revision` ``. */
export function describeAssumption({ answer, status, code, source }: Assumption): string {
  if (status === undefined) return answer ?? "";
  if (source === undefined) return `${status} \`${code}\``;
  return `${status} \`${code}\` at \`${"pointer" in source ? source.pointer : source.parameter}\``;
}
