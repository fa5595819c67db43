// What a form asks for. Most ask for an address alone; what others need is a script of its own.
import type { SubscriptionRequest } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { Messages } from "../locales/messages.ts";
import type { VariantState } from "../variant-state.ts";
import { validList, validValue } from "./attribute-values.ts";
import { create, createError, createField, createLabel } from "./dom.ts";
import { createSheet } from "./form-styles.ts";
import type { Result } from "./outcome-text.ts";

/** Whose form it is: that may change. */
export interface FormHost {
  readonly controller: Controller;
}

/** The fields of one form. */
export interface Fields {
  parts: Node[];
  /** The variants that are asked for. */
  variants(): VariantState[];
  /** Identifiers that somebody wants to be told by, and no others; with what was agreed to. */
  request(): Omit<SubscriptionRequest, "variant">;
  /** The id of what is missing, and what to say of it. */
  incomplete?(): [string, keyof Messages] | undefined;
  /** Shows what the ticked boxes need. */
  updateVisibility?(): void;
  /** Says what became of several requests. */
  resultNodes?(results: Map<string, Result>): Node[];
}

/** What the other script uses of this one: if it imported that, bundlers would cut this one in two. */
const tools = { create, createField, createLabel, createError, createSheet, validValue, validList };
export type FormTools = typeof tools;

/** Because of these, a form asks for more than an address. */
const EXTENDED_ATTRIBUTES =
  "channels countries list-id newsletter sms-consent whatsapp-consent multiple external-id profile-id honeypot minimum-time cool-down".split(
    " ",
  );

let extended: typeof import("./extended-fields.ts") | undefined;

const needsExtended = (controller: Controller) =>
  EXTENDED_ATTRIBUTES.some((name) => controller.option(name) !== undefined);

/** Loads what a form needs and most do not; `undefined` if it is there. */
export function loadFields(controller: Controller): Promise<void> | undefined {
  if (extended || !needsExtended(controller)) return undefined;
  return import("./extended-fields.ts").then((module) => {
    extended = module;
  });
}

export function createFields(host: FormHost): Fields {
  if (extended && needsExtended(host.controller)) return extended.createFields(host, tools);
  const emailField = createField("email", "email", host.controller.text("email"));
  const input = emailField.querySelector("input") as HTMLInputElement;
  return {
    parts: [emailField],
    variants: () => [host.controller.state],
    request: () => ({ profile: { email: input.value }, channels: ["EMAIL"] }),
  };
}
