import { chartOfAccounts } from './account.ts';
import { book, type Bookkeeping } from './booking.ts';
import { idOf } from './json.ts';

export interface StockSeed {
  /** Internal ids of item and location. */
  readonly item: string;
  readonly location: string;
  readonly units: number;
  /** @default today */
  readonly date?: string;
}

/** Units that are there before the story begins: an adjustment against the opening balance. */
export function seedStock({ item, location, units, date }: StockSeed, books: Bookkeeping): void {
  const now = books.now();
  const subsidiary = idOf(books.store.get(location)?.values['subsidiary']);
  const inventory = [{ line: 1, item: { id: item }, location: { id: location }, adjustQtyBy: units }];
  const record = {
    type: 'inventoryAdjustment',
    id: books.store.nextId(),
    values: {
      account: { id: chartOfAccounts.openingBalance.id },
      // What lies in a place belongs to the company whose place it is.
      ...(subsidiary === undefined ? {} : { subsidiary: { id: subsidiary } }),
      ...(date === undefined ? {} : { tranDate: date }),
    },
    lines: { inventory },
    createdAt: now,
    modifiedAt: now,
    version: 0,
  };
  book(record, undefined, books);
}
