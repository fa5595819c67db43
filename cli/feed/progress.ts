import type { FeedProgress } from "../../src/js/feed/index.ts";
import { amount, megabytes } from "./format.ts";

const WIDTH = 24;
/** Milliseconds between two updates. */
const INTERVAL = 100;

/** A progress bar on a terminal; elsewhere it does nothing. */
export interface Bar {
  show(progress: FeedProgress): void;
  /** Removes the bar. */
  end(): void;
}

/** Creates a progress bar. `size` returns the bytes of the whole feed, once they are known. */
export function progressBar(stream: NodeJS.WriteStream, size: () => number | undefined): Bar {
  if (!stream.isTTY || process.env.TERM === "dumb") return { show() {}, end() {} };
  let last = Number.NEGATIVE_INFINITY;
  return {
    show({ bytes, rows }) {
      const now = performance.now();
      if (now - last < INTERVAL) return;
      last = now;
      const total = size();
      const read = total ? `${bar(Math.min(bytes / total, 1))} of ${megabytes(total)}` : megabytes(bytes);
      stream.write(`\r${read}, ${amount(rows, "row")}\x1b[K`);
    },
    end() {
      stream.write("\r\x1b[K");
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * WIDTH);
  return `[${"=".repeat(full)}${" ".repeat(WIDTH - full)}] ${Math.floor(share * 100)}%`;
}
