import { IntegrationError } from '../../primitives/index.ts';
import { Names } from './names.ts';

/** Numbers of one position, side by side in the row of its SKU. */
export const stride = 4;
/** On hand: the level and every movement after it, in thousandths. */
export const onHandAt = 0;
/** Epoch milliseconds for which the level is true; `-Infinity` when no level was ever told. */
export const asOfAt = 1;
/** Sum of what is held there, in thousandths. */
export const heldAt = 2;
/** Who told the level, and whether it was counted: see {@link originOf}. 0: nothing is known of the position. */
export const originAt = 3;

/** No level was told; the position is known by its movements alone. */
export const movedOnly = -1;

/** Most locations; a position is one number made of SKU and location. */
export const mostLocations = 65_536;

/** Who told a level, as one number above zero. */
export function originOf(source: number, counted: boolean): number {
  return source * 2 + (counted ? 2 : 1);
}

export const sourceOf = (origin: number): number => Math.floor((origin - 1) / 2);
export const isCount = (origin: number): boolean => origin > 0 && origin % 2 === 0;

/** One number for a SKU at a location. */
export const positionOf = (sku: number, location: number): number => sku * mostLocations + location;

/**
 * The stock of every SKU at every location: one row of plain numbers a SKU, as long as its last location needs. Fifteen
 * million positions are half a gigabyte, and the sum over all locations of a SKU reads memory in order.
 */
export class StockTable {
  readonly skus = new Names();
  readonly locations: Names;
  readonly sources: Names;
  readonly #rows: Float64Array[] = [];
  /** Unit by SKU: every quantity of it must be in that one. */
  readonly #units: string[] = [];

  constructor(locations: Iterable<string> = [], sources: Iterable<string> = []) {
    this.locations = new Names(locations);
    this.sources = new Names(sources);
  }

  /** Positions that something is known of. Reads the whole table. */
  get positions(): number {
    let count = 0;
    for (const row of this.#rows) {
      for (let at = originAt; at < row.length; at += stride) if (row[at] !== 0) count++;
    }
    return count;
  }

  /** The number of a SKU, which is counted in this unit from now on. */
  sku(name: string, unit: string): number {
    const sku = this.skus.number(name);
    this.#units[sku] ??= unit;
    this.#rows[sku] ??= new Float64Array(0);
    return sku;
  }

  /**
   * Refuses a unit that is not the one of the SKU.
   *
   * @throws IntegrationError `quantity-invalid`
   */
  checkUnit(name: string, unit: string): void {
    const sku = this.skus.find(name);
    const known = sku === undefined ? undefined : this.#units[sku];
    if (known === undefined || known === unit) return;
    throw new IntegrationError(`The stock of a SKU is counted in ${known}; a quantity of it came in ${unit}`, {
      code: 'quantity-invalid',
      path: 'unit',
      details: { sku: name },
    });
  }

  unit(sku: number): string {
    return this.#units[sku] ?? 'EA';
  }

  location(name: string): number {
    const location = this.locations.number(name);
    if (location < mostLocations) return location;
    throw new IntegrationError(`Availability keeps up to ${mostLocations} locations`, { code: 'input-invalid' });
  }

  /** The numbers of a SKU, four a location; shorter than all locations when the last ones have none. */
  row(sku: number): Float64Array {
    return this.#rows[sku] ?? empty;
  }

  /** The row of a SKU, long enough for the location. */
  rowFor(sku: number, location: number): Float64Array {
    const row = this.row(sku);
    if (row.length > location * stride) return row;
    const longer = new Float64Array(
      Math.min(grown(location + 1), Math.max(this.locations.size, location + 1)) * stride,
    );
    longer.set(row);
    for (let at = row.length + asOfAt; at < longer.length; at += stride) longer[at] = -Infinity;
    this.#rows[sku] = longer;
    return longer;
  }

  /** Puts a row that was stored in place. */
  restore(name: string, unit: string, row: Float64Array): number {
    const sku = this.sku(name, unit);
    this.#rows[sku] = row;
    return sku;
  }
}

const empty = new Float64Array(0);

/** Room for a few locations more, so that a row does not grow at every new one. */
const grown = (count: number): number => Math.ceil(count * 1.25);
