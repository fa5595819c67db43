// Makes it harder for programs to submit the form. Off by default, and no complete protection.

import type { NotifyMeEventMap } from "../types.ts";
import type { VariantState } from "../variant-state.ts";
import type { FormHost, FormTools } from "./fields.ts";

/** The protection of one form. */
export interface BotProtection {
  /** A field that people cannot see or focus, with a name that browsers do not autofill. */
  honeypot: Element | undefined;
  /** Whether a submission comes too soon or filled in the honeypot. */
  rejects(variants: VariantState[]): boolean;
}

/** The time of the latest request for each variant on this page, by `performance.now()`. */
const requestTimes = new Map<string, number>();
for (const type of ["notify-me-accepted", "notify-me-queued"] as const) {
  addEventListener(type, (event) => {
    const { detail } = event as NotifyMeEventMap[typeof type];
    requestTimes.set(detail.variant, performance.now());
  });
}

/** Starts the protection of a form. `minimum-time` counts from this call. */
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
