// What makes it dearer to fill in forms by a program. It is off by default, and no wall.

import type { NotifyMeEventMap } from "../types.ts";
import type { VariantState } from "../variant-state.ts";
import type { FormHost, FormTools } from "./fields.ts";

export interface BotProtection {
  /** A field that nobody sees or comes to by keyboard, and whose name no browser fills in. */
  honeypot: Element | undefined;
  /** Whether a request comes too soon, or from a program. */
  rejects(variants: VariantState[]): boolean;
}

/** When each variant was last asked for in this page. */
const requestTimes = new Map<string, number>();
for (const type of ["notify-me-accepted", "notify-me-queued"] as const) {
  addEventListener(type, (event) => {
    const { detail } = event as NotifyMeEventMap[typeof type];
    requestTimes.set(detail.variant, performance.now());
  });
}

/** Watches over one form, from now on. */
export function protectForm(host: FormHost, { create, validValue }: FormTools): BotProtection {
  const openedAt = performance.now();
  const milliseconds = (name: string) => Number(validValue(host.controller, name) ?? 0) * 1000;
  const input = create("input", { type: "text", name: "reference", autocomplete: "off", tabIndex: -1 });
  const honeypot = host.controller.flag("honeypot")
    ? create("div", { class: "trap", "aria-hidden": "true" }, input)
    : undefined;
  const elapsed = (variant: string) =>
    performance.now() - (requestTimes.get(variant) ?? Number.NEGATIVE_INFINITY);
  return {
    honeypot,
    rejects: (variants) =>
      input.value !== "" ||
      performance.now() - openedAt < milliseconds("minimum-time") ||
      variants.some(({ variant }) => elapsed(variant) < milliseconds("cool-down")),
  };
}
