// What order a block's cards would be in had nobody but the theme moved them.

/**
 * The theme's order. Where it has only removed and added cards, those that it left keep the order it once gave them;
 * where it has put them into an order of its own, that is the one.
 *
 * @param now the cards as they stand
 * @param natural what this was the last time
 * @param left the cards as they were left standing that time
 */
export function naturalOrder(
  now: readonly Element[],
  natural: readonly Element[],
  left: readonly Element[],
): readonly Element[] {
  const present = new Set(now);
  const known = new Set(left);
  const still = left.filter((card) => present.has(card));
  const same = (one: readonly Element[], other: readonly Element[]) =>
    one.every((card, index) => card === other[index]);
  if (
    !same(
      still,
      now.filter((card) => known.has(card)),
    )
  )
    return now;

  const order = natural.filter((card) => present.has(card));
  if (same(order, still)) return now;
  now.forEach((card, index) => {
    if (known.has(card)) return;
    const sibling = (other: Element) => other.parentNode === card.parentNode;
    const inner = now.slice(index + 1).some((other) => known.has(other) && sibling(other));
    // What was added at the end of a list comes last, though the card before it may have been moved there.
    const before = inner ? now[index - 1] : ([...order].reverse().find(sibling) ?? now[index - 1]);
    order.splice(before ? order.indexOf(before) + 1 : 0, 0, card);
  });
  return order;
}
