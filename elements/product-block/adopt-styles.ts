// Adds style rules by constructed style sheets, since a page's policy may forbid inline styles.
import { member } from "../../src/js/shared/named.ts";
import { HIDDEN } from "./cards.ts";

/**
 * Makes `hidden` outweigh a theme's `display: flex`. Uses a layer, since important rules in a layer outweigh important rules
 * outside all layers.
 */
export const HIDDEN_RULE = `@layer product-block { [hidden="${HIDDEN}"] { display: none !important } }`;

const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/** Adds styles to the document or shadow root of a node, unless it already has them. */
export function adoptStyles(node: Node, styles: string): void {
  const root = node.getRootNode() as Document | ShadowRoot;
  const page = member(root, "ownerDocument") ?? (root as Document);
  const Sheet = member(page, "defaultView")?.CSSStyleSheet;
  const adopted = member(root, "adoptedStyleSheets");
  // A tree outside a window or document has no style sheets.
  if (!adopted || !Sheet) return;
  const known = sheets.get(page) ?? new Map<string, CSSStyleSheet>();
  sheets.set(page, known);
  let sheet = known.get(styles);
  if (!sheet) {
    // A document accepts only style sheets of its own window.
    sheet = new Sheet();
    sheet.replaceSync(styles);
    known.set(styles, sheet);
  }
  if (adopted.includes(sheet)) return;
  Reflect.set(Object.getPrototypeOf(root), "adoptedStyleSheets", [...adopted, sheet], root);
}
