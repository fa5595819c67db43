// One feed in one module.

import { read } from "../block/visible.ts";
import { BackInStockError, type ErrorCode } from "../shared/errors.ts";
import { failed } from "../wasm/load.ts";
import type { Plan } from "./plan.ts";
import type { Exports } from "./wasm.ts";

/** What a chunk gave: the numbers of `scan`. */
const WANTS_MORE = 0;
const FAULT = 3;

/** What `see` shows. */
const ROWS = 0;
const START = 1;
const END = 2;
const VISIBLE = 3;
const IN_STOCK = 4;
const OUT = 5;
const OUT_LENGTH = 6;
const FAULT_AT = 7;
const WINDOW = 8;
const WINDOW_LENGTH = 9;
const BASE = 10;
const IS_LINES = 11;

/** So many bytes before and behind a fault are quoted. */
const AROUND = 24;

export const decoder = new TextDecoder();

/** What a module asks: the numbers of `src/feed/page.rs`, in their order. */
const [NUMBER, POLICY, NOT_UTF8, NAME, PATH] = [0, 2, 3, 4, 5];

/** The names that are looked for in a row, each once. */
const watched = ({ quantity, policy, select = [], looked = [] }: Plan): string[] => [
  ...new Set([...quantity, ...policy, ...select, ...looked]),
];

/** Answers what a module asks. */
export const answers =
  (plan: Plan) =>
  (question: number, bytes: Uint8Array): number => {
    const text = decoder.decode(bytes);
    if (question === NUMBER) return Number(text);
    if (question === NOT_UTF8) return firstOther(bytes, new TextEncoder().encode(text));
    const value: string = JSON.parse(text);
    if (question <= POLICY) return read(value, question === POLICY ? 1 : 0);
    if (question === NAME) return watched(plan).indexOf(value) & 255;
    return Number(value === plan.path[question - PATH]);
  };

/** Where bytes are no UTF-8, given what was read of them, written again. */
function firstOther(bytes: Uint8Array, again: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at++;
  // What stands for a mistake is three bytes; it may begin as the mistake did, which may be all there is.
  while ((again[at] ?? 0) >> 6 === 2) at--;
  return at;
}

/** Reads one feed. After each `push`, the columns hold what the chunk gave. */
export class Scanner {
  readonly exports: Exports;
  #fault: number | undefined;
  /** Whether nothing more is to be read. */
  done = false;

  /** `kind` is what the module needs to know of the source, see `open` in `src/wasm/feed.rs`. */
  constructor(exports: Exports, plan: Plan, kind: number) {
    this.exports = exports;
    const names = watched(plan);
    const lists = [plan.quantity, plan.policy, plan.select ?? [], plan.looked ?? []];
    const text = Uint8Array.from([
      plan.output,
      Number(plan.hide),
      kind,
      ...lists.flatMap((list) => [list.length, ...list.map((name) => names.indexOf(name))]),
      names.length,
      ...new TextEncoder().encode([...names, ...plan.path].join("\0")),
    ]);
    const at = exports.text(text.length);
    this.view(at, text.length).set(text);
    exports.open(at, text.length, plan.threshold ?? Number.NaN, plan.limit ?? Number.POSITIVE_INFINITY);
  }

  /** Reads a chunk; `last` if it is the last. What is wrong with it is thrown by `check`. */
  push(chunk: Uint8Array, last: boolean): void {
    let state: number;
    try {
      this.view(this.exports.room(chunk.length), chunk.length).set(chunk);
      state = this.exports.scan(chunk.length, last);
    } catch (cause) {
      // A browser may have no memory left for a large row.
      throw failed("it stopped", cause);
    }
    this.done = state !== WANTS_MORE;
    if (state >= FAULT) this.#fault = state - FAULT;
  }

  /** How many rows the last chunk gave. */
  get rows(): number {
    return this.exports.see(ROWS);
  }

  /** Whether the rows are JSON lines. */
  get isLines(): boolean {
    return this.exports.see(IS_LINES) > 0;
  }

  get start(): Float64Array {
    return this.#column(Float64Array, START);
  }

  get end(): Float64Array {
    return this.#column(Float64Array, END);
  }

  get visible(): Uint8Array {
    return this.#column(Uint8Array, VISIBLE);
  }

  get inStock(): Uint8Array {
    return this.#column(Uint8Array, IN_STOCK);
  }

  /** The visible rows of the last chunk, if the plan writes them, as an array in JSON; without any, as nothing. */
  get text(): string {
    const { see } = this.exports;
    return decoder.decode(this.view(see(OUT), see(OUT_LENGTH)));
  }

  /** The same as values. */
  get items(): unknown[] {
    return JSON.parse(this.text || "[]");
  }

  /** @throws BackInStockError what is wrong with the feed, where, and what stands there */
  async check(): Promise<void> {
    if (this.#fault === undefined) return;
    // Most feeds are right: what may be wrong with one is a script of its own.
    const { FAULTS } = await import("../generated/feed.ts").catch((cause) => {
      throw failed("it could not be fetched", cause);
    });
    const [code, , message] = FAULTS.split("\n")[this.#fault]?.split("\t") ?? [];
    const { see } = this.exports;
    const at = see(FAULT_AT);
    const from = Math.max(at - AROUND, 0);
    const length = Math.min(at + AROUND, see(WINDOW_LENGTH)) - from;
    const excerpt = decoder.decode(this.view(see(WINDOW) + from, length));
    const offset = see(BASE) + at;
    const error = new BackInStockError(
      code as ErrorCode,
      undefined,
      `the feed ${message}, at byte ${offset}: ${JSON.stringify(excerpt)}`,
    );
    throw Object.assign(error, { offset, excerpt });
  }

  /** A part of the module's memory, until that grows. */
  view(at: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at >>> 0, length);
  }

  #column<T>(Column: new (buffer: ArrayBuffer, at: number, length: number) => T, what: number): T {
    const { memory, see } = this.exports;
    return new Column(memory.buffer, see(what), see(ROWS));
  }
}
