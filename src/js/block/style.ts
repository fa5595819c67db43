// The rule that makes `hidden` hold against a theme's `display: flex`.
import { HIDDEN } from "./cards.ts";

/** In a layer, since what is important there outweighs what is important outside of every layer. */
export const RULE = `@layer product-block { [hidden="${HIDDEN}"] { display: none !important } }`;

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** Gives the rule to the document or shadow root that a node is in, once. A constructed sheet needs no inline style. */
export function adoptRule(node: Node): void {
  const root = node.getRootNode() as Document | ShadowRoot;
  const page = root.ownerDocument ?? (root as Document);
  // A tree that is in no window, or in no document, has no styles.
  if (!root.adoptedStyleSheets || !page.defaultView) return;
  let sheet = sheets.get(page);
  if (!sheet) {
    // Of the window that it is for: another one's is refused.
    sheet = new page.defaultView.CSSStyleSheet();
    sheet.replaceSync(RULE);
    sheets.set(page, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
