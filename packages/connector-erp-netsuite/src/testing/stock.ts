/** Units on the shelves, derived from the documents that move them. */
import { idOf, numberOf } from './json.ts';
import { isPosting, itemOf, takenUnits } from './sales.ts';
import type { Line, Store, StoredRecord } from './store.ts';

/** Units that one document brings to a location, or takes from it. */
export interface StockMove {
  readonly line: number;
  readonly item: string;
  readonly location: string;
  readonly units: number;
}

/** What a document moves. Bills move goods only when nothing else did: those of an order leave with its fulfilment. */
export function movesOf(record: StoredRecord, store: Store): readonly StockMove[] {
  if (!isPosting(record)) return [];
  switch (record.type) {
    case 'itemFulfillment':
      return goods(record, -1, store);
    case 'itemReceipt':
      return goods(record, 1, store);
    case 'cashSale':
    case 'invoice':
      return record.createdFrom === undefined ? goods(record, -1, store) : [];
    case 'creditMemo':
    case 'cashRefund':
      // The trap of a credit without an authorisation: it puts the goods that it names back on the shelf.
      return store.get(record.createdFrom ?? '')?.type === 'returnAuthorization' ? [] : goods(record, 1, store);
    case 'inventoryAdjustment':
      return inventoryLines(record).map((line) => move(line, idOf(line['location']), unitsOf(line)));
    case 'inventoryTransfer':
      return inventoryLines(record).flatMap((line) => [
        move(line, idOf(record.values['location']), -unitsOf(line)),
        move(line, idOf(record.values['transferLocation']), unitsOf(line)),
      ]);
    default:
      return [];
  }
}

function goods(record: StoredRecord, sign: 1 | -1, store: Store): readonly StockMove[] {
  const shelf = idOf(record.values['location']);
  return (record.lines['item'] ?? [])
    .filter((line) => isStocked(line, store))
    .map((line) => move(line, idOf(line['location']) ?? shelf, sign * (numberOf(line['quantity']) ?? 0)));
}

const counted: ReadonlySet<string> = new Set(['inventoryItem', 'lotNumberedInventoryItem']);

/** Whether units of this line are counted: only inventory items are. */
export function isStocked(line: Line, store: Store): boolean {
  return counted.has(itemOf(line, store)?.type ?? '');
}

function inventoryLines(record: StoredRecord): readonly Line[] {
  return record.lines['inventory'] ?? [];
}

function unitsOf(line: Line): number {
  return numberOf(line['adjustQtyBy']) ?? 0;
}

function move(line: Line, location: string | undefined, units: number): StockMove {
  return { line: line.line, item: idOf(line['item']) ?? '', location: location ?? '', units };
}

/** Units of one item at one location. */
export interface StockLevel {
  readonly item: string;
  readonly location: string;
  readonly onHand: number;
  /** Promised to open orders. */
  readonly committed: number;
}

/** Every item that ever lay at, or is promised from, a location. */
export function stockLevels(store: Store): readonly StockLevel[] {
  const levels = new Map<string, StockLevel>();
  const add = (item: string, location: string, onHand: number, committed: number): void => {
    const key = `${item}/${location}`;
    const before = levels.get(key) ?? { item, location, onHand: 0, committed: 0 };
    const exact = (units: number) => Number(units.toFixed(5));
    levels.set(key, {
      item,
      location,
      onHand: exact(before.onHand + onHand),
      committed: exact(before.committed + committed),
    });
  };
  for (const record of store.all('transaction')) {
    for (const { item, location, units } of movesOf(record, store)) add(item, location, units, 0);
    if (record.type !== 'salesOrder') continue;
    for (const line of record.lines['item'] ?? []) {
      const open = (numberOf(line['quantity']) ?? 0) - takenUnits(record, line.line, store).shipped;
      const shelf = idOf(line['location']) ?? idOf(record.values['location']);
      if (line['isClosed'] === true || open <= 0 || shelf === undefined || !isStocked(line, store)) continue;
      add(idOf(line['item']) ?? '', shelf, 0, open);
    }
  }
  return [...levels.values()].filter(({ location }) => location !== '');
}
