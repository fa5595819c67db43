// The script that <notify-me> loads when a shopper shows interest: the form and the client.

import { BackInStock, buildRequest, init } from "../../src/js/entry/subscribe.ts";
import { isBlocked } from "../../src/js/wasm/load.ts";
import type { Controller } from "./controller.ts";
import { CHECKS, LISTS, listOf } from "./form/attribute-values.ts";
import { loadFields } from "./form/fields.ts";
import { clientOptions } from "./form/submit.ts";
import type { Explanation } from "./types.ts";
import type { VariantState } from "./variant-state.ts";

export { open, resume } from "./form/handover.ts";
export { messages } from "./locales/en.ts";

/** Loads the WebAssembly module, and the extended fields if the element's form needs them. */
export const preload = (controller?: Controller): Promise<unknown> =>
  Promise.all([init(), controller && loadFields(controller)]);

/** Sends requests that an earlier visit left in the outbox. Creating a client starts the delivery. */
export const sendQueued = (controller: Controller): unknown => new BackInStock(clientOptions(controller));

/** Explains an element's state to the developer of the page. */
export async function explain(
  controller: Controller,
  state: VariantState,
  problems: string[],
): Promise<Explanation> {
  const { explain } = await import("./diagnose.ts");
  return explain(controller, state, problems, clientOptions(controller), {
    buildRequest,
    init,
    isBlocked,
    CHECKS,
    LISTS,
    listOf,
  });
}
