// Reading a feed: the same for whatever is made of its rows.

import { instance, load } from "./module.ts";
import type { Plan } from "./plan.ts";
import { Scanner } from "./scanner.ts";
import { chunksOf } from "./source.ts";
import type { FeedSource } from "./types.ts";

/** The first piece is small, so that the first rows are there soon; the others are as large as caches like. */
const FIRST_PIECE = 1 << 14;
const PIECE = 1 << 16;

/** The scanner after each piece of the feed. It ends where the feed does, or when enough rows were found. */
export async function* passes(source: FeedSource, plan: Plan): AsyncGenerator<Scanner, void, void> {
  const chunks = chunksOf(source, plan.signal);
  const { onProgress } = plan;
  try {
    if (plan.limit === 0) return;
    const scanner = new Scanner(await instance(await load("json")), plan);
    let [bytes, rows, size] = [0, 0, FIRST_PIECE];
    for (let last = false; !last; ) {
      const chunk = (await chunks.next()) ?? new Uint8Array(0);
      last = chunk.length === 0;
      for (let at = 0; at < chunk.length || last; at += size, size = PIECE) {
        const piece = chunk.subarray(at, at + size);
        scanner.push(piece, last);
        bytes += piece.length;
        rows += scanner.rows;
        yield scanner;
        onProgress?.({ bytes, rows, ...(chunks.total !== undefined && { total: chunks.total }) });
        if (scanner.done) return scanner.check();
      }
    }
  } finally {
    await chunks.stop();
  }
}
