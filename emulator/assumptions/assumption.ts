import type { ErrorSource } from "../api/rejection.ts";

/** A behavior that no source documents, and why the emulator chooses it. */
export interface Assumption {
  /** The situation. */
  readonly when: string;
  /** What the emulator does, unless it rejects the request. */
  readonly answer?: string;
  /** For a rejection: the HTTP status, the error code, and the place that the error names, if any. */
  readonly status?: number;
  readonly code?: string;
  readonly source?: ErrorSource;
  readonly why: string;
}

/** Describes what the emulator does, such as ``400 `invalid` at `revision` ``. */
export function describeAssumption({ answer, status, code, source }: Assumption): string {
  if (status === undefined) return answer ?? "";
  if (source === undefined) return `${status} \`${code}\``;
  return `${status} \`${code}\` at \`${"pointer" in source ? source.pointer : source.parameter}\``;
}
