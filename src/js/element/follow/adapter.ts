/** A variant that the shopper chose, as far as a theme tells. */
export interface Choice {
  /** Its id, as text; the attribute `variant` counts if there is none. */
  variant?: string | undefined;
  /**
   * What is known of its stock. What is not told is taken from its row in `variants`, if there is one; the attributes are
   * about another variant by then, and do not count.
   */
  quantity?: number | null | undefined;
  policy?: string | number | null | undefined;
  available?: boolean | null | undefined;
  preorder?: boolean | undefined;
  /** The product's tags and the name to show; the attributes `tags` and `product` count if they are not told. */
  tags?: readonly string[] | undefined;
  product?: string | undefined;
}

/** What an adapter has to do with. */
export interface Scene {
  /** The `<notify-me>`. */
  element: HTMLElement;
  /** The form that the attribute `for` names, else the one around the element. */
  form: HTMLFormElement | null;
  /** The ids of the rows of `variants`, if there are any. */
  rows(): readonly string[];
  /** Tells what was chosen; `null`: nothing is, and so nothing shows. Later attributes replace what was told. */
  tell(choice: Choice | null): void;
  /** Aborted when the element leaves the page: every listener gets it. */
  signal: AbortSignal;
}

/**
 * Listens to the signals of one platform or theme, and tells of each choice, of the first one too if it is known.
 * It is called each time the element enters a page.
 */
export type Adapter = (scene: Scene) => void;
