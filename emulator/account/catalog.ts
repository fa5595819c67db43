import type { CatalogVariant } from "../state.ts";

/** A row of a feed after mapping. */
export interface Row {
  /** Canonical id. */
  readonly id: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly link: string | null;
  /** `null`: no usable quantity. */
  readonly quantity: number | null;
  readonly policy: number | null;
}

/** A variant as the service knows it. */
export interface VariantRecord {
  /** As the feed had it at the last sync. */
  row: Row;
  /** The quantity seen at the last sync: the row's, or what it was set to. */
  quantity: number | null;
  /** Seen below the minimum since it was last seen at it: when it gets there, it is back in stock. */
  isLow: boolean;
  /** When the wait after its last batch is over; `undefined`: there is none. */
  waitUntil: number | undefined;
}

/** A quantity that was set by hand, on top of the feed. */
interface Edit {
  readonly quantity: number;
  /** What the feed said then: as soon as it says something else, the feed counts again. */
  readonly feedQuantity: number | null;
}

/** What a sync brings: rows that are new or different, and ids that are no more. */
export interface CatalogUpdate {
  readonly rows: readonly Row[];
  readonly gone: readonly string[];
}

/** The catalog, in the order in which its variants appeared. */
export class Catalog {
  readonly #variants = new Map<string, VariantRecord>();
  readonly #edits = new Map<string, Edit>();

  get size(): number {
    return this.#variants.size;
  }

  has(id: string): boolean {
    return this.#variants.has(id);
  }

  get(id: string): VariantRecord | undefined {
    return this.#variants.get(id);
  }

  all(): IterableIterator<VariantRecord> {
    return this.#variants.values();
  }

  /** What a feed of these rows would change. Of two rows with one id the later counts. */
  compare(rows: ReadonlyMap<string, Row>): CatalogUpdate {
    const changedRows: Row[] = [];
    for (const row of rows.values()) {
      const known = this.#variants.get(row.id)?.row;
      if (!known || !isSame(known, row)) changedRows.push(row);
    }
    const gone = Array.from(this.#variants.keys()).filter((id) => !rows.has(id));
    return { rows: changedRows, gone };
  }

  /** Sets what the feed lists for a variant. It is seen at the next sync, like everything in a feed. */
  edit(id: string, quantity: number): void {
    this.#edits.set(id, { quantity, feedQuantity: this.#variants.get(id)?.row.quantity ?? null });
  }

  /** What the feed lists now. */
  listed(variant: VariantRecord): number | null {
    const edit = this.#edits.get(variant.row.id);
    return edit ? edit.quantity : variant.row.quantity;
  }

  /**
   * Takes a sync in, and gives the variants that are back in stock: at the minimum, after they were seen below it.
   *
   * Klaviyo's guide: a row that was dropped is unknown, and its restock is never seen. One that appears was not seen before.
   */
  sync({ rows, gone }: CatalogUpdate, minimum: number): VariantRecord[] {
    for (const id of gone) {
      this.#variants.delete(id);
      this.#edits.delete(id);
    }
    for (const row of rows) this.#upsert(row);
    const restocked: VariantRecord[] = [];
    for (const variant of this.#variants.values()) {
      variant.quantity = this.listed(variant);
      if (variant.quantity === null) continue;
      const isLow = variant.quantity < minimum;
      if (variant.isLow && !isLow) restocked.push(variant);
      variant.isLow = isLow;
    }
    return restocked;
  }

  list(): CatalogVariant[] {
    return Array.from(this.#variants.values(), toCatalogVariant);
  }

  #upsert(row: Row): void {
    if (this.#edits.get(row.id)?.feedQuantity !== row.quantity) this.#edits.delete(row.id);
    const known = this.#variants.get(row.id);
    if (known) known.row = row;
    else this.#variants.set(row.id, { row, quantity: null, isLow: false, waitUntil: undefined });
  }
}

function isSame(one: Row, other: Row): boolean {
  return (Object.keys(one) as (keyof Row)[]).every((name) => one[name] === other[name]);
}

export function toCatalogVariant({ row, quantity }: VariantRecord): CatalogVariant {
  const { id, externalId, title, policy } = row;
  return { id, externalId, title, inventoryQuantity: quantity, inventoryPolicy: policy };
}
