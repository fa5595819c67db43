import type { ShopifyState, ShopifyVariant } from "../../../src/js/shared/shopify-variant.ts";

/** A variant chosen by the shopper, with the values that the theme provides. */
export interface Choice {
  /** The variant's ID. Falls back to the attribute `variant`, then to the only row of `variants`. */
  variant?: string | undefined;
  /**
   * Stock of the variant. A missing or null value is taken from its row in `variants`, then from its attribute, unless the
   * attribute `variant` names another variant.
   */
  quantity?: number | null | undefined;
  policy?: string | number | null | undefined;
  available?: boolean | null | undefined;
  preorder?: boolean | undefined;
  /** The product's tags and the name to show. Fall back to the row, then to the attributes `tags` and `product`. */
  tags?: readonly string[] | undefined;
  product?: string | undefined;
}

/** The environment of an adapter. */
export interface AdapterContext {
  /** The `<notify-me>` element. */
  element: HTMLElement;
  /** The value of the attribute `for`: the ID of a form. */
  formId: string | undefined;
  /** Whether the element has no other adapter. */
  isAlone: boolean;
  /** Whether the element has a choice already, from before it was moved. */
  hasChoice: boolean;
  /** The variant IDs of the rows of `variants`. */
  rowIds(): readonly string[];
  /** The ID of the current variant; an empty string if there is none. */
  variant(): string;
  /** Reads a variant in any of Shopify's shapes. */
  readShopifyVariant(row: ShopifyVariant): ShopifyState;
  /**
   * Reports a choice. `null` means that no variant is chosen, and hides the button, unless `multiple` lists rows. A later
   * change of an attribute that describes the variant discards the choice.
   */
  onSelect(choice: Choice | null): void;
  /** Aborted when the element leaves the page or the adapter is started again. Pass it to every listener. */
  signal: AbortSignal;
}

/** Returns why the adapter currently cannot detect the choice; `undefined` if it can. */
export type Diagnosis = () => string | undefined;

/**
 * Listens to the events of one platform or theme and reports each choice, including the initial one if known. Called each
 * time the element enters a page, and when `follow`, `for` or `variants` changes.
 */
export type Adapter = (context: AdapterContext) => Diagnosis;
