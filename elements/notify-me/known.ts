// Which variant an element is about, and what is known of it: from an adapter, from rows, and from attributes.

import { judge } from "../../src/js/shared/eligibility.ts";
import { readShopifyVariant, variantIdOf } from "../../src/js/shared/shopify-variant.ts";
import type { Choice } from "./follow/adapter.ts";
import { data, option, parsed } from "./options.ts";
import type { Reason, VariantRow } from "./types.ts";

/** What is known of one variant. */
export interface Known {
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
export function knownOf(element: Element, told: Choice | null | undefined): Known {
  const rows = rowsOf(element);
  const attributes = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, option(element, name)]));
  const own = option(element, "variant");
  const only = rows.length === 1 ? rows[0]?.variant : "";
  const variant = told === null ? "" : (told?.variant ?? own ?? only ?? "");
  // Of another variant, the attributes tell no more than these.
  const rest = ["product", "tags"].concat(
    variant === (own ?? variant) ? ["quantity", "policy", "available", "preorder"] : [],
  );
  return judged(
    element,
    variant,
    told as Source,
    rows.find((row) => row.variant === variant),
    attributes(...rest),
  );
}

/** What is known of each row of `variants`. */
export const knownRows = (element: Element): Known[] =>
  rowsOf(element).map((row) => judged(element, row.variant, row, { tags: option(element, "tags") }));

/** What is said first counts. */
function judged(element: Element, variant: string, ...sources: Source[]): Known {
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
  const given = data(element, "variants") ?? (script && parsed(script.textContent ?? "", "its script"));
  // A page's own may be JSON of any kind.
  const rows: unknown[] = Array.isArray(given) ? given : [];
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
