// Answers a page's request, by forwarding it and with a queue. Prints what happened as JSON.
import process from "node:process";
import { createRelay } from "back-in-stock/relay";

const stored = [];
const options = {
  companyId: "ABC123",
  privateKey: process.env.KLAVIYO_PRIVATE_KEY,
  basePath: "/bis",
  upstream: process.env.KLAVIYO_URL,
};
const document = (email) => ({
  data: {
    type: "back-in-stock-subscription",
    attributes: {
      channels: ["EMAIL"],
      profile: { data: { type: "profile", attributes: { email } } },
    },
    relationships: { variant: { data: { type: "catalog-variant", id: "$custom:::$default:::SKU-1" } } },
  },
});
const request = (email) =>
  new Request("https://shop.example/bis/client/back-in-stock-subscriptions?company_id=ABC123", {
    method: "POST",
    headers: { origin: "https://shop.example", "content-type": "application/json" },
    body: JSON.stringify(document(email)),
  });

const forwarded = await createRelay(options)(request("ann@example.com"));
const relay = createRelay({
  ...options,
  identityKey: "0123456789abcdef".repeat(4),
  queue: { send: async (body) => stored.push(body) },
});
const queued = await relay(request("ben@example.com"));
let acks = 0;
await relay.consume({
  messages: stored.splice(0).map((body) => ({ body, ack: () => acks++, retry: () => {} })),
});
console.log(
  JSON.stringify([
    forwarded.status,
    queued.status,
    queued.headers.get("back-in-stock-relay"),
    acks,
    stored.length,
  ]),
);
