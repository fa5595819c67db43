/** What a page would write without the package, for comparison. */

/** Klaviyo's rule for a parsed row. */
export const isVisible = (row) => !(Number(row.inventory_quantity) <= 0 && row.inventory_policy === 1);

/** The rows of a JSON feed. */
export const parse = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** The number of visible rows of a scan. */
export async function countVisible(batches) {
  let shown = 0;
  for await (const { length, visible } of batches) {
    for (let index = 0; index < length; index++) shown += visible[index];
  }
  return shown;
}

/** Throws unless both have the same rows in the same order. `written` returns the text of a row to compare. */
export function assertSameRows(ours, theirs, written = JSON.stringify) {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} rows, the peer has ${theirs.length}`);
  if (ours.length === 0) throw new Error("no rows to compare");
  for (const [index, row] of ours.entries()) {
    const [own, other] = [written(row), written(theirs[index])];
    if (own !== other) throw new Error(`row ${index} is ${own}, the peer's is ${other}`);
  }
}
