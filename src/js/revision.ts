// One warning on the console for a page that uses a retired revision of the API.
import * as core from "#core";
import { callCore } from "./wasm/core.ts";

let warned = false;

/** Klaviyo silently serves another revision in place of a retired one. `state` in `src/klaviyo/revision.rs` is the rule. */
export function warnIfRetired(revision: unknown): void {
  if (warned || typeof revision !== "string" || !callCore(() => core.isRetired(revision))) return;
  warned = true;
  console.warn(`back-in-stock: revision ${revision} of the API is retired: it is older than two years.`);
}
