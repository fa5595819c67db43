// One instance of the block module, and the columns in its memory. Their layout is told in src/wasm/block.rs.
import base64 from "#block.wasm";
import { ODD, UNSAID } from "../generated/inventory.ts";
import { explained, failed } from "../wasm/load.ts";
import type { Plan } from "./plan.ts";
import type { BlockProblemCode } from "./types.ts";
import { classOf, TEXT } from "./value.ts";

interface Exports {
  memory: WebAssembly.Memory;
  judge(at: number, room: number, rows: number): void;
  read(at: number, room: number, values: number, count: number): void;
  order(
    at: number,
    room: number,
    rows: number,
    mode: number,
    threshold: number,
    limit: number,
    atLeast: number,
  ): number;
}

/** A row's bytes in all columns: 8 + 8 + 4 + 4 + 2. */
const ROW = 26;
const PAGE = 65_536;

/** What is odd about a row. */
export interface Oddity {
  code: BlockProblemCode;
  row: number;
  field: "quantity" | "policy";
  found: unknown;
}

let module: WebAssembly.Module | undefined;

/** Compiled and started at once, for a block cannot wait: it is small enough for that in a page, too. */
function start(): Exports {
  try {
    module ??= new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    return new WebAssembly.Instance(module).exports as unknown as Exports;
  } catch (cause) {
    throw explained(cause);
  }
}

export class Columns {
  readonly #wasm = start();
  /** Behind what the module has of its own. */
  readonly #at = this.#wasm.memory.buffer.byteLength;
  /** The values that are no numbers, and where they belong: twice the row, and 1 more for its policy. */
  #values: { place: number; value: unknown }[] = [];
  room = 0;
  // Views of the memory, which are made anew when it has grown.
  quantity = new Float64Array();
  policy = this.quantity;
  first = new Uint32Array();
  order = this.first;

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    if (rows <= this.room) return;
    // What follows the columns must begin at a multiple of eight.
    const room = Math.ceil(rows / 4) * 4;
    this.#grow(this.#at + room * ROW);
    this.room = room;
    this.#view();
  }

  /** Puts a value into its column; those that the module must read, at {@link settle}, or `all` that are no numbers. */
  put(place: number, value: unknown, all: boolean): void {
    const column = place & 1 ? this.policy : this.quantity;
    const kind = classOf(value);
    if (typeof value === "number") column[place >> 1] = value;
    else if (all || kind === TEXT) this.#values.push({ place, value });
    else column[place >> 1] = (UNSAID[kind] as readonly number[])[place & 1] as number;
  }

  /** Has the module read, in one call, what was put aside. */
  settle(): void {
    const values = this.#values;
    if (values.length === 0) return;
    const start = this.#at + this.room * ROW;
    const length = values.reduce((sum, { value }) => sum + (typeof value === "string" ? value.length : 0), 0);
    this.#grow(start + values.length * 16 + length);
    this.#view();
    const { buffer } = this.#wasm.memory;
    const numbers = new Float64Array(buffer, start, values.length * 2);
    const words = new Uint32Array(buffer, start, values.length * 4);
    const bytes = new Uint8Array(buffer, start + values.length * 16, length);
    let at = 0;
    values.forEach(({ place, value }, index) => {
      const kind = classOf(value);
      words[index * 4 + 2] = place;
      words[index * 4 + 3] = kind;
      if (kind !== TEXT) return;
      const text = value as string;
      numbers[index * 2] = Number(text);
      words[index * 4 + 3] = text.length * 4 + kind;
      // No character beyond ASCII belongs to a number or a policy: one that does not belong either stands for all.
      for (let i = 0; i < text.length; i++) bytes[at++] = Math.min(text.charCodeAt(i), 127);
    });
    this.#call(() => this.#wasm.read(this.#at, this.room, start, values.length));
    this.#values = [];
  }

  /** The same, and tells what is odd about the first so many rows, in their order. */
  judge(rows: number): Oddity[] {
    this.#call(() => this.#wasm.judge(this.#at, this.room, rows));
    const values = new Map(this.#values.map(({ place, value }) => [place, value]));
    this.settle();
    const odd = new Uint8Array(this.#wasm.memory.buffer, this.#at + this.room * (ROW - 2), rows * 2);
    const found: Oddity[] = [];
    odd.forEach((number, place) => {
      const code = ODD[number - 1];
      if (!code) return;
      const row = place >> 1;
      const [field, column] =
        place & 1 ? (["policy", this.policy] as const) : (["quantity", this.quantity] as const);
      found.push({ code, row, field, found: values.has(place) ? values.get(place) : column[row] });
    });
    return found;
  }

  /** Arranges the first so many rows: their indices are at the beginning of `order`, and this is how many. */
  arrange(rows: number, grouped: boolean, { mode, threshold, limit, atLeast }: Plan): number {
    const how = mode + (grouped ? 4 : 0);
    return this.#call(() => this.#wasm.order(this.#at, this.room, rows, how, threshold, limit, atLeast));
  }

  /** What it takes of memory. */
  get bytes(): number {
    return this.#wasm.memory.buffer.byteLength;
  }

  #grow(end: number): void {
    const pages = Math.ceil((end - this.bytes) / PAGE);
    if (pages > 0) this.#call(() => this.#wasm.memory.grow(pages));
  }

  #view(): void {
    const { room } = this;
    const { buffer } = this.#wasm.memory;
    this.quantity = new Float64Array(buffer, this.#at, room);
    this.policy = new Float64Array(buffer, this.#at + room * 8, room);
    this.first = new Uint32Array(buffer, this.#at + room * 16, room);
    this.order = new Uint32Array(buffer, this.#at + room * 20, room);
  }

  /** An instance that stopped is not used again. */
  #call<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw failed("it stopped and was replaced", cause);
    }
  }
}
