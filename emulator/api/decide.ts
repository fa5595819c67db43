import type { Account } from "../account/account.ts";
import type { AccountChange } from "../account/command.ts";
import type { AssumptionId } from "../assumptions/index.ts";
import type { Limits, ResolvedOptions } from "../options.ts";
import type { Quotas } from "../traffic/quotas.ts";
import { authenticate } from "./authenticate.ts";
import { checkMediaType, parseBody } from "./body.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import {
  type Endpoint,
  findEndpoint,
  findSuccessor,
  pathsForType,
  type ReadEndpoint,
  type WriteEndpoint,
} from "./endpoints.ts";
import type { Document } from "./read-profiles.ts";
import { type ApiError, Rejection, reject } from "./rejection.ts";
import type { ReceivedRequest } from "./request.ts";
import { resolveRevision } from "./revision.ts";

/** How to answer a request, and the changes that it makes to the account. */
export interface Decision {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the response, unless there are errors. Without both the body is empty. */
  readonly document?: Document;
  readonly errors: readonly ApiError[];
  readonly assumptions: readonly AssumptionId[];
  /** The API revision that served the request, if it got that far. */
  readonly revision?: string;
  /** The rate windows that count the request. */
  readonly counted?: string;
  readonly change?: AccountChange;
}

/** What a decision depends on besides the request. */
export interface Context {
  readonly options: ResolvedOptions;
  /** Overrides of the documented limits. */
  readonly limits: Partial<Limits>;
  readonly quotas: Quotas;
  readonly account: Account;
}

/** Decides how to answer an API request. Changes nothing: the caller applies the decision. */
export function decide(request: ReceivedRequest, context: Context): Decision {
  const endpoint = findEndpoint(request.path);
  if (!endpoint) return rejectPath(request.path);
  const cors = corsHeaders(endpoint.audience);
  if (request.method === "OPTIONS" && endpoint.audience === "client") {
    return { status: 204, headers: preflightHeaders, errors: [], assumptions: ["preflight"] };
  }
  if (request.method !== endpoint.method) return decisionOf(rejectMethod(endpoint), cors);
  const credential = authenticate(endpoint.audience, request, context.options);
  if (credential instanceof Rejection) return decisionOf(credential, cors);
  const rejection = checkScopes(endpoint, context.options);
  if (rejection) return decisionOf(rejection, cors);

  const limits = { ...endpoint.limits, ...context.limits };
  const windows = `${endpoint.path} ${credential}`;
  const quota = context.quotas.check(windows, limits, request.at);
  const headers = { ...cors, ...quota.headers };
  if (quota.wait !== undefined) {
    return decisionOf(reject("throttled", `Expected to be available in ${quota.wait} seconds.`), headers);
  }
  const decision =
    endpoint.method === "GET"
      ? answerRead(endpoint, request, context, headers)
      : checkBody(endpoint, request, context, headers);
  return { ...decision, counted: windows };
}

function answerRead(
  { read }: ReadEndpoint,
  request: ReceivedRequest,
  { account }: Context,
  headers: Readonly<Record<string, string>>,
): Decision {
  const served = resolveRevision(request);
  if (served instanceof Rejection) return decisionOf(served, headers);
  const { revision, assumptions } = served;
  const document = read(request, account);
  if (document instanceof Rejection) return { ...decisionOf(document, headers, assumptions), revision };
  return { status: 200, headers, document, errors: [], assumptions, revision };
}

function checkBody(
  endpoint: WriteEndpoint,
  request: ReceivedRequest,
  { account: { catalog }, options }: Context,
  headers: Readonly<Record<string, string>>,
): Decision {
  const served = resolveRevision(request);
  if (served instanceof Rejection) return decisionOf(served, headers);
  const { revision, assumptions } = served;
  const parsed = checkMediaType(request) ?? parseBody(request.body);
  const bodyContext = { catalog, revision, at: request.at, options };
  const change = parsed instanceof Rejection ? parsed : endpoint.validate(parsed.value, bodyContext);
  if (change instanceof Rejection) {
    const rejection = parsed instanceof Rejection ? change : nameRightEndpoint(change, parsed.value);
    return { ...decisionOf(rejection, headers, assumptions), revision };
  }
  return { status: 202, headers, errors: [], assumptions, revision, change };
}

/** Only private keys and access tokens have scopes. */
function checkScopes({ scopes }: Endpoint, options: ResolvedOptions): Rejection | undefined {
  const missing = scopes.filter((scope) => options.scopes && !options.scopes.includes(scope));
  if (missing.length === 0) return undefined;
  return reject("scope_missing", `The key has no scope ${missing.join(", ")}.`);
}

/** If another endpoint takes a body of this type, the error about the type names that endpoint. */
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

/** With CORS headers for a legacy path, so that a page that still calls it can read the error. */
function rejectPath(path: string): Decision {
  const successor = findSuccessor(path);
  if (!successor) return decisionOf(reject("path_unknown", "This endpoint does not exist."));
  return decisionOf(
    reject("path_legacy", `This legacy endpoint is gone. Use POST ${successor}.`),
    corsHeaders("client"),
  );
}

function rejectMethod({ audience, method }: Endpoint): Rejection {
  const allow = audience === "client" ? `OPTIONS, ${method}` : method;
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
