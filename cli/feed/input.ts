import { open } from "node:fs/promises";
import { BackInStockError } from "../../src/js/shared/errors.ts";
import { UsageError } from "../command.ts";
import { reason } from "../output.ts";

/** The chunk size of files, in bytes. */
const CHUNK = 1 << 18;

/** A feed from the command line. Iterating opens it, and the end of the iteration closes it. */
export interface Input extends AsyncIterable<Uint8Array> {
  /** Its name in messages, without secrets. */
  readonly name: string;
  /** Its size in bytes, once it is known. */
  size?: number;
}

/**
 * A feed from a file, from standard input (`-`), or from a URL.
 *
 * @throws UsageError for `https://:80`
 */
export function openInput(feed: string): Input {
  if (feed === "-") return input("standard input", async () => process.stdin);
  if (!/^https?:\/\//i.test(feed)) return input(feed, (it) => file(feed, it));
  if (!URL.canParse(feed)) throw new UsageError("FEED is not a valid URL");
  const url = new URL(feed);
  // Queries may contain keys.
  return input(url.origin + url.pathname, (it) => request(url, it));
}

type Open = (input: Input) => Promise<AsyncIterable<Uint8Array>>;

function input(name: string, open: Open): Input {
  return {
    name,
    async *[Symbol.asyncIterator]() {
      try {
        yield* await open(this);
      } catch (cause) {
        const why = cause instanceof HttpError ? cause.message : reason(cause);
        throw new BackInStockError("source_failed", undefined, `cannot read ${name}: ${why}`);
      }
    },
  };
}

/** The server answered with an error status. */
class HttpError extends Error {}

async function file(path: string, input: Input): Promise<AsyncIterable<Uint8Array>> {
  const handle = await open(path);
  const stats = await handle.stat();
  if (stats.isFile()) input.size = stats.size;
  return handle.createReadStream({ highWaterMark: CHUNK });
}

async function request(url: URL, input: Input): Promise<AsyncIterable<Uint8Array>> {
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = url.password = "";
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  const { ok, status, headers, body } = await fetch(url, {
    headers: user || password ? { authorization: `Basic ${basic}` } : {},
  });
  if (!ok) throw new HttpError(`HTTP ${status}`);
  const length = headers.get("content-length");
  // The length of a compressed response is not that of the feed.
  if (length && !headers.has("content-encoding")) input.size = Number(length);
  return body ?? (async function* () {})();
}
