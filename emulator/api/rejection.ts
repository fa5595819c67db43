import { type AssumptionId, assumptions, type RejectionId } from "../assumptions/index.ts";

/** The part of the request that an error is about. Klaviyo's API description has these two kinds. */
export type ErrorSource = { readonly pointer: string } | { readonly parameter: string };

/** An entry of a JSON:API `errors` array, without its id. */
export interface ApiError {
  readonly code: string;
  readonly title: string;
  /** Contains nothing from the request: no key, no address, no number. */
  readonly detail: string;
  readonly source?: ErrorSource;
}

/** The response to a request that is not accepted. */
export class Rejection {
  readonly status: number;
  readonly errors: readonly ApiError[];
  readonly assumptions: readonly AssumptionId[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    errors: readonly ApiError[],
    {
      assumptions = [],
      headers = {},
    }: { assumptions?: readonly AssumptionId[]; headers?: Record<string, string> } = {},
  ) {
    this.status = status;
    this.errors = errors;
    this.assumptions = assumptions;
    this.headers = headers;
  }
}

/** Titles by code. The first four are as recorded from the service; the others are ours. */
const titles: Readonly<Record<string, string>> = {
  invalid: "Invalid input.",
  not_authenticated: "Authentication credentials were not provided.",
  not_found: "Not found.",
  permission_denied: "You do not have permission to perform this action.",
  variant_not_found: "Catalog variant not found.",
  throttled: "Request was throttled.",
  gone: "No longer available.",
  method_not_allowed: "Method not allowed.",
  unsupported_media_type: "Unsupported media type.",
  payload_too_large: "Payload too large.",
};

export function apiError(code: string, detail: string, source?: ErrorSource): ApiError {
  return { code, title: titles[code] ?? "Error.", detail, ...(source && { source }) };
}

/** An error about the body, with the documented code `invalid`. */
export function invalidValue(pointer: string, detail: string): ApiError {
  return apiError("invalid", detail, { pointer });
}

/** Refuses as the table of own assumptions says; `source` takes the place of the table's. */
export function reject(
  id: RejectionId,
  detail: string,
  { source, headers = {} }: { source?: ErrorSource; headers?: Record<string, string> } = {},
): Rejection {
  const { status, code, ...rest } = assumptions[id];
  const fixed: ErrorSource | undefined = "source" in rest ? rest.source : undefined;
  return new Rejection(status, [apiError(code, detail, source ?? fixed)], { assumptions: [id], headers });
}

/** Combines several rejections into one, with the status of the first. */
export function rejectTogether([first, ...others]: readonly Rejection[]): Rejection | undefined {
  if (first === undefined) return undefined;
  const all = [first, ...others];
  const errors = all.flatMap((rejection) => rejection.errors);
  const assumptions = new Set(all.flatMap((rejection) => rejection.assumptions));
  return new Rejection(first.status, errors, { assumptions: [...assumptions] });
}
