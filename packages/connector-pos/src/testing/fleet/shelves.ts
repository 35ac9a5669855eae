/** What lies on the shelves of every store: the physical truth, which no system knows for sure. */
export interface Shelves {
  units(store: string, sku: string): number;
  /** Puts units there, or takes them away with a negative number. Never below zero: what is not there cannot be taken. */
  move(store: string, sku: string, delta: number): void;
}

/** Shelves with so many units of everything. */
export function createShelves(stores: readonly string[], skus: readonly string[], unitsEach: number): Shelves {
  const storeAt = new Map(stores.map((it, index) => [it, index]));
  const skuAt = new Map(skus.map((it, index) => [it, index]));
  const units = new Int32Array(stores.length * skus.length).fill(unitsEach);
  const placeOf = (store: string, sku: string): number => {
    const [row, column] = [storeAt.get(store), skuAt.get(sku)];
    if (row === undefined || column === undefined) throw new RangeError(`No shelf for '${sku}' in '${store}'`);
    return row * skus.length + column;
  };
  return {
    units: (store, sku) => units[placeOf(store, sku)] ?? 0,
    move(store, sku, delta) {
      const place = placeOf(store, sku);
      const left = (units[place] ?? 0) + delta;
      if (left < 0) throw new RangeError(`${-left} of '${sku}' are not on the shelf of '${store}'`);
      units[place] = left;
    },
  };
}
