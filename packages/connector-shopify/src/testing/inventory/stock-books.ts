import type { CatalogBooks } from '../catalog/catalog-books.ts';

/** The states that units are in which the simulator keeps. */
export const stateNames = [
  'available',
  'committed',
  'damaged',
  'incoming',
  'quality_control',
  'reserved',
  'safety_stock',
] as const;

/** A state that units are in. */
export type StateName = (typeof stateNames)[number];

/** The states that lie there: what `on_hand` is made of. */
const lyingThere: readonly StateName[] = [
  'available',
  'committed',
  'damaged',
  'quality_control',
  'reserved',
  'safety_stock',
];

/** Units of one inventory item at one location. */
export interface StockLevel {
  readonly itemId: bigint;
  readonly locationId: bigint;
  readonly units: Record<StateName, number>;
  /** Whether the item is stocked there now. */
  active: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

/** One change of one level, as the shop's history keeps it. */
export interface StockChange {
  readonly group: bigint;
  readonly itemId: bigint;
  readonly locationId: bigint;
  readonly name: string;
  readonly delta: number;
  readonly reason: string;
  readonly documentUri: string | null;
}

/** What lies where, and every change of it. */
export class StockBooks {
  readonly changes: StockChange[] = [];
  readonly #levels = new Map<string, StockLevel>();
  readonly #byItem = new Map<bigint, StockLevel[]>();
  readonly #now: () => number;
  readonly catalog: CatalogBooks;

  constructor(catalog: CatalogBooks, now: () => number) {
    this.catalog = catalog;
    this.#now = now;
  }

  get levels(): readonly StockLevel[] {
    return [...this.#levels.values()];
  }

  /** Where an item lies, or lay. */
  levelsOf(itemId: bigint): readonly StockLevel[] {
    return this.#byItem.get(itemId) ?? [];
  }

  /** The level, or nothing where the item was never stocked. */
  level(itemId: bigint, locationId: bigint): StockLevel | undefined {
    return this.#levels.get(`${itemId}@${locationId}`);
  }

  /** The level; since 2026-10 an item is stocked wherever its units are changed. */
  stocked(itemId: bigint, locationId: bigint): StockLevel {
    const known = this.level(itemId, locationId);
    if (known) return known;
    const at = this.#second();
    const units = Object.fromEntries(stateNames.map((name) => [name, 0])) as StockLevel['units'];
    const level = { itemId, locationId, units, active: false, createdAt: at, updatedAt: at };
    this.#levels.set(`${itemId}@${locationId}`, level);
    this.#byItem.set(itemId, [...this.levelsOf(itemId), level]);
    return level;
  }

  /** Units of a level under a name, `on_hand` included. */
  unitsOf(level: StockLevel | undefined, name: string): number {
    if (!level) return 0;
    if (name === 'on_hand') return lyingThere.reduce((sum, state) => sum + level.units[state], 0);
    return level.units[name as StateName] ?? 0;
  }

  /** Changes the units that can be sold. What lies there changes with them. */
  change(level: StockLevel, delta: number): void {
    level.units.available += delta;
    level.updatedAt = this.#second();
  }

  /** An item is not stocked at a place any more. */
  disconnect(level: StockLevel): void {
    for (const name of stateNames) level.units[name] = 0;
    level.active = false;
    this.touch(level);
  }

  /** Marks a level as changed now. */
  touch(level: StockLevel): void {
    level.updatedAt = this.#second();
  }

  #second(): number {
    return Math.floor(this.#now() / 1000) * 1000;
  }
}
