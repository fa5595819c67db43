// The implementation of `checkFeed`, loaded when that is called.
import type { FeedReader as JsonReader } from "#feed-check";
import type { FeedReader as XmlReader } from "#feed-xml-check";
import type { Tools } from "./check.ts";
import type { Chunks } from "./source.ts";
import type { FeedOptions, FeedReport, FeedSource } from "./types.ts";

type Reader = JsonReader | XmlReader;

/** The fields to check besides quantity and policy, in the module's order. */
const FIELDS = ["id", "title", "link", "description", "image_link", "price"];

/** Implements `checkFeed`. @internal */
export async function check(
  source: FeedSource,
  options: FeedOptions | undefined,
  { BackInStockError, chunksOf, formatOf, namesOf, openerOf, openJson, openXml, planOf, readAll }: Tools,
): Promise<FeedReport> {
  const settings = { ...planOf(options, false), limit: undefined };
  const names = FIELDS.flatMap((field) => namesOf(settings.fields, field, [field]));
  const chunks = chunksOf(openerOf(source), settings.signal);
  let close: (() => void) | undefined;
  try {
    const format = await formatOf(chunks, settings);
    const opened =
      format === "xml"
        ? await openXml(chunks, settings, "xml-check")
        : await openJson(chunks, settings, "json-check");
    const reader: Reader = opened.reader;
    ({ close } = opened);
    for (const name of names) reader.name("field", name);
    const reportOf = (whole: boolean) => {
      reader.note(isNumber(settings.fields.quantity), isNumber(settings.fields.policy), chunks.gzip);
      return reader.report(chunks.bytes, whole);
    };
    let isBegun = false;
    try {
      for await (const _ of readAll(reader, opened.chunks, settings)) isBegun = true;
      return reportOf(true);
    } catch (error) {
      if (isBegun && error instanceof BackInStockError && error.code !== "load_failed") {
        if (error.code === "invalid_feed") await searchRemainder(reader, chunks);
        const candidates = reader.candidates();
        Object.assign(error, { report: reportOf(false) }, candidates.length > 0 && { candidates });
        if (candidates.length > 0)
          error.message += `; rows may be at ${candidates.map((path) => JSON.stringify(path)).join(", ")}`;
      }
      throw error;
    }
  } finally {
    close?.();
    await chunks.stop();
  }
}

/** Searches the rest of a feed for arrays of rows, after none was found at the expected path. */
async function searchRemainder(reader: Reader, chunks: Chunks): Promise<void> {
  try {
    while (reader.look(new Uint8Array(0))) {
      const chunk = await chunks.next();
      if (!chunk) return;
      for (let at = 0; at < chunk.length; at += SEARCH_PIECE)
        reader.look(chunk.subarray(at, at + SEARCH_PIECE));
    }
  } catch {
    // The caller already has an error to report; this search only adds suggestions.
  }
}

/** Number of bytes that the module searches at a time. */
const SEARCH_PIECE = 1 << 16;

const isNumber = (mapping: unknown): boolean =>
  !(typeof mapping === "object" && mapping && (mapping as { type?: unknown }).type === "string");
