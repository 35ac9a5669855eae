/**
 * The record types that the model knows, with their fields as SuiteTalk REST names them. It knows fewer fields than a
 * real account and is strict about the rest: a field that is not listed here is an unknown field name.
 *
 * @module
 */

export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'enumeration' | 'reference' | 'object';

export interface Field {
  readonly kind: FieldKind;
  /** Type of the record that a reference must name; without it any id is taken. `item` stands for every kind of item. */
  readonly refersTo?: string;
  readonly readOnly?: true;
}

type Fields = Readonly<Record<string, Field>>;

/** External ids are unique inside a group, not inside a type, and without regard to case. */
export type RecordGroup = 'transaction' | 'entity' | 'item' | 'location' | 'subsidiary' | 'accountingPeriod';

export interface RecordType {
  readonly group: RecordGroup;
  readonly label: string;
  readonly fields: Fields;
  readonly sublists: Readonly<Record<string, Fields>>;
  /** Field and label, as the platform asks for it: "Please enter value(s) for: Customer". */
  readonly required: Readonly<Record<string, string>>;
  readonly hasExternalId: boolean;
  /** `type` in SuiteQL's transaction table. */
  readonly queryType?: string;
  /** Prefix of the document number. */
  readonly numberPrefix?: string;
}

function all(kind: FieldKind, names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind }]));
}

function references(targets: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(
    Object.entries(targets).map(([name, refersTo]) => [name, { kind: 'reference' as const, refersTo }]),
  );
}

function readOnly(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, readOnly: true as const }]),
  );
}

const common: Fields = { ...all('text', 'externalId'), ...readOnly(all('text', 'id')) };

const stamps: Fields = readOnly(all('instant', 'createdDate lastModifiedDate'));

const transactionBody: Fields = {
  ...common,
  ...stamps,
  ...all('date', 'tranDate'),
  ...all('text', 'memo tranId'),
  ...all('number', 'exchangeRate'),
  ...references({ subsidiary: 'subsidiary', currency: 'currency', location: 'location' }),
  ...all('reference', 'department class customForm'),
  ...readOnly(all('enumeration', 'status')),
  ...readOnly(references({ createdFrom: 'transaction' })),
};

const salesBody: Fields = {
  ...transactionBody,
  ...references({ entity: 'customer' }),
  ...all('text', 'otherRefNum email'),
  ...all('boolean', 'toBeEmailed taxDetailsOverride shipComplete'),
  ...all('number', 'shippingCost handlingCost'),
  ...all('date', 'shipDate'),
  ...all('reference', 'shipMethod terms paymentOption salesChannel'),
  ...all('object', 'billingAddress shippingAddress'),
  ...readOnly(all('number', 'subtotal taxTotal total')),
};

const salesLine: Fields = {
  ...all('number', 'line orderLine quantity rate amount taxRate1 tax1Amt grossAmt'),
  ...references({ item: 'item', location: 'location', inventoryLocation: 'location' }),
  ...all('reference', 'price taxCode units department class'),
  ...all('text', 'description taxDetailsReference'),
  ...all('boolean', 'isClosed'),
  ...all('enumeration', 'commitInventory itemFulfillmentChoice'),
  ...readOnly(all('number', 'quantityFulfilled quantityBilled quantityCommitted quantityBackOrdered')),
};

const taxDetail: Fields = {
  ...all('text', 'taxDetailsReference'),
  ...all('reference', 'taxType taxCode'),
  ...all('number', 'taxBasis taxRate taxAmount'),
};

const postingBody: Fields = references({ postingPeriod: 'accountingPeriod' });

const salesSublists = { item: salesLine, taxDetails: taxDetail };

const itemBody: Fields = {
  ...common,
  ...stamps,
  ...all('text', 'itemId displayName upcCode'),
  ...all('boolean', 'isInactive'),
  ...all('number', 'basePrice cost'),
  ...all('reference', 'incomeAccount'),
};

const itemType = (label: string): RecordType => ({
  group: 'item',
  label,
  fields: itemBody,
  sublists: {},
  required: { itemId: 'Item Name/Number' },
  hasExternalId: true,
});

/** Every kind of item the model knows; there is no `/item` endpoint for all of them. */
export const itemTypes = {
  inventoryItem: { record: itemType('Inventory Item'), queryType: 'InvtPart', fulfillable: true },
  nonInventorySaleItem: { record: itemType('Non-inventory Item'), queryType: 'NonInvtPart', fulfillable: true },
  serviceSaleItem: { record: itemType('Service'), queryType: 'Service', fulfillable: false },
  otherChargeSaleItem: { record: itemType('Other Charge'), queryType: 'OthCharge', fulfillable: false },
  giftCertificateItem: { record: itemType('Gift Certificate'), queryType: 'GiftCert', fulfillable: false },
  discountItem: { record: itemType('Discount'), queryType: 'Discount', fulfillable: false },
} as const;

export type ItemTypeName = keyof typeof itemTypes;

export function isItemType(type: string): type is ItemTypeName {
  return type in itemTypes;
}

const items = Object.fromEntries(Object.entries(itemTypes).map(([name, { record }]) => [name, record]));

export const recordTypes: Readonly<Record<string, RecordType>> = {
  salesOrder: {
    group: 'transaction',
    label: 'Sales Order',
    fields: { ...salesBody, ...all('enumeration', 'orderStatus') },
    sublists: salesSublists,
    required: { entity: 'Customer' },
    hasExternalId: true,
    queryType: 'SalesOrd',
    numberPrefix: 'SO',
  },
  cashSale: {
    group: 'transaction',
    label: 'Cash Sale',
    fields: { ...salesBody, ...postingBody, ...all('reference', 'account'), ...all('boolean', 'undepFunds') },
    sublists: salesSublists,
    required: { entity: 'Customer', location: 'Location' },
    hasExternalId: true,
    queryType: 'CashSale',
    numberPrefix: 'CS',
  },
  invoice: {
    group: 'transaction',
    label: 'Invoice',
    fields: { ...salesBody, ...postingBody, ...all('date', 'dueDate'), ...all('enumeration', 'approvalStatus') },
    sublists: salesSublists,
    required: { entity: 'Customer' },
    hasExternalId: true,
    queryType: 'CustInvc',
    numberPrefix: 'INV',
  },
  itemFulfillment: {
    group: 'transaction',
    label: 'Item Fulfillment',
    fields: {
      ...transactionBody,
      ...postingBody,
      ...references({ inventoryLocation: 'location' }),
      ...all('enumeration', 'shipStatus'),
      ...all('date', 'shippedDate'),
      ...readOnly(references({ entity: 'customer' })),
    },
    sublists: {
      item: {
        ...all('number', 'orderLine quantity line'),
        ...all('boolean', 'itemreceive'),
        ...references({ location: 'location' }),
        ...readOnly(references({ item: 'item' })),
      },
      package: { ...all('text', 'packageTrackingNumber packageDescr'), ...all('number', 'packageWeight') },
    },
    required: {},
    hasExternalId: true,
    queryType: 'ItemShip',
    numberPrefix: 'IF',
  },
  journalEntry: {
    group: 'transaction',
    label: 'Journal Entry',
    fields: { ...transactionBody, ...postingBody },
    sublists: {
      line: {
        ...all('number', 'line debit credit'),
        ...all('text', 'memo'),
        ...all('reference', 'account department class'),
        ...references({ entity: 'customer', location: 'location' }),
      },
    },
    required: {},
    hasExternalId: true,
    queryType: 'Journal',
    numberPrefix: 'JE',
  },
  customer: {
    group: 'entity',
    label: 'Customer',
    fields: {
      ...common,
      ...stamps,
      ...all('text', 'entityId companyName firstName lastName email phone comments'),
      ...all('boolean', 'isPerson isInactive'),
      ...references({ subsidiary: 'subsidiary', currency: 'currency' }),
    },
    sublists: {},
    required: {},
    hasExternalId: true,
  },
  ...items,
  location: {
    group: 'location',
    label: 'Location',
    fields: {
      ...common,
      ...all('text', 'name'),
      ...all('boolean', 'isInactive'),
      ...references({ subsidiary: 'subsidiary' }),
    },
    sublists: {},
    required: { name: 'Name' },
    hasExternalId: true,
  },
  subsidiary: {
    group: 'subsidiary',
    label: 'Subsidiary',
    fields: {
      ...common,
      ...all('text', 'name'),
      ...all('boolean', 'isInactive'),
      ...references({ currency: 'currency' }),
    },
    sublists: {},
    required: { name: 'Name' },
    hasExternalId: true,
  },
  accountingPeriod: {
    group: 'accountingPeriod',
    label: 'Accounting Period',
    fields: {
      ...readOnly(all('text', 'id')),
      ...all('text', 'periodName'),
      ...all('date', 'startDate endDate'),
      ...all('boolean', 'closed arLocked apLocked allLocked isPosting isAdjust isQuarter isYear'),
    },
    sublists: {},
    required: { periodName: 'Period Name' },
    hasExternalId: false,
  },
};
