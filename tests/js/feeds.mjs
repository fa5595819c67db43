// What tests of feeds share.
import { checkFeed, filterFeed, scanFeed } from "back-in-stock/feed";

/** All that read feeds, as iterables. */
export const READERS = [
  filterFeed,
  scanFeed,
  async function* check(source, options) {
    yield await checkFeed(source, options);
  },
];

/** All that an iterable gives. */
export async function all(iterable) {
  const items = [];
  for await (const item of iterable) items.push(await item);
  return items;
}

/** Bytes in pieces of a size. */
export const pieces = (bytes, size) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );

/** Chunks, each in a turn of its own. */
export async function* later(chunks) {
  for (const chunk of chunks) {
    await new Promise(setImmediate);
    yield chunk;
  }
}

/** The same chunks in one buffer, which is used again for each of them. */
export async function* copiesOf(chunks) {
  const buffer = new Uint8Array(Math.max(...chunks.map(({ length }) => length)));
  for (const chunk of chunks) {
    await new Promise(setImmediate);
    buffer.fill(0x58);
    buffer.set(chunk);
    yield buffer.subarray(0, chunk.length);
  }
}
