/** A page of a list that grows at its end, latest first. */
export function latestOf<T>(all: readonly T[], offset: number, limit: number): T[] {
  const end = Math.max(0, all.length - offset);
  return all.slice(Math.max(0, end - limit), end).reverse();
}
