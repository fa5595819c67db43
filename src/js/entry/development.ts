// The entry for bundlers in development: like inline.ts, but `filterBlock` warns if no item has a quantity.
import { warnIfNoQuantity } from "../block/advice.ts";
import type { BlockOptions } from "../block/types.ts";
import { filterBlock as filter } from "./filter.ts";

export * from "./filter.ts";
export * from "./subscribe-inline.ts";

/** Overrides the export of filter.ts. */
export function filterBlock<T>(items: readonly T[], options?: BlockOptions<T>): T[] {
  const shown = filter(items, options);
  warnIfNoQuantity(items, options?.quantity as BlockOptions["quantity"], () => countMissing(items));
  return shown;
}

function countMissing(items: readonly unknown[]): number {
  let count = 0;
  filter(items, {
    onProblem: ({ code }) => {
      if (code === "quantity_missing") count++;
    },
  });
  return count;
}
