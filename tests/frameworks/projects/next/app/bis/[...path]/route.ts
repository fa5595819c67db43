import { createRelay, type Relay } from "back-in-stock/relay";

let relay: Relay | undefined;

// At the first request: a build has no private key.
export function POST(request: Request) {
  relay ??= createRelay({
    companyId: "ABC123",
    privateKey: process.env.KLAVIYO_PRIVATE_KEY ?? "",
    basePath: "/bis",
    upstream: process.env.KLAVIYO_URL, // unset, except in tests
  });
  return relay(request);
}

export { POST as OPTIONS };
