import type { AccountChange } from "../account/command.ts";
import type { AssumptionId } from "../assumptions/index.ts";
import type { Limits, ResolvedOptions } from "../options.ts";
import type { Quotas } from "../traffic/quotas.ts";
import { authenticate } from "./authenticate.ts";
import { checkMediaType, parseBody } from "./body.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { type Endpoint, findEndpoint, findSuccessor, pathsForType } from "./endpoints.ts";
import { type ApiError, Rejection, reject } from "./rejection.ts";
import type { ReceivedRequest } from "./request.ts";
import { resolveRevision } from "./revision.ts";
import type { BodyContext } from "./validate-body.ts";

/** What a request gets, and what it does to the account if it is carried out. */
export interface Decision {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** None: the answer has no body. */
  readonly errors: readonly ApiError[];
  readonly assumptions: readonly AssumptionId[];
  /** The revision that served, as far as it came to that. */
  readonly revision?: string;
  /** The rate windows to count the request in. */
  readonly counted?: string;
  readonly change?: AccountChange;
}

/** What a request is judged against. */
export interface Context {
  readonly options: ResolvedOptions;
  /** In place of those documented. */
  readonly limits: Partial<Limits>;
  readonly quotas: Quotas;
  readonly account: { readonly catalog: BodyContext["catalog"] };
}

/** Judges a request to the service. Only looks: the account stays as it is until the decision is carried out. */
export function decide(request: ReceivedRequest, context: Context): Decision {
  const endpoint = findEndpoint(request.path);
  if (!endpoint) return rejectPath(request.path);
  const cors = corsHeaders(endpoint.audience);
  if (request.method === "OPTIONS" && endpoint.audience === "client") {
    return { status: 204, headers: preflightHeaders, errors: [], assumptions: ["preflight"] };
  }
  if (request.method !== "POST") return decisionOf(rejectMethod(endpoint), cors);
  const credential = authenticate(endpoint.audience, request, context.options);
  if (credential instanceof Rejection) return decisionOf(credential, cors);

  const limits = { ...endpoint.limits, ...context.limits };
  const windows = `${endpoint.path} ${credential}`;
  const quota = context.quotas.check(windows, limits, request.at);
  const headers = { ...cors, ...quota.headers };
  if (quota.wait !== undefined) {
    return decisionOf(reject("throttled", `Expected to be available in ${quota.wait} seconds.`), headers);
  }
  return { ...checkBody(endpoint, request, context, headers), counted: windows };
}

function checkBody(
  endpoint: Endpoint,
  request: ReceivedRequest,
  { account: { catalog } }: Context,
  headers: Readonly<Record<string, string>>,
): Decision {
  const served = resolveRevision(request);
  if (served instanceof Rejection) return decisionOf(served, headers);
  const { revision, assumptions } = served;
  const parsed = checkMediaType(request) ?? parseBody(request.body);
  const change =
    parsed instanceof Rejection ? parsed : endpoint.validate(parsed.value, { catalog, revision });
  if (change instanceof Rejection) {
    const rejection = parsed instanceof Rejection ? change : nameRightEndpoint(change, parsed.value);
    return { ...decisionOf(rejection, headers, assumptions), revision };
  }
  return { status: 202, headers, errors: [], assumptions, revision, change };
}

/** Where another endpoint takes a body of this type, the error about the type names that endpoint. */
function nameRightEndpoint(rejection: Rejection, body: unknown): Rejection {
  const type: unknown = Object(Object(body).data).type;
  const paths = typeof type === "string" ? pathsForType(type) : [];
  if (paths.length === 0) return rejection;
  const detail = `This body is for ${paths.map((path) => `POST ${path}`).join(" or ")}.`;
  const errors = rejection.errors.map((error) =>
    error.source && "pointer" in error.source && error.source.pointer === "/data/type"
      ? { ...error, detail }
      : error,
  );
  return new Rejection(rejection.status, errors, rejection);
}

/** A page may still call a legacy path, and must be able to read why it is refused. */
function rejectPath(path: string): Decision {
  const successor = findSuccessor(path);
  if (!successor) return decisionOf(reject("path_unknown", "There is no such endpoint."));
  return decisionOf(
    reject("path_legacy", `This legacy endpoint is gone: use POST ${successor}.`),
    corsHeaders("client"),
  );
}

function rejectMethod({ audience }: Endpoint): Rejection {
  const allow = audience === "client" ? "OPTIONS, POST" : "POST";
  return reject("method", `This endpoint takes ${allow}.`, { headers: { allow } });
}

function decisionOf(
  rejection: Rejection,
  headers: Readonly<Record<string, string>> = {},
  assumptions: readonly AssumptionId[] = [],
): Decision {
  return {
    status: rejection.status,
    headers: { ...headers, ...rejection.headers },
    errors: rejection.errors,
    assumptions: [...assumptions, ...rejection.assumptions],
  };
}
