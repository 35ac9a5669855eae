import { type Books, dialog, type EntitySet, noId, Refusal, type Row } from '../entity-model.ts';
import { stockOf } from '../stock.ts';

const text = (length: number) => ({ text: length }) as const;
const code = (length: number) => ({ code: length }) as const;
const modified = { lastModifiedDateTime: 'datetime' } as const;

/** A number of the caller's own, where the series allows it, or the next one. */
function numbered(set: string, series: string, row: Row, books: Books): Row {
  const given = String(row['number']);
  if (given === '') return { ...row, number: books.next(series) };
  if (!books.settings.manualNumbers) {
    throw dialog(
      `You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series ${series}.`,
    );
  }
  if (books.find(set, { number: given })) {
    throw new Refusal(
      'Internal_EntityWithSameKeyExists',
      `The ${set} already exists. Identification fields and values: No.='${given}'`,
    );
  }
  return { ...row, number: given };
}

const customers: EntitySet = {
  name: 'customers',
  writable: true,
  fields: {
    number: code(20),
    displayName: text(100),
    type: { enum: ['Company', 'Person'] },
    addressLine1: text(100),
    addressLine2: text(50),
    city: text(30),
    state: text(30),
    country: code(10),
    postalCode: code(20),
    phoneNumber: text(30),
    email: text(80),
    taxRegistrationNumber: text(20),
    currencyCode: code(10),
    blocked: { enum: [' ', 'Ship', 'Invoice', 'All'] },
    ...modified,
  },
  readOnly: ['lastModifiedDateTime'],
  insert: (row, books) => numbered('customers', 'C', row, books),
};

const items: EntitySet = {
  name: 'items',
  writable: true,
  fields: {
    number: code(20),
    displayName: text(100),
    type: { enum: ['Inventory', 'Service', 'Non-Inventory'] },
    itemCategoryCode: code(20),
    blocked: 'boolean',
    gtin: text(14),
    inventory: 'decimal',
    unitPrice: 'decimal',
    priceIncludesTax: 'boolean',
    unitCost: 'decimal',
    taxGroupCode: code(20),
    baseUnitOfMeasureCode: code(10),
    generalProductPostingGroupCode: code(20),
    inventoryPostingGroupCode: code(20),
    ...modified,
  },
  readOnly: ['inventory', 'lastModifiedDateTime'],
  insert: (row, books) => numbered('items', 'I', row, books),
  view: (row, books) => ({ inventory: stockOf(books, { itemNumber: String(row['number']) }) }),
};

const itemVariants: EntitySet = {
  name: 'itemVariants',
  writable: true,
  fields: { itemId: 'guid', itemNumber: code(20), code: code(10), description: text(100) },
  insert(row, books) {
    const { itemId, itemNumber } = row;
    const item =
      itemId === noId ? books.find('items', { number: itemNumber ?? '' }) : books.find('items', { id: itemId ?? '' });
    if (!item) throw dialog('The "itemNumber" does not match to an Item.');
    if (row['code'] === '')
      throw new Refusal('BadRequest_RequiredParamNotProvided', "Field 'code' must not be blank or empty.");
    const whole = { ...row, itemId: item['id'] ?? noId, itemNumber: item['number'] ?? '' };
    if (books.find('itemVariants', { itemId: whole.itemId, code: row['code'] ?? '' }))
      throw new Refusal('Internal_EntityWithSameKeyExists', 'The Item Variant already exists.');
    return whole;
  },
};

const locations: EntitySet = {
  name: 'locations',
  writable: true,
  fields: { code: code(10), displayName: text(100), ...modified },
};
const accounts: EntitySet = {
  name: 'accounts',
  writable: false,
  fields: { number: code(20), displayName: text(100), blocked: 'boolean', directPosting: 'boolean', ...modified },
};
const bankAccounts: EntitySet = {
  name: 'bankAccounts',
  writable: true,
  fields: { number: code(20), displayName: text(100), blocked: 'boolean', ...modified },
};

const currencies: EntitySet = {
  name: 'currencies',
  writable: false,
  fields: {
    code: code(10),
    displayName: text(100),
    symbol: text(10),
    amountDecimalPlaces: text(5),
    amountRoundingPrecision: 'decimal',
    ...modified,
  },
};

const extensions: EntitySet = {
  name: 'extensions',
  api: 'microsoft/automation/v2.0',
  writable: false,
  fields: { displayName: text(250), publisher: text(250), isInstalled: 'boolean' },
};

export const masterData: readonly EntitySet[] = [
  customers,
  items,
  itemVariants,
  locations,
  accounts,
  bankAccounts,
  currencies,
  extensions,
];
