// What <notify-me> loads when somebody shows interest: the form, the client and, beside it, the module.

import { BackInStock, buildRequest, init } from "../../src/js/entry/subscribe.ts";
import { isBlocked } from "../../src/js/wasm/load.ts";
import { clientOptions } from "./form/ask.ts";
import { attributeProblems } from "./form/attributes.ts";
import { missing } from "./form/fields.ts";
import type { Known } from "./known.ts";
import type { Shell } from "./shell.ts";
import type { Explanation } from "./types.ts";

export { open, resume } from "./form/place.ts";

/** Loads what an element's form needs, if it is not there, and the module. */
export const warm = (shell?: Shell): Promise<unknown> => Promise.all([init(), shell && missing(shell)]);

/** Sends what waits since an earlier visit: a client looks for it by itself. */
export const send = (shell: Shell): unknown => new BackInStock(clientOptions(shell));

/** Says how an element is, for who builds the page. */
export async function explain(shell: Shell, known: Known, problems: string[]): Promise<Explanation> {
  const { explain } = await import("./doctor.ts");
  return explain(shell, known, [...problems, ...attributeProblems(shell)], clientOptions(shell), {
    buildRequest,
    init,
    isBlocked,
  });
}
