import { createRelay, type Relay } from "back-in-stock/relay";
import { env } from "$env/dynamic/private";

let relay: Relay | undefined;

// At the first request: a build has no private key.
export function POST({ request }: { request: Request }) {
  relay ??= createRelay({
    companyId: "ABC123",
    privateKey: env.KLAVIYO_PRIVATE_KEY ?? "",
    basePath: "/bis",
    upstream: env.KLAVIYO_URL, // unset, except in tests
  });
  return relay(request);
}

export { POST as OPTIONS };
