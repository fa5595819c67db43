// Reconstructs the order that the theme gave to a block's cards.

/**
 * The theme's order. If the theme has only added or removed cards, the others keep their earlier order. If the theme has
 * reordered cards, the current order is the theme's.
 *
 * @param current the cards in document order
 * @param previous the earlier result of this function
 * @param arranged the cards in the order that the block left
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
    // A card added at the end of a list stays last, although the block may have moved its predecessor there.
    const predecessor = hasKnownSuccessor
      ? current[index - 1]
      : ([...order].reverse().find(sibling) ?? current[index - 1]);
    order.splice(predecessor ? order.indexOf(predecessor) + 1 : 0, 0, card);
  });
  return order;
}
