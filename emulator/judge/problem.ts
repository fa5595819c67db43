import { type ChoiceId, choices, type RefusalId } from "../choices/index.ts";

/** Where in the request an error is. Klaviyo's API description has these two kinds. */
export type Source = { readonly pointer: string } | { readonly parameter: string };

/** An entry of a JSON:API `errors` list, before it gets its id. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  /** Never has anything in it that the request brought: no key, no address, no number. */
  readonly detail: string;
  readonly source?: Source;
}

/** The answer to a request that is not accepted. */
export class Refusal {
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly choices: readonly ChoiceId[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    problems: readonly Problem[],
    { choices = [], headers = {} }: { choices?: readonly ChoiceId[]; headers?: Record<string, string> } = {},
  ) {
    this.status = status;
    this.problems = problems;
    this.choices = choices;
    this.headers = headers;
  }
}

/** Titles by code: the first two as recorded from the service, the others ours. */
const titles: Readonly<Record<string, string>> = {
  invalid: "Invalid input.",
  not_authenticated: "Authentication credentials were not provided.",
  not_found: "Not found.",
  variant_not_found: "Catalog variant not found.",
  throttled: "Request was throttled.",
  gone: "No longer available.",
  method_not_allowed: "Method not allowed.",
  unsupported_media_type: "Unsupported media type.",
  payload_too_large: "Payload too large.",
};

export function problem(code: string, detail: string, source?: Source): Problem {
  return { code, title: titles[code] ?? "Error.", detail, ...(source && { source }) };
}

/** A problem of a body, whose code is documented: `invalid`. */
export function invalid(pointer: string, detail: string): Problem {
  return problem("invalid", detail, { pointer });
}

/** Refuses as the table of own choices says; `source` takes the place of the table's. */
export function refuse(
  id: RefusalId,
  detail: string,
  { source, headers = {} }: { source?: Source; headers?: Record<string, string> } = {},
): Refusal {
  const { status, code, ...rest } = choices[id];
  const fixed: Source | undefined = "source" in rest ? rest.source : undefined;
  return new Refusal(status, [problem(code, detail, source ?? fixed)], { choices: [id], headers });
}

/** Tells of several faults in one answer, which has the status of the first. */
export function refuseTogether([first, ...others]: readonly Refusal[]): Refusal | undefined {
  if (first === undefined) return undefined;
  const all = [first, ...others];
  const problems = all.flatMap((refusal) => refusal.problems);
  const choices = new Set(all.flatMap((refusal) => refusal.choices));
  return new Refusal(first.status, problems, { choices: [...choices] });
}
