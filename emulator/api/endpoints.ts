import type { Limits } from "../options.ts";
import { clientSchema, serverSchema } from "../schema/back-in-stock.ts";
import { consentSchema } from "../schema/consent.ts";
import { jobSchema } from "../schema/consent-job.ts";
import type { Audience } from "./authenticate.ts";
import { validateClientSubscription, validateServerSubscription } from "./back-in-stock.ts";
import { validateConsent } from "./consent.ts";
import { validateJob } from "./consent-job.ts";
import { profileQuery, profilesQuery, type Read, readProfile, readProfiles } from "./read-profiles.ts";
import type { ValidateBody } from "./validate-body.ts";

interface EndpointBase {
  /** Without a trailing slash. `{id}` is any text without a slash. */
  readonly path: string;
  readonly audience: Audience;
  readonly limits: Limits;
  /** The scopes that a private key or an access token needs. */
  readonly scopes: readonly string[];
  /** The names of the query parameters. */
  readonly query: readonly string[];
}

/** An endpoint of the service that takes a body. */
export interface WriteEndpoint extends EndpointBase {
  readonly method: "POST";
  /** The `data.type` of its request body. */
  readonly type: string;
  /** The schema of the body. */
  readonly schema: object;
  readonly validate: ValidateBody;
}

/** An endpoint of the service that returns a document. */
export interface ReadEndpoint extends EndpointBase {
  readonly method: "GET";
  readonly read: Read;
}

export type Endpoint = WriteEndpoint | ReadEndpoint;

/** Paths, limits and scopes are from Klaviyo's API description. */
const endpoints: readonly Endpoint[] = [
  {
    method: "POST",
    path: "/client/back-in-stock-subscriptions",
    type: "back-in-stock-subscription",
    audience: "client",
    limits: { burst: 350, steady: 3_500 },
    scopes: [],
    query: ["company_id"],
    schema: clientSchema,
    validate: validateClientSubscription,
  },
  {
    method: "POST",
    path: "/api/back-in-stock-subscriptions",
    type: "back-in-stock-subscription",
    audience: "server",
    limits: { burst: 350, steady: 3_500 },
    scopes: ["catalogs:write", "profiles:write"],
    query: [],
    schema: serverSchema,
    validate: validateServerSubscription,
  },
  {
    method: "POST",
    path: "/client/subscriptions",
    type: "subscription",
    audience: "client",
    limits: { burst: 350, steady: 750 },
    scopes: [],
    query: ["company_id"],
    schema: consentSchema,
    validate: validateConsent,
  },
  {
    method: "POST",
    path: "/api/profile-subscription-bulk-create-jobs",
    type: "profile-subscription-bulk-create-job",
    audience: "server",
    limits: { burst: 75, steady: 750 },
    scopes: ["lists:write", "profiles:write", "subscriptions:write"],
    query: [],
    schema: jobSchema,
    validate: validateJob,
  },
  {
    method: "GET",
    path: "/api/profiles",
    audience: "server",
    limits: { burst: 75, steady: 750 },
    scopes: ["profiles:read"],
    query: profilesQuery,
    read: readProfiles,
  },
  {
    method: "GET",
    path: "/api/profiles/{id}",
    audience: "server",
    limits: { burst: 75, steady: 750 },
    scopes: ["profiles:read"],
    query: profileQuery,
    read: readProfile,
  },
];

/** Finds an endpoint; one trailing slash is ignored. */
export function findEndpoint(path: string): Endpoint | undefined {
  const parts = withoutSlash(path).split("/");
  return endpoints.find((endpoint) => {
    const expected = endpoint.path.split("/");
    return expected.length === parts.length && expected.every((part, index) => isPart(part, parts[index]));
  });
}

function isPart(expected: string, part: string | undefined): boolean {
  return expected === "{id}" ? part !== "" : part === expected;
}

/** Legacy paths that integrations still call: the old snippet's and the v1 catalog API's. */
const legacyPaths = ["/onsite/components/back-in-stock/subscribe", "/api/v1/catalog/subscribe"];

/** The endpoint that replaced a legacy path. */
export function findSuccessor(path: string): string | undefined {
  return legacyPaths.includes(withoutSlash(path)) ? "/client/back-in-stock-subscriptions" : undefined;
}

/** The paths of the endpoints for bodies of this `data.type`. */
export function pathsForType(type: string): readonly string[] {
  return endpoints
    .filter((endpoint) => endpoint.method === "POST" && endpoint.type === type)
    .map(({ path }) => path);
}

const withoutSlash = (path: string): string => path.replace(/\/$/, "");
