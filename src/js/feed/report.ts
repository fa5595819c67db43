// What `checkFeed` loads when it is called.
import { FIELDS, PROBLEMS } from "../generated/check.ts";
import type { Tools } from "./check.ts";
import type { Plan } from "./plan.ts";
import type { Scanner } from "./scanner.ts";
import type { Chunks } from "./source.ts";
import type { FeedExample, FeedOptions, FeedProblem, FeedReport, FeedSource } from "./types.ts";
import type { Exports } from "./wasm.ts";

/** What the module exports besides, see `src/wasm/check.rs`. */
interface CheckExports extends Exports {
  note(quantity: boolean, policy: boolean, gzip: boolean): void;
  report(bytes: number, whole: boolean): number;
  reported(): number;
  look(length: number): boolean;
}

type Counts = Omit<FeedReport, "format" | "bytes" | "problems">;

/** The module's report: a problem is named by its number. */
type Found = Counts & {
  candidates?: string[];
  problems: { kind: number; count: number; examples: FeedExample[] }[];
};

/** See `checkFeed`. */
export async function check(
  source: FeedSource,
  options: FeedOptions | undefined,
  { BackInStockError, chunksOf, decoder, formatOf, namesOf, openerOf, passesOf, planOf }: Tools,
): Promise<FeedReport> {
  const plan = { ...planOf(options, false), limit: undefined };
  plan.looked = FIELDS.flatMap((field) => namesOf(plan.fields, field, [field]));
  const chunks = chunksOf(openerOf(source), plan.signal);
  let syntax: FeedReport["format"] = "json";
  let scanner: Scanner | undefined;
  const reportOf = (from: Scanner, whole: boolean): FeedReport & { candidates?: string[] } => {
    const { problems, ...counts } = found(from, decoder, chunks, whole, plan);
    return {
      format: from.isLines ? "ndjson" : syntax,
      bytes: chunks.bytes,
      ...counts,
      problems: problems.map((found) => explained(found, counts)),
    };
  };
  try {
    syntax = await formatOf(chunks, plan);
    for await (scanner of passesOf(chunks, plan, true));
    return reportOf(scanner as Scanner, true);
  } catch (error) {
    if (scanner && error instanceof BackInStockError) {
      if (error.code === "invalid_feed") await lookElsewhere(scanner, chunks);
      const { candidates, ...report } = reportOf(scanner, false);
      Object.assign(error, { report }, candidates && { candidates });
      if (candidates)
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

/** So much of a chunk is looked at once. */
const PIECE = 1 << 16;

/** What the module found. */
function found(
  scanner: Scanner,
  decoder: TextDecoder,
  { bytes, gzip }: Chunks,
  whole: boolean,
  { fields }: Plan,
): Found {
  const { note, report, reported } = scanner.exports as CheckExports;
  note(isNumber(fields.quantity), isNumber(fields.policy), gzip);
  const length = report(bytes, whole);
  return JSON.parse(decoder.decode(scanner.view(reported(), length)));
}

/** A problem with its code and message. What is missing under one key may be there under another. */
function explained(found: Found["problems"][number], { suggestedFields = {} }: Counts): FeedProblem {
  const { kind, count, examples } = found;
  const [code = "", severity, advice = ""] = PROBLEMS.split("\n")[kind]?.split("\t") ?? [];
  const field = code.replace(/_missing$/, "") as keyof typeof suggestedFields;
  const key = suggestedFields[field];
  const message =
    key === undefined ? advice : `map this field to the key that the rows have: ${JSON.stringify(key)}`;
  return { code, severity: severity as FeedProblem["severity"], count, message, examples };
}

const isNumber = (mapping: unknown): boolean =>
  !(typeof mapping === "object" && mapping && (mapping as { type?: unknown }).type === "string");
