// Which variant an element is about, and what is known of it: from an adapter, from rows, and from attributes.

import { judge } from "../../src/js/shared/eligibility.ts";
import { readShopifyVariant, variantIdOf } from "../../src/js/shared/shopify-variant.ts";
import type { Choice } from "./adapters/adapter.ts";
import { jsonOption, option, parseJson } from "./attributes.ts";
import type { Reason, VariantRow } from "./types.ts";

/** What is known of one variant. */
export interface VariantState {
  variant: string;
  /** Its name, if there is one. */
  product: string | undefined;
  /** Whether the button shows, and why. */
  shows: boolean;
  reason: Reason;
  /** What is known of it, by the attribute. */
  fact(name: string): unknown;
}

/** Something that is known of a variant, or nothing. */
type Source = { readonly [name: string]: unknown } | null | undefined;

/** The variant that an element is about; `told` is what an adapter said since the attributes changed. */
export function variantStateOf(element: Element, choice: Choice | null | undefined): VariantState {
  const rows = rowsOf(element);
  const attributes = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, option(element, name)]));
  const attribute = option(element, "variant");
  const onlyRow = rows.length === 1 ? rows[0]?.variant : "";
  const variant = choice === null ? "" : (choice?.variant ?? attribute ?? onlyRow ?? "");
  // Of another variant, the attributes tell no more than these.
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

/** What is known of each row of `variants`. */
export const rowStatesOf = (element: Element): VariantState[] =>
  rowsOf(element).map((row) => stateFrom(element, row.variant, row, { tags: option(element, "tags") }));

/** What is said first counts. */
function stateFrom(element: Element, variant: string, ...sources: Source[]): VariantState {
  const fact = (name: string) => sources.find((source) => source?.[name] != null)?.[name];
  const { shows, reason } = judge(fact, (name) => option(element, name));
  return {
    variant,
    product: fact("product") as string | undefined,
    shows: shows && variant !== "",
    reason: variant ? reason : "no_variant",
    fact,
  };
}

type Row = { variant: string } & { [name: string]: unknown };

/** The rows of `variants`: of the property, the attribute, or a script with JSON inside of the element. */
export function rowsOf(element: Element): Row[] {
  const script = element.querySelector(':scope > script[type="application/json"]');
  const list =
    jsonOption(element, "variants") ?? (script && parseJson(script.textContent ?? "", "its script"));
  // A page's own may be JSON of any kind.
  const rows: unknown[] = Array.isArray(list) ? list : [];
  const objects = rows.filter((row) => typeof row === "object" && row !== null);
  // A row without an id is about no variant that could be chosen.
  return objects.map((row) => rowOf(row)).filter(({ variant }) => variant);
}

/** A row by our names, which Shopify and feeds have others for. */
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
