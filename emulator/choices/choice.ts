import type { Source } from "../judge/problem.ts";

/** An answer that no source documents, and why the emulator gives this one. */
export interface Choice {
  /** The situation. */
  readonly when: string;
  /** What the emulator does, where that is not a refusal. */
  readonly answer?: string;
  /** The refusal: HTTP status, error code, and the place the error names, if there is one. */
  readonly status?: number;
  readonly code?: string;
  readonly source?: Source;
  readonly why: string;
}

/** What an entry does, in words: ``400 `invalid` at `revision` ``. */
export function describeChoice({ answer, status, code, source }: Choice): string {
  if (status === undefined) return answer ?? "";
  if (source === undefined) return `${status} \`${code}\``;
  return `${status} \`${code}\` at \`${"pointer" in source ? source.pointer : source.parameter}\``;
}
