/** Longer than anybody looks at a picture of waiting. */
const LONG = 600_000;

/** @type {Record<string, [status: number, code: string]>} */
const ERRORS = {
  unknown: [404, "variant_not_found"],
  refused: [400, "invalid"],
  busy: [429, "throttled"],
  down: [503, "unavailable"],
};

/**
 * What the gallery's elements get for their requests: `/gallery/answers/unknown/client/…` is an unknown variant.
 * `undefined` for anything else that is asked of the shop.
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<import("./server.mjs").Answer | undefined>}
 */
export async function galleryAnswer(request) {
  const [, kind = ""] = /^\/gallery\/answers\/(\w+)\/client\//.exec(request.url ?? "") ?? [];
  if (request.method !== "POST" || !kind) return undefined;
  const body = Buffer.concat(await request.toArray()).toString();
  // The timer is no reason for the shop to stay.
  if (kind === "slow") await new Promise((resolve) => setTimeout(resolve, LONG).unref());
  const [status, code] = ERRORS[kind === "some" && body.includes("-XL") ? "refused" : kind] ?? [202, ""];
  const errors = [{ id: "1", status, code, title: "A title", detail: "A detail", source: {} }];
  return {
    status,
    body: status === 202 ? "" : JSON.stringify({ errors }),
    headers: { "content-type": "application/vnd.api+json", "cache-control": "no-store" },
  };
}
