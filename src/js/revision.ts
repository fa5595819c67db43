// A console warning for pages that use a retired API revision.
import * as core from "#core";
import { callCore } from "./wasm/core.ts";

let warned = false;

/** Warns once per page. Klaviyo usually serves another revision instead, silently. See `state` in `src/klaviyo/revision.rs`. */
export function warnIfRetired(revision: unknown): void {
  if (warned || typeof revision !== "string" || !callCore(() => core.isRetired(revision))) return;
  warned = true;
  console.warn(`back-in-stock: revision ${revision} of the API is retired: it is older than two years.`);
}
