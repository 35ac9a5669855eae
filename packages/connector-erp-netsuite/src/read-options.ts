import { isTimeZone, secret } from '@crossdock/core';
import { z } from 'zod';

/** A column of a table of SuiteQL, or a custom field: `upccode`, `custitem_size`. */
const Column = z.string().regex(/^[a-z]\w{0,63}$/i, 'must be the name of a column');

const InternalId = z.union([z.string().regex(/^-?\d+$/, 'must be an internal id'), z.int()]).transform(String);

/** What items of NetSuite are to others, by `itemtype`. Items of other types are not products. */
const itemTypes = {
  InvtPart: 'goods',
  NonInvtPart: 'goods',
  Assembly: 'goods',
  Kit: 'bundle',
  Group: 'bundle',
  Service: 'service',
  GiftCert: 'gift-card',
} as const;

const Products = z.object({
  /** What items are, by their `itemtype`. Items of types that are not listed are not told as products. */
  itemTypes: z
    .record(z.string().regex(/^\w+$/), z.enum(['goods', 'gift-card', 'service', 'bundle']))
    .default(itemTypes),
  /**
   * Column with the name that buyers read. An item without it is named by its item name.
   *
   * @default 'displayname'
   */
  name: Column.default('displayname'),
  description: Column.optional(),
  /** Columns with barcodes. @default ['upccode'] */
  barcodes: z.array(Column).default(['upccode']),
  /** What tells the variants of a matrix item apart: `{ size: 'custitem_size' }`. */
  options: z.record(z.string().min(1), Column).default({}),
  brand: Column.optional(),
  category: Column.optional(),
  taxCategory: Column.optional(),
  /** Column with the unit that an item is sold in; its values are those of `units`. Without it, everything is sold by the piece. */
  unit: Column.optional(),
});

const PriceList = z.object({
  /** Price level. */
  level: InternalId,
  /** The price of so many units or more. @default 0 */
  quantity: z.number().nonnegative().default(0),
});

const Prices = z.object({
  /**
   * Where prices are: in the price matrix of the item, or, in accounts without price levels, in its field `basePrice`.
   *
   * @default 'matrix'
   */
  from: z.enum(['matrix', 'base-price']).default('matrix'),
  /** Price level of the base price. @default '1' */
  base: PriceList.prefault({ level: '1' }),
  /** Further price lists: a price level each, and for a quantity break the least quantity. */
  lists: z.record(z.string().min(1), PriceList).default({}),
  /** Whether prices of this account have their tax in them. @default false */
  taxIncluded: z.boolean().default(false),
});

/** What an account tells changes of. */
const changingThings = ['products', 'prices', 'customers', 'postings'] as const;

const Changes = z.object({
  /**
   * What is asked for. Prices cost a request for every item that changed; what no flow waits for may be left out.
   *
   * @default all of it
   */
  of: z.array(z.enum(changingThings)).default([...changingThings]),
  /** How often the account is asked what changed. @default '5m' */
  every: z.templateLiteral([z.number().positive(), z.enum(['s', 'm', 'h', 'd'])]).default('5m'),
  /**
   * How far each question reaches back into the one before it: times of the query service are those of a user, to the
   * second.
   *
   * @default '1h'
   */
  overlap: z.templateLiteral([z.number().positive(), z.enum(['s', 'm', 'h', 'd'])]).default('1h'),
  /**
   * IANA zone in which the user of the integration sees times. The check at start compares it with the account.
   *
   * @default 'UTC'
   */
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like Europe/Zurich').default('UTC'),
});

const Push = z.object({
  /** Secrets that the script of the account may sign with: the present one and, during a rotation, the one before. */
  secrets: z.array(secret()).min(1),
  /**
   * How old a delivery may be, in milliseconds.
   *
   * @default 300_000
   */
  toleranceMs: z.int().positive().max(3_600_000).default(300_000),
});

/** What is read out of the account, and how it tells that something changed. */
export const readFields = {
  products: Products.prefault({}),
  prices: Prices.prefault({}),
  /** Columns of customers that accounts keep in different places. */
  customerColumns: z.object({ taxId: Column.optional() }).prefault({}),
  changes: Changes.prefault({}),
  /** Takes what the script in `suitescript/` pushes. Without it, changes are found by asking. */
  push: Push.optional(),
};
