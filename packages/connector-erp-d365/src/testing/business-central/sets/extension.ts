import { type Books, dialog, type EntitySet, noId, Refusal, type Row } from '../entity-model.ts';
import { requirePostable } from '../posting.ts';
import { moveStock, stockOf } from '../stock.ts';

/** The pages of the connector's own extension. */
const api = 'crossdock/retail/v1.0';
const code = (length: number) => ({ code: length }) as const;

/** A change of stock: its reference is the key, and it is posted as it is made. */
const stockChanges: EntitySet = {
  name: 'stockChanges',
  api,
  writable: true,
  fields: {
    reference: code(50),
    documentNumber: code(20),
    itemNumber: code(20),
    variantCode: code(10),
    locationCode: code(10),
    quantity: 'decimal',
    postingDate: 'date',
  },
  insert(row, books) {
    const [reference, itemNumber, locationCode, variantCode] = [
      'reference',
      'itemNumber',
      'locationCode',
      'variantCode',
    ].map((it) => String(row[it]));
    if (books.find('stockChanges', { reference: reference ?? '' })) {
      throw new Refusal('Internal_EntityWithSameKeyExists', 'The Crossdock Stock Change already exists.');
    }
    const item = books.find('items', { number: itemNumber ?? '' });
    if (!item)
      throw new Refusal(
        'Internal_InvalidTableRelation',
        'The field Item No. contains a value that cannot be found in the related table (Item).',
      );
    if (item['type'] !== 'Inventory') throw dialog('The item is not kept in stock.');
    if (!books.find('locations', { code: locationCode ?? '' })) {
      throw new Refusal(
        'Internal_InvalidTableRelation',
        'The field Location Code contains a value that cannot be found in the related table (Location).',
      );
    }
    requirePostable(books, String(row['postingDate']));
    const quantity = Number(row['quantity']);
    if (quantity === 0) throw new Refusal('Application_FieldValidationException', 'Quantity must have a value.');
    moveStock(books, {
      itemNumber: itemNumber ?? '',
      variantCode: variantCode ?? '',
      locationCode: locationCode ?? '',
      quantity,
      postingDate: String(row['postingDate']),
      documentNumber: String(row['documentNumber']),
      entryType: quantity > 0 ? 'Positive Adjmt.' : 'Negative Adjmt.',
    });
    return row;
  },
  update: (): Row => {
    throw dialog('A change of stock cannot be changed.');
  },
  remove: () => {
    throw dialog('A change of stock cannot be removed.');
  },
};

const stockLevels: EntitySet = {
  name: 'stockLevels',
  api,
  writable: false,
  fields: { itemNumber: code(20), variantCode: code(10), locationCode: code(10), inventory: 'decimal' },
  view: (row, books) => ({
    inventory: stockOf(books, {
      itemNumber: String(row['itemNumber']),
      variantCode: String(row['variantCode']),
      locationCode: String(row['locationCode']),
    }),
  }),
};

/** A level stands for every item at every location where it ever was. */
export function keepLevels(books: Books): void {
  for (const entry of books.rows('itemLedgerEntries')) {
    const key = {
      itemNumber: entry['itemNumber'] ?? '',
      variantCode: entry['variantCode'] ?? '',
      locationCode: entry['locationCode'] ?? '',
    };
    if (key.locationCode !== '' && !books.find('stockLevels', key))
      books.put('stockLevels', { ...key, id: levelId(books) });
  }
}

const levelId = (books: Books): string =>
  noId.slice(0, -12) + books.rows('stockLevels').length.toString(16).padStart(12, '0');

export const extension: readonly EntitySet[] = [stockChanges, stockLevels];
