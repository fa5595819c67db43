// Style rules in constructed sheets: a page's policy may forbid inline styles.
import { member } from "../../src/js/shared/named.ts";
import { HIDDEN } from "./cards.ts";

/**
 * What makes `hidden` hold against a theme's `display: flex`. In a layer, since what is important there outweighs what is
 * important outside of every layer.
 */
export const HIDDEN_RULE = `@layer product-block { [hidden="${HIDDEN}"] { display: none !important } }`;

const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/** Gives styles to the document or shadow root that a node is in, once. */
export function adoptStyles(node: Node, styles: string): void {
  const root = node.getRootNode() as Document | ShadowRoot;
  const page = member(root, "ownerDocument") ?? (root as Document);
  const Sheet = member(page, "defaultView")?.CSSStyleSheet;
  const adopted = member(root, "adoptedStyleSheets");
  // A tree that is in no window, or in no document, has no styles.
  if (!adopted || !Sheet) return;
  const known = sheets.get(page) ?? new Map<string, CSSStyleSheet>();
  sheets.set(page, known);
  let sheet = known.get(styles);
  if (!sheet) {
    // Of the window that it is for: another one's is refused.
    sheet = new Sheet();
    sheet.replaceSync(styles);
    known.set(styles, sheet);
  }
  if (adopted.includes(sheet)) return;
  Reflect.set(Object.getPrototypeOf(root), "adoptedStyleSheets", [...adopted, sheet], root);
}
