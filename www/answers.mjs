/** @type {Record<string, [status: number, code: string]>} */
const ERRORS = {
  unknown: [404, "variant_not_found"],
  refused: [400, "invalid"],
  busy: [429, "throttled"],
  down: [503, "unavailable"],
};

/** The answer of a shop's relay that has stored a request. */
const RECEIPT = JSON.stringify({ data: { type: "alert-receipt", id: "00112233445566778899aabbccddeeff" } });

/**
 * A canned answer by its name: one of `ERRORS`; `some` refuses variants of size XL, `unlisted` the newsletter and consent;
 * `stored` is a relay's. Any other name accepts.
 * @param {string} kind
 * @param {string} body the body of the request
 * @returns {import("./server.mjs").Answer}
 */
export function cannedAnswer(kind, body) {
  const isRefused =
    (kind === "some" && body.includes("-XL")) ||
    (kind === "unlisted" && /"type":\s*"subscription"/.test(body));
  const [status, code] = ERRORS[isRefused ? "refused" : kind] ?? [202, ""];
  const errors = [{ id: "1", status, code, title: "A title", detail: "A detail", source: {} }];
  const isStored = kind === "stored";
  return {
    status,
    body: status === 202 ? (isStored ? RECEIPT : "") : JSON.stringify({ errors }),
    headers: {
      "content-type": "application/vnd.api+json",
      "cache-control": "no-store",
      ...(isStored && { "back-in-stock-relay": "stored" }),
    },
  };
}

/**
 * Answers the requests of the gallery's elements. The path names the answer: `/gallery/answers/unknown/client/…` reports an
 * unknown variant. Returns `undefined` for any other request.
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<import("./server.mjs").Answer | undefined>}
 */
export async function galleryAnswer(request) {
  const [, kind = ""] = /^\/gallery\/answers\/(\w+)\/client\//.exec(request.url ?? "") ?? [];
  if (request.method !== "POST" || !kind) return undefined;
  return cannedAnswer(kind, Buffer.concat(await request.toArray()).toString());
}
