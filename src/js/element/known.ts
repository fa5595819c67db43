// Which variant an element is about, and what is known of it: from an adapter, from rows, and from attributes.
import { REASONS } from "../generated/eligibility.ts";
import { reasonOf } from "./eligible.ts";
import type { Choice } from "./follow/adapter.ts";
import { answer, data, flag, option, parsed } from "./options.ts";
import type { VariantRow } from "./types.ts";

/** What is known of one variant. */
export interface Known {
  variant: string;
  /** Its name, if there is one. */
  product: string | undefined;
  /** `shows`, or why it does not. */
  reason: (typeof REASONS)[number] | "no_variant";
  /** What that was decided by. */
  facts: { [name: string]: unknown };
}

type Source = { [name: string]: unknown } | null | undefined;

/** The variant that an element is about; `told` is what an adapter said since the attributes changed. */
export function knownOf(element: Element, told: Choice | null | undefined): Known {
  const rows = rowsOf(element);
  const attribute = (name: string) => option(element, name);
  const own = {
    variant: attribute("variant"),
    product: attribute("product"),
    quantity: attribute("quantity"),
    policy: attribute("policy"),
    available: attribute("available"),
    preorder: attribute("preorder"),
    tags: attribute("tags"),
  };
  const only = rows.length === 1 ? rows[0]?.variant : "";
  const variant = told === null ? "" : (told?.variant ?? own.variant ?? only ?? "");
  const row = rows.find((one) => one.variant === variant);
  const { product, tags } = own;
  // Of another variant, the attributes tell no more than these.
  const rest = variant === own.variant ? own : { product, tags };
  return judged(element, variant, told ? [told as Source, row, rest] : [own, row]);
}

/** The rows of `variants` for which the button would show. */
export function sizesOf(element: Element): Known[] {
  const own = { tags: option(element, "tags") };
  const all = rowsOf(element).map((row) => judged(element, row.variant, [row, own]));
  return all.filter(({ reason }) => reason === "shows");
}

function judged(element: Element, variant: string, sources: Source[]): Known {
  const fact = (name: string) => sources.map((source) => source?.[name]).find((value) => value != null);
  const wish = (name: string) => option(element, name) ?? "";
  const facts = {
    quantity: fact("quantity"),
    policy: fact("policy"),
    available: answer(fact("available")),
    preorder: fact("preorder") != null && answer(fact("preorder")) !== false,
    tags: String(fact("tags") ?? ""),
    threshold: wish("threshold"),
    includeTags: wish("include-tags"),
    excludeTags: wish("exclude-tags"),
    showWhenContinue: flag(element, "show-when-continue"),
    hideWhenPreorder: flag(element, "hide-when-preorder"),
    hideWhenUnmanaged: flag(element, "hide-when-unmanaged"),
  };
  const reason = variant ? (REASONS[reasonOf(facts)] as Known["reason"]) : "no_variant";
  return { variant, product: fact("product") as string | undefined, reason, facts };
}

type Row = { variant: string } & { [name: string]: unknown };

/** The rows of `variants`: of the property, the attribute, or a script with JSON inside of the element. */
export function rowsOf(element: Element): Row[] {
  const script = element.querySelector(':scope > script[type="application/json"]');
  const given = data(element, "variants") ?? (script && parsed(script.textContent ?? "", "its script"));
  return Array.isArray(given) ? given.filter(Boolean).map(rowOf) : [];
}

const rowOf = (row: VariantRow): Row => ({
  variant: String(row.variant ?? row.id ?? ""),
  product: row.product ?? row.name ?? row.title,
  quantity: row.quantity ?? row.inventory_quantity,
  policy: row.policy ?? row.inventory_policy,
  available: row.available,
  preorder: row.preorder,
  tags: row.tags,
});
