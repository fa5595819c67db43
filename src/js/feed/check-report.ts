// What `checkFeed` loads when it is called.
import type { Tools } from "./check.ts";
import type { Plan } from "./plan.ts";
import type { Scanner } from "./scanner.ts";
import type { Chunks } from "./source.ts";
import type { FeedOptions, FeedReport, FeedSource } from "./types.ts";
import type { Exports } from "./wasm.ts";

/** What the module exports besides, see `src/wasm/check.rs`. */
interface CheckExports extends Exports {
  note(quantity: boolean, policy: boolean, gzip: boolean): void;
  report(bytes: number, whole: boolean): number;
  reported(): number;
  look(length: number): boolean;
}

/** The fields that are checked besides quantity and policy, in the module's order. */
const FIELDS = ["id", "title", "link", "description", "image_link", "price"];

/** See `checkFeed`. */
export async function check(
  source: FeedSource,
  options: FeedOptions | undefined,
  { BackInStockError, chunksOf, decoder, namesOf, openerOf, passesOf, planOf }: Tools,
): Promise<FeedReport> {
  const plan = { ...planOf(options, false), limit: undefined };
  plan.looked = FIELDS.flatMap((field) => namesOf(plan.fields, field, [field]));
  const chunks = chunksOf(openerOf(source), plan.signal);
  let scanner: Scanner | undefined;
  try {
    for await (scanner of passesOf(chunks, plan, true));
    const [report] = found(scanner as Scanner, decoder, chunks, true, plan);
    return report;
  } catch (error) {
    if (scanner && error instanceof BackInStockError) {
      if (error.code === "invalid_feed") await lookElsewhere(scanner, chunks);
      const [report, candidates] = found(scanner, decoder, chunks, false, plan);
      Object.assign(error, { report }, candidates.length > 0 && { candidates });
      if (candidates.length > 0)
        error.message += `; rows may be at ${candidates.map((path) => JSON.stringify(path)).join(", ")}`;
    }
    throw error;
  } finally {
    await chunks.stop();
  }
}

/** Lets the module look for rows in the rest of a feed that has none at the place that was given. */
async function lookElsewhere(scanner: Scanner, chunks: Chunks): Promise<void> {
  const { look, room } = scanner.exports as CheckExports;
  try {
    while (look(0)) {
      const chunk = await chunks.next();
      if (!chunk) return;
      for (let at = 0; at < chunk.length; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        scanner.view(room(piece.length), piece.length).set(piece);
        look(piece.length);
      }
    }
  } catch {
    // What is wrong with the feed is known; its rest is only looked at for advice.
  }
}

/** The module looks at this much of a chunk at once. */
const PIECE = 1 << 16;

/** The module's report, and the paths to arrays of rows elsewhere. */
function found(
  scanner: Scanner,
  decoder: TextDecoder,
  { bytes, gzip }: Chunks,
  whole: boolean,
  { fields }: Plan,
): [FeedReport, string[]] {
  const { note, report, reported } = scanner.exports as CheckExports;
  note(isNumber(fields.quantity), isNumber(fields.policy), gzip);
  const length = report(bytes, whole);
  return JSON.parse(decoder.decode(scanner.view(reported(), length)));
}

const isNumber = (mapping: unknown): boolean =>
  !(typeof mapping === "object" && mapping && (mapping as { type?: unknown }).type === "string");
