// What a form asks for. Most ask for an address alone; what others need is a script of its own.
import type { SubscriptionRequest } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { VariantState } from "../variant-state.ts";
import type { Words } from "../words/words.ts";
import { usable, usableWords } from "./attributes.ts";
import { errorOf, field, labelOf, make } from "./make.ts";
import type { Result } from "./outcome.ts";
import { sheetOf } from "./style.ts";

/** Whose form it is: that may change. */
export interface Host {
  readonly controller: Controller;
}

/** The fields of one form. */
export interface Fields {
  parts: Node[];
  /** The variants that are asked for. */
  asks(): VariantState[];
  /** Identifiers that somebody wants to be told by, and no others; with what was agreed to. */
  request(): Omit<SubscriptionRequest, "variant">;
  /** The id of what is missing, and what to say of it. */
  missing?(): [string, keyof Words] | undefined;
  /** Shows what the ticked boxes need. */
  sync?(): void;
  /** Says what became of several requests. */
  tell?(results: Map<string, Result>): Node[];
}

/** What the other script uses of this one: if it imported that, bundlers would cut this one in two. */
const tools = { make, field, labelOf, errorOf, sheetOf, usable, usableWords };
export type Tools = typeof tools;

/** Because of these, a form asks for more than an address. */
const MORE =
  "channels countries list-id newsletter sms-consent whatsapp-consent multiple external-id profile-id honeypot minimum-time cool-down".split(
    " ",
  );

let more: typeof import("./more.ts") | undefined;

const needsMore = (controller: Controller) => MORE.some((name) => controller.option(name) !== undefined);

/** Loads what a form needs and most do not; `undefined` if it is there. */
export function missing(controller: Controller): Promise<void> | undefined {
  if (more || !needsMore(controller)) return undefined;
  return import("./more.ts").then((module) => {
    more = module;
  });
}

export function fieldsOf(host: Host): Fields {
  if (more && needsMore(host.controller)) return more.fieldsOf(host, tools);
  const part = field("email", "email", host.controller.text("email"));
  const input = part.querySelector("input") as HTMLInputElement;
  return {
    parts: [part],
    asks: () => [host.controller.state],
    request: () => ({ profile: { email: input.value }, channels: ["EMAIL"] }),
  };
}
