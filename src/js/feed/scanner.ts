// One feed in one module.

import { BackInStockError, type ErrorCode } from "../shared/errors.ts";
import { failed } from "../wasm/load.ts";
import type { Plan } from "./plan.ts";
import type { Exports } from "./wasm.ts";

/** What a chunk gave: the numbers of `scan`. */
const WANTS_MORE = 0;
const WRONG = 3;

/** What `see` shows. */
const ROWS = 0;
const START = 1;
const END = 2;
const VISIBLE = 3;
const IN_STOCK = 4;
const OUT = 5;
const OFFSET = 7;
const EXCERPT = 8;
const CODE = 10;
const MESSAGE = 12;

export const decoder = new TextDecoder();

/** The names that are looked for in a row, each once. */
const watched = ({ quantity, policy, select = [], looked = [] }: Plan): string[] => [
  ...new Set([...quantity, ...policy, ...select, ...looked]),
];

/** Reads one feed. After each `push`, the columns hold what the chunk gave. */
export class Scanner {
  readonly exports: Exports;
  #isWrong = false;
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
    this.#isWrong = state === WRONG;
  }

  /** How many rows the last chunk gave. */
  get rows(): number {
    return this.exports.see(ROWS);
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
    return this.#text(OUT);
  }

  /** The same as values. */
  get items(): unknown[] {
    return JSON.parse(this.text || "[]");
  }

  /** @throws BackInStockError what is wrong with the feed, where, and the text around it */
  check(): void {
    if (!this.#isWrong) return;
    const excerpt = this.#text(EXCERPT);
    const offset = this.exports.see(OFFSET);
    const error = new BackInStockError(
      this.#text(CODE) as ErrorCode,
      undefined,
      `the feed ${this.#text(MESSAGE)}, at byte ${offset}: ${JSON.stringify(excerpt)}`,
    );
    throw Object.assign(error, { offset, excerpt });
  }

  /** A part of the module's memory, until that grows. */
  view(at: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at >>> 0, length);
  }

  #text(what: number): string {
    const { see } = this.exports;
    return decoder.decode(this.view(see(what), see(what + 1)));
  }

  #column<T>(Column: new (buffer: ArrayBuffer, at: number, length: number) => T, what: number): T {
    const { memory, see } = this.exports;
    return new Column(memory.buffer, see(what), see(ROWS));
  }
}
