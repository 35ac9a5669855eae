import { z } from 'zod';
import type { NetsuiteConfig } from '../options.ts';
import { Modified, modifiedColumn } from './changed-rows.ts';
import { literals } from './query.ts';

/** Flags of the query service. */
const Flag = z.enum(['T', 'F']).transform((value) => value === 'T');

/** An item as it is selected. */
export const ItemRow = z
  .object({
    id: z.string().regex(/^\d+$/, 'must be an internal id'),
    itemid: z.string().min(1),
    externalid: z.string().optional(),
    itemtype: z.string(),
    subtype: z.string().optional(),
    isinactive: Flag,
    parentname: z.string().optional(),
    modified: Modified,
  })
  .catchall(z.string());

export type ItemRow = z.output<typeof ItemRow>;

/** The columns that the configuration names, under names of our own. */
interface Chosen {
  readonly as: string;
  readonly sql: string;
}

function chosenColumns({ products }: Pick<NetsuiteConfig, 'products'>): readonly Chosen[] {
  // What people see of a value: the name of a list entry, not its id.
  const shown = (as: string, column: string | undefined): readonly Chosen[] =>
    column === undefined ? [] : [{ as, sql: `BUILTIN.DF(i.${column})` }];
  const plain = (as: string, column: string | undefined): readonly Chosen[] =>
    column === undefined ? [] : [{ as, sql: `i.${column}` }];
  return [
    ...plain('name', products.name),
    ...plain('description', products.description),
    ...products.barcodes.flatMap((column, index) => plain(`barcode${String(index)}`, column)),
    ...Object.values(products.options).flatMap((column, index) => shown(`option${String(index)}`, column)),
    ...shown('brand', products.brand),
    ...shown('category', products.category),
    ...shown('taxcategory', products.taxCategory),
    ...plain('unit', products.unit),
  ];
}

/** Items that somebody can buy: those of the listed types, without the parents of a matrix, which are no SKUs. */
export function itemQuery(
  config: Pick<NetsuiteConfig, 'products'>,
  conditions: readonly string[],
  tail: string,
): string {
  const chosen = chosenColumns(config).map(({ as, sql }) => `${sql} AS ${as}`);
  const columns = [
    'i.id, i.itemid, i.externalid, i.itemtype, i.subtype, i.isinactive, p.itemid AS parentname',
    modifiedColumn('i'),
    ...chosen,
  ];
  const sellable = [
    `i.itemtype IN (${literals(Object.keys(config.products.itemTypes))})`,
    "(i.matrixtype IS NULL OR i.matrixtype <> 'PARENT')",
  ];
  return `SELECT ${columns.join(', ')} FROM item i LEFT JOIN item p ON p.id = i.parent
    WHERE ${[...sellable, ...conditions].join(' AND ')} ${tail}`;
}

/** There is no endpoint for all kinds of item: type and subtype choose it. */
const recordTypes: Readonly<Record<string, readonly string[]>> = {
  InvtPart: ['inventoryItem', 'lotNumberedInventoryItem', 'serializedInventoryItem'],
  'NonInvtPart/Sale': ['nonInventorySaleItem'],
  'NonInvtPart/Resale': ['nonInventoryResaleItem'],
  'NonInvtPart/Purchase': ['nonInventoryPurchaseItem'],
  'Service/Sale': ['serviceSaleItem'],
  'Service/Resale': ['serviceResaleItem'],
  'Service/Purchase': ['servicePurchaseItem'],
  'OthCharge/Sale': ['otherChargeSaleItem'],
  'OthCharge/Resale': ['otherChargeResaleItem'],
  'OthCharge/Purchase': ['otherChargePurchaseItem'],
  Assembly: ['assemblyItem'],
  Kit: ['kitItem'],
  Group: ['itemGroup'],
  GiftCert: ['giftCertificateItem'],
};

/** The record types that the item may be of; the first one that has it is the one. */
export function recordTypesOf({ itemtype, subtype }: Pick<ItemRow, 'itemtype' | 'subtype'>): readonly string[] {
  return recordTypes[itemtype] ?? recordTypes[`${itemtype}/${subtype ?? 'Sale'}`] ?? [];
}

const Decimal = z.string().regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/, 'must be a number');

/** A line of the price matrix. Numbers are text. */
export const PriceLine = z.object({
  currencyPage: z.object({ id: z.string() }).optional(),
  priceLevel: z.object({ id: z.string() }),
  quantity: z.object({ value: Decimal }).optional(),
  price: Decimal.optional(),
});

export type PriceLine = z.output<typeof PriceLine>;

/** What an account without price levels keeps in the item itself. */
export const BasePrice = z.object({ basePrice: Decimal.optional() });
