/**
 * The record types that the model knows, with their fields as SuiteTalk REST names them. It knows fewer fields than a
 * real account and is strict about the rest: a field that is not listed here is an unknown field name.
 *
 * @module
 */
import { documentTypes } from './document-types.ts';
import { all, common, type Fields, readOnly, references, stamps } from './fields.ts';
import type { RecordType } from './record-type.ts';

export type { Field, FieldKind } from './fields.ts';
export type { RecordGroup, RecordType } from './record-type.ts';

const itemBody: Fields = {
  ...common,
  ...stamps,
  ...all('text', 'itemId displayName upcCode'),
  ...all('boolean', 'isInactive'),
  ...all('number', 'basePrice cost'),
  ...all('reference', 'incomeAccount saleUnit'),
  ...references({ parent: 'item' }),
  ...readOnly(all('text', 'matrixType')),
};

/** The price matrix: a price for each currency, level and quantity. */
const priceLine: Fields = {
  ...all('reference', 'currencyPage priceLevel'),
  ...all('object', 'quantity'),
  ...all('number', 'line price'),
};

const itemType = (label: string): RecordType => ({
  group: 'item',
  label,
  fields: itemBody,
  sublists: { price: priceLine },
  required: { itemId: 'Item Name/Number' },
  hasExternalId: true,
});

const itemKind = <const Q extends string>(
  label: string,
  queryType: Q,
  fulfillable: boolean,
  subtype: string | null = null,
) => ({
  record: itemType(label),
  queryType,
  subtype,
  fulfillable,
});

/** Every kind of item the model knows; there is no `/item` endpoint for all of them. */
export const itemTypes = {
  inventoryItem: itemKind('Inventory Item', 'InvtPart', true),
  lotNumberedInventoryItem: itemKind('Lot Numbered Inventory Item', 'InvtPart', true),
  nonInventorySaleItem: itemKind('Non-inventory Item', 'NonInvtPart', true, 'Sale'),
  nonInventoryResaleItem: itemKind('Non-inventory Item', 'NonInvtPart', true, 'Resale'),
  serviceSaleItem: itemKind('Service', 'Service', false, 'Sale'),
  otherChargeSaleItem: itemKind('Other Charge', 'OthCharge', false, 'Sale'),
  kitItem: itemKind('Kit', 'Kit', true),
  giftCertificateItem: itemKind('Gift Certificate', 'GiftCert', false),
  discountItem: itemKind('Discount', 'Discount', false),
} as const;

export type ItemTypeName = keyof typeof itemTypes;

export function isItemType(type: string): type is ItemTypeName {
  return type in itemTypes;
}

const items = Object.fromEntries(Object.entries(itemTypes).map(([name, { record }]) => [name, record]));

export const recordTypes: Readonly<Record<string, RecordType>> = {
  ...documentTypes,
  customer: {
    group: 'entity',
    label: 'Customer',
    fields: {
      ...common,
      ...stamps,
      ...all('text', 'entityId companyName firstName lastName email phone vatRegNumber comments'),
      ...all('boolean', 'isPerson isInactive'),
      ...references({ subsidiary: 'subsidiary', currency: 'currency' }),
    },
    sublists: {
      addressBook: {
        ...all('number', 'line'),
        ...all('text', 'label'),
        ...all('boolean', 'defaultBilling defaultShipping'),
        ...all('object', 'addressBookAddress'),
      },
    },
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
