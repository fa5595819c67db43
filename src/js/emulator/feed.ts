import { readFile } from "node:fs/promises";
import { EmulatorError } from "./errors.ts";

/**
 * Reads the rows of a feed: those given, or those of a JSON file.
 *
 * Klaviyo's guide to custom catalog feeds: a JSON feed is one top-level array of flat objects.
 *
 * @throws EmulatorError `invalid_feed`: for a file that is missing, is not JSON, or is not such an array
 */
export async function readFeed(feed: string | readonly object[]): Promise<readonly object[]> {
  if (typeof feed !== "string") return checkRows(feed, "feed");
  const name = JSON.stringify(feed);
  return checkRows(parse(await readText(feed, name), name), `feed ${name}`);
}

async function readText(path: string, name: string): Promise<string> {
  try {
    const text = await readFile(path, "utf8");
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  } catch (error) {
    return refuse(`cannot read feed ${name}: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES") return "permission denied";
  return typeof code === "string" ? code : "unknown fault";
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`feed ${name} is not valid JSON`);
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
