// Suggestions for misspelled names.

/** Returns `; did you mean "check"?` for a word that is similar to a known one, otherwise an empty string. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const found = closest(word, known);
  return found === undefined ? "" : `; did you mean ${JSON.stringify(found)}?`;
}

/** Finds the known word with the smallest edit distance: a maximum of one edit per three letters. */
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

/** Counts the characters after the leading hyphens of a command-line option. */
const letters = (word: string): number => word.replace(/^-+/, "").length;

/** Optimal string alignment distance: counts insertions, deletions, substitutions and swaps of adjacent letters. */
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
