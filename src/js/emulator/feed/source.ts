import { readFile, stat } from "node:fs/promises";
import { EmulatorError } from "../errors.ts";
import { readXml } from "./xml.ts";

/** Where a feed comes from: a path, an http or https address, or the rows themselves. */
export type FeedSource = string | readonly object[];

/** Klaviyo's guide to custom catalog feeds: at most 100 MB. */
const largest = 100 * 1024 * 1024;
/** Milliseconds for a feed to arrive. */
const patience = 30_000;

/**
 * Reads the rows of a feed.
 *
 * Klaviyo's guide to custom catalog feeds: JSON is one top-level array of flat objects; XML begins with `<`.
 *
 * @throws EmulatorError `invalid_feed`: for a source that cannot be read, has more than 100 MB, or is neither
 */
export async function readRows(feed: FeedSource): Promise<readonly object[]> {
  if (typeof feed !== "string") return checkRows(feed, "feed");
  const name = `feed ${JSON.stringify(feed)}`;
  const text = /^https?:/i.test(feed) ? await download(feed, name) : await readText(feed, name);
  return /^\s*</.test(text) ? readXml(text, name) : checkRows(parse(text, name), name);
}

async function readText(path: string, name: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > largest) return refuse(`${name} has more than 100 MB`);
    return withoutMark(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof EmulatorError) throw error;
    return refuse(`cannot read ${name}: ${reason(error)}`);
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function reason(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES") return "permission denied";
  return typeof code === "string" ? code : "unknown fault";
}

async function download(address: string, name: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(patience) });
  } catch {
    return refuse(`cannot read ${name}: no answer`);
  }
  if (!response.ok) {
    await response.body?.cancel();
    return refuse(`cannot read ${name}: status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > largest) return refuse(`${name} has more than 100 MB`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof EmulatorError) throw error;
    return refuse(`cannot read ${name}: it broke off`);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`${name} is not valid JSON`);
  }
}

function checkRows(rows: unknown, name: string): readonly object[] {
  if (!Array.isArray(rows)) return refuse(`${name} must be an array of rows`);
  return rows.map((row: unknown, index) => {
    if (typeof row === "object" && row !== null && !Array.isArray(row)) return row;
    return refuse(`${name}: row ${index + 1} is not an object`);
  });
}

function refuse(message: string): never {
  throw new EmulatorError("invalid_feed", message);
}
