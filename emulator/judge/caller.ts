import type { Settings } from "../options.ts";
import { problem, Refusal, refuse } from "./problem.ts";
import type { ReceivedRequest } from "./request.ts";

/** Who may call an endpoint: pages with the public key, or servers with a private one. */
export type Audience = "client" | "server";

/** How a caller has shown to belong to the account. Each has its own rate windows. */
export type Credential = "company_id" | "private_key" | "oauth";

export function identify(
  audience: Audience,
  request: ReceivedRequest,
  settings: Settings,
): Credential | Refusal {
  return audience === "client" ? identifyPage(request, settings) : identifyServer(request, settings);
}

/** Klaviyo's API description: `company_id` in the query is required, and a private key must never be used here. */
function identifyPage({ query, headers }: ReceivedRequest, { companyId }: Settings): Credential | Refusal {
  const [sent, ...more] = query.getAll("company_id");
  if (!sent || more.length > 0) return refuse("company_id_missing", "Exactly one company_id is required.");
  if (/^pk_/i.test(sent)) {
    return refuse("company_id_private", "A private API key must never be used in a page: revoke it.");
  }
  if (sent !== companyId) return refuse("company_id_wrong", "The company_id is not that of this account.");
  if (headers.has("authorization")) {
    return refuse("client_authorization", "A client endpoint takes no Authorization header.");
  }
  return "company_id";
}

/** Klaviyo's guide "Authenticate API requests": `Klaviyo-API-Key` and the private key, or an OAuth bearer token. */
function identifyServer({ headers }: ReceivedRequest, settings: Settings): Credential | Refusal {
  const [, scheme, secret] = /^(\S+) +(\S+)$/.exec(headers.get("authorization") ?? "") ?? [];
  if (scheme !== undefined && secret !== undefined) {
    const name = scheme.toLowerCase();
    if (name === "klaviyo-api-key" && secret === settings.privateKey) return "private_key";
    if (name === "bearer" && secret === settings.accessToken) return "oauth";
  }
  const detail = "Missing or invalid private key or access token.";
  return new Refusal(401, [problem("not_authenticated", detail, { pointer: "/data/" })]);
}
