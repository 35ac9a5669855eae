import {
  type BookedChange,
  type BookedCustomer,
  type BookedLocation,
  type BookedObject,
  type BookedOrder,
  type BookedPayment,
  type BookedPayout,
  type BookedRefund,
  type BookedShift,
} from './entries.ts';

/** The seller's own records. */
export class Books {
  readonly locations: BookedLocation[];
  readonly orders = new Map<string, BookedOrder>();
  readonly payments = new Map<string, BookedPayment>();
  readonly refunds = new Map<string, BookedRefund>();
  readonly changes: BookedChange[] = [];
  readonly catalog = new Map<string, BookedObject>();
  readonly customers = new Map<string, BookedCustomer>();
  readonly payouts = new Map<string, BookedPayout>();
  readonly shifts = new Map<string, BookedShift>();
  readonly now: () => number;
  #serial = 0;

  constructor({ now, locations }: { readonly now: () => number; readonly locations: readonly BookedLocation[] }) {
    this.now = now;
    this.locations = [...locations];
  }

  /** An id as the platform makes them: letters and digits. */
  nextId(kind: string): string {
    return `${kind}${String(++this.#serial).padStart(8, '0')}SIM`;
  }

  /** A number that only grows. */
  nextSerial(): number {
    return ++this.#serial;
  }

  instant(): string {
    return new Date(this.now()).toISOString();
  }

  location(id: string): BookedLocation | undefined {
    return this.locations.find((it) => it.id === id);
  }

  /** A variation by SKU that is not deleted. */
  variationOf(sku: string): BookedObject | undefined {
    return this.variations().find((it) => dataOf(it)['sku'] === sku);
  }

  /** Variations that are not deleted. */
  variations(): readonly BookedObject[] {
    return [...this.catalog.values()].filter((it) => it.type === 'ITEM_VARIATION' && !it.is_deleted);
  }

  /** Units in stock by article and location, in hundred-thousandths: the last count, and what changed after it. */
  inStock(variationId: string, locationId: string): { readonly units: number; readonly at: string } | undefined {
    const own = this.changes
      .filter((it) => it.variationId === variationId && touches(it, locationId))
      .toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || a.serial - b.serial);
    if (own.length === 0) return undefined;
    const lastCount = own.findLastIndex((it) => it.kind === 'PHYSICAL_COUNT');
    const counted = lastCount === -1 ? 0 : (own[lastCount]?.units ?? 0);
    const units = own.slice(lastCount + 1).reduce((sum, it) => sum + effectOf(it, locationId), counted);
    const at = own.map((it) => it.createdAt).reduce((a, b) => (a > b ? a : b));
    return { units, at };
  }
}

/** The part of a catalogue object that holds its data. */
export function dataOf(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const key = `${String(object['type']).toLowerCase()}_data`;
  return (object[key] ?? {}) as Readonly<Record<string, unknown>>;
}

/** Units as the platform writes them. */
export function quantityText(units: number): string {
  return (units / 100_000).toFixed(5).replace(/\.?0+$/, '');
}

function touches({ from, to, counted }: BookedChange, locationId: string): boolean {
  return [from, to, counted].some((it) => it?.state === 'IN_STOCK' && it.locationId === locationId);
}

/** What an adjustment does to the units in stock at a location. */
function effectOf({ from, to, units }: BookedChange, locationId: string): number {
  const isStock = (end: BookedChange['from']): boolean => end?.state === 'IN_STOCK' && end.locationId === locationId;
  return (isStock(to) ? units : 0) - (isStock(from) ? units : 0);
}
