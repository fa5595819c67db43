// What <notify-me> loads when somebody shows interest: the form, the client and, beside it, the module.
import { clientOptions } from "../element/form/ask.ts";
import { attributeProblems } from "../element/form/attributes.ts";
import { missing } from "../element/form/fields.ts";
import type { Known } from "../element/known.ts";
import type { Shell } from "../element/shell.ts";
import type { Explanation } from "../element/types.ts";
import { isBlocked } from "../module.ts";
import { BackInStock, buildRequest, init } from "./subscribe.ts";

export { open, resume } from "../element/form/place.ts";

/** Loads what an element's form needs, if it is not there, and the module. */
export const warm = (shell?: Shell): Promise<unknown> => Promise.all([init(), shell && missing(shell)]);

/** Sends what waits since an earlier visit: a client looks for it by itself. */
export const send = (shell: Shell): unknown => new BackInStock(clientOptions(shell));

/** Says how an element is, for who builds the page. */
export async function explain(shell: Shell, known: Known, problems: string[]): Promise<Explanation> {
  const { explain } = await import("../element/doctor.ts");
  return explain(shell, known, [...problems, ...attributeProblems(shell)], clientOptions(shell), {
    buildRequest,
    init,
    isBlocked,
  });
}
