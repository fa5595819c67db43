import { createEmulator } from "../../dist/emulator.js";
import { today } from "./today.mjs";

export * from "../../dist/emulator.js";
export { today };

/** A revision that is stable on the tests' clock. */
export const revision = "2026-07-15";

export const variant = "$custom:::$default:::SKU-1";
export const otherVariant = "$custom:::$default:::SKU-2";

export const feed = [
  { id: "SKU-1", title: "Shirt", inventory_quantity: 0, inventory_policy: 1 },
  { id: "SKU-2", title: "Hat", $inventory_quantity: 3, $inventory_policy: 2 },
];

export const paths = {
  client: "/client/back-in-stock-subscriptions",
  server: "/api/back-in-stock-subscriptions",
  consent: "/client/subscriptions",
  job: "/api/profile-subscription-bulk-create-jobs",
  profiles: "/api/profiles",
};

/** An emulator that closes after the test. Its clock stays at `clock.now` until the test changes it. */
export async function start(t, options = {}) {
  const clock = { now: today };
  const emulator = await createEmulator({ feed, now: () => clock.now, ...options });
  t.after(() => emulator.close());
  return { ...emulator, clock };
}

/** The body of a back-in-stock request. */
export function subscription({ id, channels = ["EMAIL"], variantId = variant, ...attributes } = {}) {
  return {
    data: {
      type: "back-in-stock-subscription",
      attributes: {
        channels,
        profile: { data: { type: "profile", ...(id !== undefined && { id }), attributes } },
      },
      relationships: { variant: { data: { type: "catalog-variant", id: variantId } } },
    },
  };
}

export const ann = subscription({ email: "ann@example.com" });

/** The body of a consent request. */
export function consent(attributes, { listId = "LIST01", ...more } = {}) {
  return {
    data: {
      type: "subscription",
      attributes: { profile: { data: { type: "profile", attributes } }, ...more },
      relationships: { list: { data: { type: "list", id: listId } } },
    },
  };
}

/** The body of a consent job. Without a list id it has no list. */
export function job(profiles, { listId = "LIST01", ...more } = {}) {
  const data = profiles.map(({ id, ...attributes }) => ({ type: "profile", ...(id && { id }), attributes }));
  return {
    data: {
      type: "profile-subscription-bulk-create-job",
      attributes: { profiles: { data }, ...more },
      ...(listId && { relationships: { list: { data: { type: "list", id: listId } } } }),
    },
  };
}

const standard = { revision, "content-type": "application/vnd.api+json", accept: "application/vnd.api+json" };

/** Posts with the standard headers of that endpoint. A header that is `undefined` is left out. */
export async function post(emulator, path, body, { query = "?company_id=ABC123", headers = {} } = {}) {
  const server = path.startsWith("/api/");
  const all = {
    ...standard,
    ...(server
      ? { authorization: "Klaviyo-API-Key pk_emulator_not_a_real_key" }
      : { origin: "https://shop.example" }),
    ...headers,
  };
  const response = await fetch(`${emulator.url}${path}${server ? "" : query}`, {
    method: "POST",
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return read(response);
}

/** Gets with the standard headers of a server. `query` has the query parameters by name. */
export async function get(emulator, path, { query = {}, headers = {} } = {}) {
  const { "content-type": _, ...reading } = standard;
  const authorization = "Klaviyo-API-Key pk_emulator_not_a_real_key";
  const url = `${emulator.url}${path}?${new URLSearchParams(query)}`;
  const answer = await read(await fetch(url, { headers: { ...reading, authorization, ...headers } }));
  return { ...answer, document: answer.text === "" ? undefined : JSON.parse(answer.text) };
}

/** Reads a response: status, headers, text, and the code and place of each error. */
export async function read(response) {
  const text = await response.text();
  const isErrors = response.headers.get("content-type") === "application/vnd.api+json";
  const errors = isErrors ? (JSON.parse(text).errors ?? []) : [];
  const places = errors.map(({ code, source }) =>
    `${code} ${source?.pointer ?? source?.parameter ?? ""}`.trim(),
  );
  return { status: response.status, headers: response.headers, text, errors, places };
}
