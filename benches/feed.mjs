/**
 * Generates realistic feeds from a seed: the same bytes on every machine, in Node and in a page. They are generated in
 * chunks, so a feed can be larger than memory.
 */
import { EMOJI, LANGUAGES } from "./vocabulary.mjs";

/**
 * The texts are in ASCII, with accents (`latin1`), or in Greek, Cyrillic, Japanese and emoji (`beyond`). All feeds are UTF-8;
 * URLs, ids and prices are always ASCII.
 */
export const CHARSETS = /** @type {const} */ (["ascii", "latin1", "beyond"]);

/** The share of rows that are hidden, because they are out of stock with policy 1: 0.22 × 0.8. */
export const HIDDEN = 0.176;
const OUT_OF_STOCK = 0.22;
const POLICY_1 = 0.8;

const SEED = 20_260_715;
/** The range of a description's length, in bytes. */
const TEXT_FROM = 120;
const TEXT_TO = 310;
const CHUNK = 1 << 16;

const encoder = new TextEncoder();
const sizes = new Map(
  Object.values(LANGUAGES)
    .flat()
    .flatMap(({ sentences }) => sentences.map((text) => [text, encoder.encode(text).length])),
);

/** Numbers from 0 to 1 from a seed (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Generates rows without an end. Quantities and policies are the same in each charset.
 *
 * @param {typeof CHARSETS[number]} charset
 */
export function* rows(charset) {
  const stock = random(SEED);
  const next = random(SEED + 1);
  const below = (count) => Math.floor(next() * count);
  const one = (list) => list[below(list.length)];
  for (let index = 0; ; index++) {
    const { things, kinds, looks, sentences } = one(LANGUAGES[charset]);
    const number = 4_100_000 + index;
    const slug = `${one(SLUGS)}-${number.toString(36)}`;
    const emoji = charset === "beyond" && next() < 0.15 ? one(EMOJI) : "";
    yield {
      id: `SKU-${number}`,
      title: `${emoji}${one(things)}, ${one(looks)}, ${one(SIZES)}`,
      description: description(sentences, TEXT_FROM + below(TEXT_TO - TEXT_FROM), below),
      link: `https://www.harbor-and-pine.example/products/${slug}?variant=${number * 97}`,
      image_link: `https://cdn.harbor-and-pine.example/files/${slug}_1024x1024.jpg`,
      price: (500 + below(20_000)) / 100,
      brand: one(BRANDS),
      categories: next() < 0.5 ? [one(kinds), one(kinds)] : [one(kinds)],
      inventory_quantity: quantity(stock),
      inventory_policy: stock() < POLICY_1 ? 1 : 2,
      updated_at: `2026-0${1 + below(9)}-${10 + below(18)}T${10 + below(14)}:${10 + below(50)}:00Z`,
    };
  }
}

const SLUGS = ["rain-jacket", "wool-blanket", "canvas-tote", "linen-shirt", "enamel-mug"];
const SIZES = ["XS", "S", "M", "L", "XL", "one size"];
const BRANDS = ["Harbor & Pine", "Northlight", "Field Notes Co", "Sundry"];

/** One in eleven out-of-stock rows has a negative quantity, because it was oversold. */
function quantity(stock) {
  const place = stock();
  if (place < OUT_OF_STOCK / 11) return -1;
  return place < OUT_OF_STOCK ? 0 : 1 + Math.floor(stock() * 140);
}

function description(sentences, bytes, below) {
  let text = "";
  for (let length = 0, at = below(sentences.length); length < bytes; at++) {
    const sentence = sentences[at % sentences.length];
    text += text ? ` ${sentence}` : sentence;
    length += sizes.get(sentence) + 1;
  }
  return text;
}

const FORMATS = {
  json: { before: "[\n", between: ",\n", after: "\n]\n", row: (row) => JSON.stringify(row) },
  varied: {
    before: "[\n",
    between: ",\n",
    after: "\n]\n",
    row: (row, index) => JSON.stringify(varied(row, index)),
  },
  xml: {
    before: '<?xml version="1.0" encoding="UTF-8"?>\n<Products>\n',
    between: "\n",
    after: "\n</Products>\n",
    row: (row) => `<Product>${Object.entries(row).map(element).join("")}</Product>`,
  },
};

/** A row with keys that no other row has. Half of them contain escapes. */
function varied(row, index) {
  const members = Array.from({ length: 8 }, (_, at) => [
    `${at % 2 ? "note" : 'a "note"'} ${index * 8 + at}`,
    at,
  ]);
  return { ...row, ...Object.fromEntries(members) };
}

/** In XML a list is text with commas, as in Klaviyo's examples. */
const element = ([name, value]) => `<${name}>${escaped(String(value))}</${name}>`;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * Generates a feed in chunks of about 64 KiB. It ends after `rows` rows, or with the row that reaches `bytes` bytes.
 *
 * @param {{charset: typeof CHARSETS[number], format?: "json" | "varied" | "xml", rows?: number, bytes?: number}} options
 * @returns {Generator<Uint8Array>}
 */
export function* chunks({ charset, format = "json", rows: most = Infinity, bytes = Infinity }) {
  const { before, between, after, row: write } = FORMATS[format];
  let text = before;
  let written = 0;
  let count = 0;
  for (const row of rows(charset)) {
    text += count ? between + write(row, count) : write(row, count);
    count++;
    // A character has a maximum of three bytes. Near the limit, the bytes are counted exactly.
    const near = written + text.length * 3 >= bytes;
    const ends = count >= most || (near && written + encoder.encode(text).length >= bytes);
    if (!ends && text.length < CHUNK) continue;
    const chunk = encoder.encode(ends ? text + after : text);
    written += chunk.length;
    text = "";
    yield chunk;
    if (ends) return;
  }
}

/** Generates a whole feed. */
export function feed(options) {
  const pieces = [...chunks(options)];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
