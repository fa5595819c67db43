import type { Change } from "../account/command.ts";
import type { ChoiceId } from "../choices/index.ts";
import type { Limits, Settings } from "../options.ts";
import type { Quotas } from "../traffic/quotas.ts";
import { identify } from "./caller.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { checkMediaType, readDocument } from "./document.ts";
import { type Endpoint, findEndpoint, findSuccessor, pathsThatTake } from "./endpoints.ts";
import type { Circumstances } from "./examine.ts";
import { type Problem, Refusal, refuse } from "./problem.ts";
import type { ReceivedRequest } from "./request.ts";
import { chooseRevision } from "./revision.ts";

/** What a request gets, and what it does to the account if it is carried out. */
export interface Verdict {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** None: the answer has no body. */
  readonly problems: readonly Problem[];
  readonly choices: readonly ChoiceId[];
  /** The revision that served, as far as it came to that. */
  readonly revision?: string;
  /** The rate windows to count the request in. */
  readonly counted?: string;
  readonly change?: Change;
}

/** What a request is judged against. */
export interface Court {
  readonly options: Settings;
  /** In place of those documented. */
  readonly limits: Partial<Limits>;
  readonly quotas: Quotas;
  readonly account: { readonly catalog: Circumstances["catalog"] };
}

/** Judges a request to the service. Only looks: the account stays as it is until the verdict is carried out. */
export function judge(request: ReceivedRequest, court: Court): Verdict {
  const endpoint = findEndpoint(request.path);
  if (!endpoint) return refusePath(request.path);
  const cors = corsHeaders(endpoint.audience);
  if (request.method === "OPTIONS" && endpoint.audience === "client") {
    return { status: 204, headers: preflightHeaders, problems: [], choices: ["preflight"] };
  }
  if (request.method !== "POST") return verdictOf(refuseMethod(endpoint), cors);
  const credential = identify(endpoint.audience, request, court.options);
  if (credential instanceof Refusal) return verdictOf(credential, cors);

  const limits = { ...endpoint.limits, ...court.limits };
  const windows = `${endpoint.path} ${credential}`;
  const quota = court.quotas.look(windows, limits, request.at);
  const headers = { ...cors, ...quota.headers };
  if (quota.wait !== undefined) {
    return verdictOf(refuse("throttled", `Expected to be available in ${quota.wait} seconds.`), headers);
  }
  return { ...examine(endpoint, request, court, headers), counted: windows };
}

function examine(
  endpoint: Endpoint,
  request: ReceivedRequest,
  { account: { catalog } }: Court,
  headers: Readonly<Record<string, string>>,
): Verdict {
  const served = chooseRevision(request);
  if (served instanceof Refusal) return verdictOf(served, headers);
  const { revision, choices } = served;
  const document = checkMediaType(request) ?? readDocument(request.body);
  const change =
    document instanceof Refusal ? document : endpoint.examine(document.value, { catalog, revision });
  if (change instanceof Refusal) {
    const refusal = document instanceof Refusal ? change : nameRightEndpoint(change, document.value);
    return { ...verdictOf(refusal, headers, choices), revision };
  }
  return { status: 202, headers, problems: [], choices, revision, change };
}

/** Where another endpoint takes a body of this type, the error about the type names that endpoint. */
function nameRightEndpoint(refusal: Refusal, body: unknown): Refusal {
  const type: unknown = Object(Object(body).data).type;
  const paths = typeof type === "string" ? pathsThatTake(type) : [];
  if (paths.length === 0) return refusal;
  const detail = `This body is for ${paths.map((path) => `POST ${path}`).join(" or ")}.`;
  const problems = refusal.problems.map((problem) =>
    problem.source && "pointer" in problem.source && problem.source.pointer === "/data/type"
      ? { ...problem, detail }
      : problem,
  );
  return new Refusal(refusal.status, problems, refusal);
}

/** A page may still call a legacy path, and must be able to read why it is refused. */
function refusePath(path: string): Verdict {
  const successor = findSuccessor(path);
  if (!successor) return verdictOf(refuse("path_unknown", "There is no such endpoint."));
  return verdictOf(
    refuse("path_legacy", `This legacy endpoint is gone: use POST ${successor}.`),
    corsHeaders("client"),
  );
}

function refuseMethod({ audience }: Endpoint): Refusal {
  const allow = audience === "client" ? "OPTIONS, POST" : "POST";
  return refuse("method", `This endpoint takes ${allow}.`, { headers: { allow } });
}

function verdictOf(
  refusal: Refusal,
  headers: Readonly<Record<string, string>> = {},
  choices: readonly ChoiceId[] = [],
): Verdict {
  return {
    status: refusal.status,
    headers: { ...headers, ...refusal.headers },
    problems: refusal.problems,
    choices: [...choices, ...refusal.choices],
  };
}
