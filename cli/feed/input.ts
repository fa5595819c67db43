import { open } from "node:fs/promises";
import { BackInStockError } from "../../src/js/shared/errors.ts";
import { UsageError } from "../command.ts";
import { reason } from "../output.ts";

/** Files are read in chunks of so many bytes. */
const CHUNK = 1 << 18;

/** A feed that was named on the command line. It is opened when it is iterated, and closed when that ends. */
export interface Input extends AsyncIterable<Uint8Array> {
  /** What it is called in messages: never with a password or the like. */
  readonly name: string;
  /** How many bytes it has, once that is known. */
  size?: number;
}

/**
 * A file, `-` for standard input, or the address of a feed.
 *
 * @throws UsageError for `https://:80`
 */
export function openInput(feed: string): Input {
  if (feed === "-") return input("standard input", async () => process.stdin);
  if (!/^https?:\/\//i.test(feed)) return input(feed, (it) => file(feed, it));
  if (!URL.canParse(feed)) throw new UsageError("FEED is no valid address");
  const url = new URL(feed);
  // Queries hold keys, too.
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

/** The answer is there, and says no. */
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
  // What is compressed on the way has another length than its text.
  if (length && !headers.has("content-encoding")) input.size = Number(length);
  return body ?? (async function* () {})();
}
