// What makes it dearer to fill in forms by a program. It is off by default, and no wall.

import type { NotifyMeEventMap } from "../types.ts";
import type { VariantState } from "../variant-state.ts";
import type { Host, Tools } from "./fields.ts";

export interface Guard {
  /** A field that nobody sees or comes to by keyboard, and whose name no browser fills in. */
  trap: Element | undefined;
  /** Whether a request comes too soon, or from a program. */
  refuses(asks: VariantState[]): boolean;
}

/** When each variant was last asked for in this page. */
const times = new Map<string, number>();
for (const type of ["notify-me-accepted", "notify-me-queued"] as const) {
  addEventListener(type, (event) => {
    const { detail } = event as NotifyMeEventMap[typeof type];
    times.set(detail.variant, performance.now());
  });
}

/** Watches over one form, from now on. */
export function guard(host: Host, { make, usable }: Tools): Guard {
  const opened = performance.now();
  const seconds = (name: string) => Number(usable(host.controller, name) ?? 0) * 1000;
  const input = make("input", { type: "text", name: "reference", autocomplete: "off", tabIndex: -1 });
  const trap = host.controller.flag("honeypot")
    ? make("div", { class: "trap", "aria-hidden": "true" }, input)
    : undefined;
  const since = (variant: string) => performance.now() - (times.get(variant) ?? Number.NEGATIVE_INFINITY);
  return {
    trap,
    refuses: (asks) =>
      input.value !== "" ||
      performance.now() - opened < seconds("minimum-time") ||
      asks.some(({ variant }) => since(variant) < seconds("cool-down")),
  };
}
