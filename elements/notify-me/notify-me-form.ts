// What <notify-me> loads when somebody shows interest: the form, the client and, beside it, the module.

import { BackInStock, buildRequest, init } from "../../src/js/entry/subscribe.ts";
import { isBlocked } from "../../src/js/wasm/load.ts";
import type { Controller } from "./controller.ts";
import { attributeProblems } from "./form/attribute-values.ts";
import { loadFields } from "./form/fields.ts";
import { clientOptions } from "./form/submit.ts";
import type { Explanation } from "./types.ts";
import type { VariantState } from "./variant-state.ts";

export { open, resume } from "./form/handover.ts";

/** Loads what an element's form needs, if it is not there, and the module. */
export const preload = (controller?: Controller): Promise<unknown> =>
  Promise.all([init(), controller && loadFields(controller)]);

/** Sends what waits since an earlier visit: a client looks for it by itself. */
export const sendQueued = (controller: Controller): unknown => new BackInStock(clientOptions(controller));

/** Says how an element is, for who builds the page. */
export async function explain(
  controller: Controller,
  state: VariantState,
  problems: string[],
): Promise<Explanation> {
  const { explain } = await import("./diagnose.ts");
  return explain(
    controller,
    state,
    [...problems, ...attributeProblems(controller)],
    clientOptions(controller),
    {
      buildRequest,
      init,
      isBlocked,
    },
  );
}
