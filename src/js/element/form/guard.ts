// What makes it dearer to fill in forms by a program. It is off by default, and no wall.
import type { Shell } from "../shell.ts";

export interface Guard {
  /** Whether a request comes too soon, or from a program. */
  refuses(variant: string): boolean;
  /** A request was taken. */
  asked(variant: string): void;
}

/** When each variant was last asked for in this page. */
const times = new Map<string, number>();

/** Watches over one form, from now on. */
export function guard(shell: Shell, form: HTMLFormElement): Guard {
  const opened = performance.now();
  const seconds = (name: string) => Number(shell.option(name) ?? 0) * 1000;
  const trap = shell.flag("honeypot") ? honeypot(form) : undefined;
  return {
    refuses: (variant) =>
      Boolean(trap?.value) ||
      performance.now() - opened < seconds("minimum-time") ||
      performance.now() - (times.get(variant) ?? Number.NEGATIVE_INFINITY) < seconds("cool-down"),
    asked: (variant) => times.set(variant, performance.now()),
  };
}

/** A field that nobody sees or comes to by keyboard. Its name is none that a browser fills in. */
function honeypot(form: HTMLFormElement): HTMLInputElement {
  const input = document.createElement("input");
  Object.assign(input, { type: "text", name: "reference", autocomplete: "off", tabIndex: -1 });
  const box = document.createElement("div");
  box.className = "trap";
  box.setAttribute("aria-hidden", "true");
  box.append(input);
  form.append(box);
  return input;
}
