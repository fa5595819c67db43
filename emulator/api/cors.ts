import type { Audience } from "./authenticate.ts";

/** Request headers that a page may send. JSON and `revision` make a browser send a preflight. */
const allowed = ["accept", "content-type", "revision", "x-klaviyo-revision-fall-forward-opt-out"];

/** Lets a page of any origin read the response, without cookies. Servers do not need CORS. */
export function corsHeaders(audience: Audience): Readonly<Record<string, string>> {
  return audience === "client" ? { "access-control-allow-origin": "*" } : {};
}

/** The response to a preflight (Fetch standard, CORS-preflight request). */
export const preflightHeaders: Readonly<Record<string, string>> = {
  ...corsHeaders("client"),
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": allowed.join(", "),
};
