// The variant of an element and its known stock, from an adapter, the rows of `variants`, and attributes.

import { evaluateEligibility } from "../../src/js/shared/eligibility.ts";
import { readShopifyVariant, variantIdOf } from "../../src/js/shared/shopify-variant.ts";
import type { Choice } from "./adapters/adapter.ts";
import { jsonOption, option, parseJson } from "./attributes.ts";
import type { Reason, VariantRow } from "./types.ts";

/** The state of one variant. */
export interface VariantState {
  variant: string;
  /** The name to show, if known. */
  product: string | undefined;
  /** Whether the button shows; `reason` says why. */
  shows: boolean;
  reason: Reason;
  /** A known value, by the name of its attribute, such as `quantity`. */
  fact(name: string): unknown;
}

/** Known values of a variant. */
type Source = { readonly [name: string]: unknown } | null | undefined;

/** The state of an element's current variant. `choice` is the latest choice of an adapter since the attributes changed. */
export function variantStateOf(element: Element, choice: Choice | null | undefined): VariantState {
  const rows = rowsOf(element);
  const attributes = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, option(element, name)]));
  const attribute = variantIdOf(option(element, "variant"));
  const onlyRow = rows.length === 1 ? rows[0]?.variant : "";
  const variant = choice === null ? "" : (choice?.variant ?? attribute ?? onlyRow ?? "");
  // If another variant is chosen, the stock attributes describe the wrong one.
  const names = ["product", "tags"].concat(
    variant === (attribute ?? variant) ? ["quantity", "policy", "available", "preorder"] : [],
  );
  return stateFrom(
    element,
    variant,
    choice as Source,
    rows.find((row) => row.variant === variant),
    attributes(...names),
  );
}

/** The state of each row of `variants`. */
export const rowStatesOf = (element: Element): VariantState[] =>
  rowsOf(element).map((row) => stateFrom(element, row.variant, row, { tags: option(element, "tags") }));

/** Combines sources. Earlier sources take precedence. */
function stateFrom(element: Element, variant: string, ...sources: Source[]): VariantState {
  const fact = (name: string) => sources.find((source) => source?.[name] != null)?.[name];
  const { shows, reason } = evaluateEligibility(fact, (name) => option(element, name));
  return {
    variant,
    product: fact("product") as string | undefined,
    shows: shows && variant !== "",
    reason: variant ? reason : "no_variant",
    fact,
  };
}

type Row = { variant: string } & { [name: string]: unknown };

/** The rows of `variants`, from the property, the attribute, or a JSON script inside the element. */
export function rowsOf(element: Element): Row[] {
  const script = element.querySelector(':scope > script[type="application/json"]');
  const list =
    jsonOption(element, "variants") ?? (script && parseJson(script.textContent ?? "", "its script"));
  // The page's JSON may be of any type.
  const rows: unknown[] = Array.isArray(list) ? list : [];
  const objects = rows.filter((row) => typeof row === "object" && row !== null);
  // A row without an ID cannot be chosen.
  return objects.map((row) => rowOf(row)).filter(({ variant }) => variant);
}

/** Maps Shopify's and a feed's field names to ours. */
function rowOf(row: VariantRow): Row {
  const facts = readShopifyVariant(row);
  return {
    ...row,
    ...facts,
    variant: variantIdOf(row.variant) ?? facts.variant ?? "",
    quantity: row.quantity ?? facts.quantity,
    policy: row.policy ?? facts.policy,
  };
}
