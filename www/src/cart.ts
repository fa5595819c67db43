const KEY = "harbor-and-pine-cart";

/** Number of pieces by variant ID. */
type Cart = ReadonlyMap<string, number>;

/** The last known cart, for browsers that deny storage. */
let remembered: Cart = new Map();

/**
 * Adds one piece to the cart, unless that would exceed the stock.
 * Returns the number of pieces in the cart, or `undefined` if the cart already holds all of them.
 */
export function addToCart(variant: string, available: number): number | undefined {
  const cart = read();
  const pieces = (cart.get(variant) ?? 0) + 1;
  if (pieces > available) return undefined;
  write(new Map(cart).set(variant, pieces));
  showCount();
  return count(read());
}

/** Shows the number of pieces in the page header. */
export function showCount(): void {
  const text = String(count(read()));
  for (const output of document.querySelectorAll("[data-cart-count]")) output.textContent = text;
}

function count(cart: Cart): number {
  return [...cart.values()].reduce((sum, pieces) => sum + pieces, 0);
}

function read(): Cart {
  try {
    const text = sessionStorage.getItem(KEY);
    if (text !== null) remembered = parse(text);
  } catch {
    // Storage is denied, or holds something else: use the cart of this page.
  }
  return remembered;
}

function write(cart: Cart): void {
  remembered = cart;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(cart)));
  } catch {
    // Storage is denied or full: the cart lasts as long as this page.
  }
}

function parse(text: string): Cart {
  const stored: unknown = JSON.parse(text);
  if (typeof stored !== "object" || stored === null) return new Map();
  const entries = Object.entries(stored).filter((entry): entry is [string, number] => isCount(entry[1]));
  return new Map(entries);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
