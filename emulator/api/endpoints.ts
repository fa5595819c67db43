import type { Limits } from "../options.ts";
import { clientSchema, serverSchema } from "../schema/back-in-stock.ts";
import { consentSchema } from "../schema/consent.ts";
import type { Audience } from "./authenticate.ts";
import { validateClientSubscription, validateServerSubscription } from "./back-in-stock.ts";
import { validateConsent } from "./consent.ts";
import type { ValidateBody } from "./validate-body.ts";

/** An endpoint of the service. */
export interface Endpoint {
  /** Without a trailing slash. */
  readonly path: string;
  /** The `data.type` of its request body. */
  readonly type: string;
  readonly audience: Audience;
  readonly limits: Limits;
  /** The schema of the body. */
  readonly schema: object;
  readonly validate: ValidateBody;
}

/** Paths and limits are from Klaviyo's API description. */
const endpoints: readonly Endpoint[] = [
  {
    path: "/client/back-in-stock-subscriptions",
    type: "back-in-stock-subscription",
    audience: "client",
    limits: { burst: 350, steady: 3_500 },
    schema: clientSchema,
    validate: validateClientSubscription,
  },
  {
    path: "/api/back-in-stock-subscriptions",
    type: "back-in-stock-subscription",
    audience: "server",
    limits: { burst: 350, steady: 3_500 },
    schema: serverSchema,
    validate: validateServerSubscription,
  },
  {
    path: "/client/subscriptions",
    type: "subscription",
    audience: "client",
    limits: { burst: 350, steady: 750 },
    schema: consentSchema,
    validate: validateConsent,
  },
];

/** Finds an endpoint; one trailing slash is ignored. */
export function findEndpoint(path: string): Endpoint | undefined {
  return endpoints.find((endpoint) => endpoint.path === withoutSlash(path));
}

/** Legacy paths that integrations still call: the old snippet's and the v1 catalog API's. */
const legacyPaths = ["/onsite/components/back-in-stock/subscribe", "/api/v1/catalog/subscribe"];

/** The endpoint that replaced a legacy path. */
export function findSuccessor(path: string): string | undefined {
  return legacyPaths.includes(withoutSlash(path)) ? "/client/back-in-stock-subscriptions" : undefined;
}

/** Endpoints that the emulator does not have, by the `data.type` of their bodies. */
const otherTypes: Readonly<Record<string, string>> = {
  "profile-subscription-bulk-create-job": "/api/profile-subscription-bulk-create-jobs",
};

/** The paths of the endpoints for bodies of this `data.type`. */
export function pathsForType(type: string): readonly string[] {
  const own = endpoints.filter((endpoint) => endpoint.type === type).map(({ path }) => path);
  const other = Object.hasOwn(otherTypes, type) ? otherTypes[type] : undefined;
  return other === undefined ? own : [other];
}

const withoutSlash = (path: string): string => path.replace(/\/$/, "");
