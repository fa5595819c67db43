/** A body as it came in. */
export type ReceivedBody = { readonly bytes: Uint8Array } | { readonly error: "too_large" };

/** A request, free of any HTTP library. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: ReceivedBody;
  /** When it came in, in milliseconds since 1970. */
  readonly at: number;
}
