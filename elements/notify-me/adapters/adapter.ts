import type { ShopifyVariant, VariantFacts } from "../../../src/js/shared/shopify-variant.ts";

/** A variant that the shopper chose, as far as a theme says. */
export interface Choice {
  /** Its id, as text; the attribute `variant` counts if there is none. */
  variant?: string | undefined;
  /**
   * What is known of its stock. What the theme does not say is taken from its row in `variants`, if there is one; the
   * attributes are about another variant by then, and do not count.
   */
  quantity?: number | null | undefined;
  policy?: string | number | null | undefined;
  available?: boolean | null | undefined;
  preorder?: boolean | undefined;
  /** The product's tags and the name to show; else the attributes `tags` and `product` count. */
  tags?: readonly string[] | undefined;
  product?: string | undefined;
}

/** What an adapter works with. */
export interface AdapterContext {
  /** The `<notify-me>`. */
  element: HTMLElement;
  /** The id of the form that the attribute `for` names. */
  formId: string | undefined;
  /** Whether it is the only adapter of the element. */
  isAlone: boolean;
  /** Whether the element was in a page before, and still has the choice that was made there. */
  hasChoice: boolean;
  /** The ids of the rows of `variants`, if there are any. */
  rowIds(): readonly string[];
  /** The variant that the element is about at the moment; an empty text for none. */
  variant(): string;
  /** Reads a variant in any of Shopify's shapes. */
  readShopifyVariant(row: ShopifyVariant): VariantFacts;
  /** Reports what was chosen; `null`: nothing is, and so nothing shows. Later attributes replace it. */
  onSelect(choice: Choice | null): void;
  /** Aborted when the element leaves the page: every listener gets it. */
  signal: AbortSignal;
}

/** Says why an adapter cannot follow the choice at the moment; `undefined` if it can. */
export type Diagnosis = () => string | undefined;

/**
 * Listens to the signals of one platform or theme, and reports each choice, the first one too if it is known. It is called
 * each time the element enters a page.
 */
export type Adapter = (context: AdapterContext) => Diagnosis;
