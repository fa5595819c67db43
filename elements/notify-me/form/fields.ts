// The fields of a form. Most forms have only an email field; all other fields are in a separate script.
import type { SubscriptionRequest } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { Messages } from "../locales/messages.ts";
import type { VariantState } from "../variant-state.ts";
import { validList, validValue } from "./attribute-values.ts";
import { create, createError, createField, createLabel } from "./dom.ts";
import { createSheet } from "./form-styles.ts";
import type { Result } from "./outcome-text.ts";

/** The owner of a form. `controller` changes when the form moves to another element. */
export interface FormHost {
  readonly controller: Controller;
}

/** The fields of one form. */
export interface Fields {
  parts: Node[];
  /** The selected variants. */
  variants(): VariantState[];
  /** The request without its variant. Contains only identifiers of selected channels, and the given consent. */
  request(): Omit<SubscriptionRequest, "variant">;
  /** Why the form may not be sent: the ID of the field, or `""`, and the name of the text. `undefined` if it may. */
  obstacle?(): [string, keyof Messages] | undefined;
  /**
   * The text of the button for another request; `undefined` if there is nothing to change. Without this function, there is an
   * email field.
   */
  again?(): keyof Messages | undefined;
  /** Shows the fields that the selected channels need. */
  updateVisibility?(): void;
  /** The nodes that show the results of several requests, by variant ID. */
  resultNodes?(results: Map<string, Result>): Node[];
}

/** Functions that extended-fields.ts receives. If it imported them, bundlers would split this script in two. */
const tools = { create, createField, createLabel, createError, createSheet, validValue, validList };
export type FormTools = typeof tools;

/** Attributes that require the extended fields. */
const EXTENDED_ATTRIBUTES =
  "channels countries list-id newsletter sms-consent whatsapp-consent multiple external-id profile-id honeypot minimum-time cool-down".split(
    " ",
  );

let extended: typeof import("./extended-fields.ts") | undefined;

const needsExtended = (controller: Controller) =>
  EXTENDED_ATTRIBUTES.some((name) => controller.option(name) !== undefined);

/** Loads the extended fields if the form needs them; `undefined` if there is nothing to load. */
export function loadFields(controller: Controller): Promise<void> | undefined {
  if (extended || !needsExtended(controller)) return undefined;
  return import("./extended-fields.ts").then((module) => {
    extended = module;
  });
}

/** Creates the fields of a form. */
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
