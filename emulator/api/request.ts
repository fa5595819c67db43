/** A body as received. */
export type ReceivedBody = { readonly bytes: Uint8Array } | { readonly error: "too_large" };

/** A request, independent of any HTTP library. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lowercase name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: ReceivedBody;
  /** When it was received, in milliseconds since 1970. */
  readonly at: number;
}
