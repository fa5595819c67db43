import type { Audience } from "./authenticate.ts";

/** Headers of a request that a page may send. JSON and `revision` are what make a browser ask first. */
const allowed = ["accept", "content-type", "revision", "x-klaviyo-revision-fall-forward-opt-out"];

/** What lets a page of any origin see the answer, without cookies. Servers need none of it. */
export function corsHeaders(audience: Audience): Readonly<Record<string, string>> {
  return audience === "client" ? { "access-control-allow-origin": "*" } : {};
}

/** The answer to the browser's question (Fetch standard, CORS-preflight request). */
export const preflightHeaders: Readonly<Record<string, string>> = {
  ...corsHeaders("client"),
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": allowed.join(", "),
};
