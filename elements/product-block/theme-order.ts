// What order a block's cards would be in had nobody but the theme moved them.

/**
 * The theme's order. Where it has only removed and added cards, those that it left keep the order it once gave them;
 * where it has put them into an order of its own, that is the one.
 *
 * @param current the cards as they stand
 * @param previous what this was the last time
 * @param arranged the cards as they were left standing that time
 */
export function themeOrderOf(
  current: readonly Element[],
  previous: readonly Element[],
  arranged: readonly Element[],
): readonly Element[] {
  const present = new Set(current);
  const known = new Set(arranged);
  const remaining = arranged.filter((card) => present.has(card));
  const isSameOrder = (one: readonly Element[], other: readonly Element[]) =>
    one.every((card, index) => card === other[index]);
  if (
    !isSameOrder(
      remaining,
      current.filter((card) => known.has(card)),
    )
  )
    return current;

  const order = previous.filter((card) => present.has(card));
  if (isSameOrder(order, remaining)) return current;
  current.forEach((card, index) => {
    if (known.has(card)) return;
    const sibling = (other: Element) => other.parentNode === card.parentNode;
    const hasKnownSuccessor = current.slice(index + 1).some((other) => known.has(other) && sibling(other));
    // What was added at the end of a list comes last, though the card before it may have been moved there.
    const predecessor = hasKnownSuccessor
      ? current[index - 1]
      : ([...order].reverse().find(sibling) ?? current[index - 1]);
    order.splice(predecessor ? order.indexOf(predecessor) + 1 : 0, 0, card);
  });
  return order;
}
