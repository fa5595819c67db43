import { readFile, stat } from "node:fs/promises";
import { EmulatorError } from "../errors.ts";
import { decode } from "./decode.ts";
import { invalid } from "./invalid.ts";
import { checkRows, readJson } from "./json.ts";
import { readXml } from "./xml.ts";

/** Where a feed comes from: a path, an http or https address, or the rows themselves. */
export type FeedSource = string | readonly object[];

/** Klaviyo's guide to custom catalog feeds: a maximum of 100 MB. */
const maxBytes = 100_000_000;
/** Milliseconds in which a feed must arrive. */
const downloadTimeout = 30_000;

/**
 * Reads the rows of a feed.
 *
 * @throws EmulatorError `invalid_feed` for a source that cannot be read, is larger than 100 MB, or is neither JSON nor XML
 */
export async function readRows(feed: FeedSource): Promise<readonly object[]> {
  if (typeof feed !== "string") return checkRows(feed, "feed");
  const name = `feed ${JSON.stringify(feed)}`;
  const bytes = /^https?:/i.test(feed) ? await download(feed, name) : await readBytes(feed, name);
  const { text, isXml } = decode(bytes, name);
  return isXml ? readXml(text, name) : readJson(text, name);
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return fail(`${name} has more than 100 MB`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof EmulatorError) throw error;
    return fail(`cannot read ${name}: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES") return "permission denied";
  return typeof code === "string" ? code : "unknown error";
}

async function download(address: string, name: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) });
  } catch {
    return fail(`cannot read ${name}: no answer`);
  }
  if (!response.ok) {
    await response.body?.cancel();
    return fail(`cannot read ${name}: status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) return fail(`${name} has more than 100 MB`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof EmulatorError) throw error;
    return fail(`cannot read ${name}: the connection broke`);
  }
  return Buffer.concat(chunks);
}

function fail(message: string): never {
  throw invalid(message);
}
