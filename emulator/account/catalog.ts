import type { CatalogVariant } from "../state.ts";

/** A mapped row of a feed. */
export interface Row {
  /** Canonical id. */
  readonly id: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly link: string | null;
  /** `null` if there is no usable quantity. */
  readonly quantity: number | null;
  readonly policy: number | null;
}

/** A variant as the service knows it. */
export interface VariantRecord {
  /** The feed's row at the last sync. */
  row: Row;
  /** The quantity at the last sync: the row's, or an edited one. */
  quantity: number | null;
  /** Whether the quantity was below the minimum. When it reaches the minimum, the variant is back in stock. */
  isLow: boolean;
  /** When the wait after its last batch ends; `undefined` if there is no wait. */
  waitUntil: number | undefined;
}

/** A manual override of the feed's quantity. */
interface Edit {
  readonly quantity: number;
  /** The feed's quantity at that time. The override ends when the feed's quantity changes. */
  readonly feedQuantity: number | null;
}

/** The changes of a sync: rows that are new or different, and ids that are gone. */
export interface CatalogUpdate {
  readonly rows: readonly Row[];
  readonly gone: readonly string[];
}

/** The catalog, in the order in which variants appeared. */
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

  /** The changes that a sync of these rows would make. */
  compare(rows: ReadonlyMap<string, Row>): CatalogUpdate {
    const changedRows: Row[] = [];
    for (const row of rows.values()) {
      const known = this.#variants.get(row.id)?.row;
      if (!known || !isSame(known, row)) changedRows.push(row);
    }
    const gone = Array.from(this.#variants.keys()).filter((id) => !rows.has(id));
    return { rows: changedRows, gone };
  }

  /** Overrides the feed's quantity of a variant. Like any change of a feed, it is seen at the next sync. */
  edit(id: string, quantity: number): void {
    this.#edits.set(id, { quantity, feedQuantity: this.#variants.get(id)?.row.quantity ?? null });
  }

  /** The quantity that the feed lists now, with overrides. */
  listed(variant: VariantRecord): number | null {
    const edit = this.#edits.get(variant.row.id);
    return edit ? edit.quantity : variant.row.quantity;
  }

  /**
   * Applies a sync. Returns the variants that are back in stock: at or above the minimum, after they were below it.
   *
   * Klaviyo's guide: a dropped row is unknown, and its restock is never seen. A row that appears counts as new.
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
