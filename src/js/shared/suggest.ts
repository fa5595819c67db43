// Suggestions for misspelt names.

/** `; did you mean "check"?` for a word that is like one of the known ones; else an empty text. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const found = closest(word, known);
  return found === undefined ? "" : `; did you mean ${JSON.stringify(found)}?`;
}

/** The known word that is the fewest slips away: at most one in three letters. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = distance(lower, candidate.toLowerCase());
    const maxEdits = Math.floor(Math.max(letters(word), letters(candidate)) / 3);
    if (edits <= maxEdits && edits < smallest) [best, smallest] = [candidate, edits];
  }
  return best;
}

/** The number of characters that are not the hyphens before an option. */
const letters = (word: string): number => word.replace(/^-+/, "").length;

/** The optimal string alignment distance: letters added, missing, changed, or swapped with their neighbor. */
function distance(one: string, other: string): number {
  const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
  let twoAbove: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 0; i < one.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < other.length; j++) {
      const changed = at(above, j) + Number(one[i] !== other[j]);
      const isSwapped = i > 0 && j > 0 && one[i - 1] === other[j] && one[i] === other[j - 1];
      const swapped = isSwapped ? at(twoAbove, j - 1) + 1 : changed;
      row.push(Math.min(changed, swapped, at(above, j + 1) + 1, at(row, j) + 1));
    }
    [twoAbove, above] = [above, row];
  }
  return at(above, other.length);
}
