import type { ResolvedOptions } from "../options.ts";
import { apiError, Rejection, reject } from "./rejection.ts";
import type { ReceivedRequest } from "./request.ts";

/** Who may call an endpoint: pages with the public key, or servers with a private key. */
export type Audience = "client" | "server";

/** How a caller authenticated. Each credential has its own rate windows. */
export type Credential = "company_id" | "private_key" | "oauth";

export function authenticate(
  audience: Audience,
  request: ReceivedRequest,
  options: ResolvedOptions,
): Credential | Rejection {
  return audience === "client" ? authenticatePage(request, options) : authenticateServer(request, options);
}

/** Klaviyo's API description: the query must have `company_id`, and a private key must never be used here. */
function authenticatePage(
  { query, headers }: ReceivedRequest,
  { companyId }: ResolvedOptions,
): Credential | Rejection {
  const [sent, ...more] = query.getAll("company_id");
  if (!sent || more.length > 0) return reject("company_id_missing", "Exactly one company_id is required.");
  if (/^pk_/i.test(sent)) {
    return reject("company_id_private", "Never use a private API key in a page. Revoke this key.");
  }
  if (sent !== companyId)
    return reject("company_id_wrong", "The company_id does not belong to this account.");
  if (headers.has("authorization")) {
    return reject("client_authorization", "A client endpoint does not take an Authorization header.");
  }
  return "company_id";
}

/** Klaviyo's guide "Authenticate API requests": `Klaviyo-API-Key` with the private key, or an OAuth bearer token. */
function authenticateServer({ headers }: ReceivedRequest, options: ResolvedOptions): Credential | Rejection {
  const [, scheme, secret] = /^(\S+) +(\S+)$/.exec(headers.get("authorization") ?? "") ?? [];
  if (scheme !== undefined && secret !== undefined) {
    const name = scheme.toLowerCase();
    if (name === "klaviyo-api-key" && secret === options.privateKey) return "private_key";
    if (name === "bearer" && secret === options.accessToken) return "oauth";
  }
  const detail = "Missing or invalid private key or access token.";
  return new Rejection(401, [apiError("not_authenticated", detail, { pointer: "/data/" })]);
}
