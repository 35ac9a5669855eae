import { type Books, type EntitySet, Infolog, noYes, type Row } from '../entity-model.ts';
import { requireOpenPeriod } from '../ledger.ts';
import { moveStock, stockDimensions } from '../stock.ts';
import { require, requireRelated } from './master-data.ts';

const dimensions = Object.fromEntries(stockDimensions.map((name) => [name, 'text'])) as Record<string, 'text'>;

/** On-hand, adjustments that post by themselves, and transfer journals that something else posts. */
export const inventory: readonly EntitySet[] = [
  {
    writable: false,
    name: 'WarehousesOnHandV2',
    entity: 'WarehouseOnHandV2Entity',
    keys: ['dataAreaId', 'ItemNumber', ...stockDimensions, 'InventorySiteId', 'InventoryWarehouseId'],
    fields: {
      dataAreaId: 'text',
      ItemNumber: 'text',
      ...dimensions,
      InventorySiteId: 'text',
      InventoryWarehouseId: 'text',
      OnHandQuantity: 'number',
      AvailableOnHandQuantity: 'number',
      ReservedOnHandQuantity: 'number',
      OnOrderQuantity: 'number',
      OrderedQuantity: 'number',
      TotalAvailableQuantity: 'number',
    },
  },
  {
    writable: true,
    name: 'InventoryServiceAdjustmentJournalHeaders',
    entity: 'InventoryServiceAdjustmentJournalHeaderEntity',
    keys: ['dataAreaId', 'JournalNumber'],
    fields: {
      dataAreaId: 'text',
      JournalNumber: 'text',
      Description: 'text',
      JournalNameId: 'text',
      InventoryServiceJournalExpectedStatus: { enum: ['None', 'Created', 'Posted', 'SkipPosting'] },
      IsPosted: noYes,
    },
    readOnly: ['JournalNumber', 'IsPosted'],
    insert: (row, books) => openJournal(row, books, 'IAJ-'),
  },
  {
    writable: true,
    name: 'InventoryServiceAdjustmentJournalEntries',
    entity: 'InventoryServiceAdjustmentJournalEntryEntity',
    keys: ['dataAreaId', 'InventoryServiceTransactionId'],
    fields: {
      dataAreaId: 'text',
      InventoryServiceTransactionId: 'text',
      JournalNumber: 'text',
      JournalNameId: 'text',
      ItemNumber: 'text',
      ...dimensions,
      InventorySiteId: 'text',
      InventoryWarehouseId: 'text',
      InventoryQuantity: 'number',
      TransactionDate: 'date',
      LineNumber: 'number',
    },
    insert(row, books) {
      require(row, 'InventoryServiceTransactionId', 'Transaction id');
      addEntry(row, books, 'InventoryServiceAdjustmentJournalHeaders');
      requireWarehouse(row, books, 'InventoryWarehouseId');
    },
  },
  {
    writable: true,
    name: 'InventoryTransferJournalHeaders',
    entity: 'InventoryTransferJournalHeaderEntity',
    keys: ['dataAreaId', 'JournalNumber'],
    fields: { dataAreaId: 'text', JournalNumber: 'text', Description: 'text', JournalNameId: 'text', IsPosted: noYes },
    readOnly: ['JournalNumber', 'IsPosted'],
    insert: (row, books) => openJournal(row, books, 'ITJ-'),
  },
  {
    writable: true,
    name: 'InventoryTransferJournalEntries',
    entity: 'InventoryTransferJournalEntryEntity',
    keys: ['dataAreaId', 'JournalNumber', 'LineNumber'],
    fields: {
      dataAreaId: 'text',
      JournalNumber: 'text',
      LineNumber: 'number',
      ItemNumber: 'text',
      SourceProductColorId: 'text',
      SourceProductConfigurationId: 'text',
      SourceProductSizeId: 'text',
      SourceProductStyleId: 'text',
      SourceProductVersionId: 'text',
      DestinationProductColorId: 'text',
      DestinationProductConfigurationId: 'text',
      DestinationProductSizeId: 'text',
      DestinationProductStyleId: 'text',
      DestinationProductVersionId: 'text',
      SourceInventorySiteId: 'text',
      SourceWarehouseId: 'text',
      DestinationInventorySiteId: 'text',
      DestinationWarehouseId: 'text',
      InventoryQuantity: 'number',
      TransactionDate: 'date',
    },
    insert(row, books) {
      addEntry(row, books, 'InventoryTransferJournalHeaders');
      requireWarehouse(row, books, 'SourceWarehouseId');
      requireWarehouse(row, books, 'DestinationWarehouseId');
      // Units are issued with a minus: they leave the source.
      if (Number(row['InventoryQuantity']) >= 0) throw new Infolog('The quantity of a transfer must be negative.');
    },
  },
];

/** Posts adjustment journals that ask for it and have entries. */
export function postAdjustments(books: Books): void {
  const headers = books.where('InventoryServiceAdjustmentJournalHeaders', { IsPosted: 'No' });
  for (const header of headers) {
    if (header['InventoryServiceJournalExpectedStatus'] !== 'Posted') continue;
    const entries = entriesOf(header, books, 'InventoryServiceAdjustmentJournalEntries');
    if (entries.length === 0 || !entries.every((entry) => isPostable(entry, books))) continue;
    for (const entry of entries) {
      const [site, warehouse] = [String(entry['InventorySiteId']), String(entry['InventoryWarehouseId'])];
      const place = { company: String(entry['dataAreaId']), item: entry, site, warehouse };
      moveStock(books, place, Number(entry['InventoryQuantity']));
    }
    books.change('InventoryServiceAdjustmentJournalHeaders', header, { IsPosted: 'Yes' });
  }
}

/** Posts a transfer journal: units leave one warehouse and arrive at the other. */
export function postTransfer(books: Books, header: Row): void {
  books.atomically(() => {
    if (header['IsPosted'] === 'Yes') return;
    const entries = entriesOf(header, books, 'InventoryTransferJournalEntries');
    if (entries.length === 0) throw new Infolog(`Journal ${header['JournalNumber']} has no lines.`);
    for (const entry of entries) {
      requireOpenDay(entry, books);
      const company = String(entry['dataAreaId']);
      const quantity = Number(entry['InventoryQuantity']);
      for (const [side, sign] of [
        ['Source', 1],
        ['Destination', -1],
      ] as const) {
        const item: Record<string, string> = { ItemNumber: String(entry['ItemNumber']) };
        for (const name of stockDimensions) item[name] = String(entry[`${side}${name}`]);
        const site = String(entry[`${side}InventorySiteId`]);
        const warehouse = String(entry[`${side}WarehouseId`]);
        moveStock(books, { company, item, site, warehouse }, sign * quantity);
      }
    }
    books.change('InventoryTransferJournalHeaders', header, { IsPosted: 'Yes' });
  });
}

/** Stock has a worth in the ledger, so its journals mind the fiscal periods, too. */
function requireOpenDay(entry: Row, books: Books): void {
  requireOpenPeriod(books, String(entry['dataAreaId']), String(entry['TransactionDate']).slice(0, 10));
}

/** A journal that is to post by itself stays unposted where it cannot. */
function isPostable(entry: Row, books: Books): boolean {
  try {
    requireOpenDay(entry, books);
    return true;
  } catch (error) {
    if (error instanceof Infolog) return false;
    throw error;
  }
}

/** The entries of an inventory journal. */
export function entriesOf({ dataAreaId = '', JournalNumber = '' }: Row, books: Books, set: string): readonly Row[] {
  return books.where(set, { dataAreaId, JournalNumber });
}

function openJournal(row: Row, books: Books, prefix: string): void {
  require(row, 'JournalNameId', 'Name');
  if (String(row['Description']).length > 60) throw new Infolog("The value in field 'Description' is too long.");
  row['JournalNumber'] = books.next('inventory-journals', prefix);
}

function addEntry(row: Row, books: Books, headers: string): void {
  const value = String(row['JournalNumber']);
  const match = { dataAreaId: row['dataAreaId'] ?? '', JournalNumber: value };
  const header = requireRelated(books, { set: headers, match, label: 'Journal number', value });
  if (header['IsPosted'] === 'Yes') throw new Infolog(`Journal ${value} is already posted and cannot be changed.`);
  const item = String(row['ItemNumber']);
  requireRelated(books, {
    set: 'ReleasedProductsV2',
    match: { dataAreaId: row['dataAreaId'] ?? '', ItemNumber: item },
    label: 'Item number',
    value: item,
  });
  if (row['InventoryQuantity'] === 0) throw new Infolog("Field 'Quantity' must be filled in.", 'Warning');
}

function requireWarehouse(row: Row, books: Books, field: string): void {
  const value = String(row[field]);
  const match = { dataAreaId: row['dataAreaId'] ?? '', WarehouseId: value };
  requireRelated(books, { set: 'Warehouses', match, label: 'Warehouse', value });
}
