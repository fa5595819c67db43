import type { Limits } from "../options.ts";
import { clientSchema, serverSchema } from "../schema/back-in-stock.ts";
import { consentSchema } from "../schema/consent.ts";
import { examineClientSubscription, examineServerSubscription } from "./back-in-stock.ts";
import type { Audience } from "./caller.ts";
import { examineConsent } from "./consent.ts";
import type { Examine } from "./examine.ts";

/** An endpoint of the service. */
export interface Endpoint {
  /** Without the slash that may follow. */
  readonly path: string;
  readonly audience: Audience;
  readonly limits: Limits;
  /** Of the body. */
  readonly schema: object;
  readonly examine: Examine;
}

/** Paths and limits: Klaviyo's API description. */
const endpoints: readonly Endpoint[] = [
  {
    path: "/client/back-in-stock-subscriptions",
    audience: "client",
    limits: { burst: 350, steady: 3_500 },
    schema: clientSchema,
    examine: examineClientSubscription,
  },
  {
    path: "/api/back-in-stock-subscriptions",
    audience: "server",
    limits: { burst: 350, steady: 3_500 },
    schema: serverSchema,
    examine: examineServerSubscription,
  },
  {
    path: "/client/subscriptions",
    audience: "client",
    limits: { burst: 350, steady: 750 },
    schema: consentSchema,
    examine: examineConsent,
  },
];

/** One slash at the end changes nothing. */
export function findEndpoint(path: string): Endpoint | undefined {
  return endpoints.find((endpoint) => path === endpoint.path || path === `${endpoint.path}/`);
}
