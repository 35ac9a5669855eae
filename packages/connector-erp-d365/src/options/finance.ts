import { z } from 'zod';

const Name = z.string().min(1).max(60);

/** An account with the dimensions of the environment's integration format, `110180-001-022`. */
export const LedgerAccount = z.object({
  type: z.enum(['Ledger', 'Bank', 'Cust']).default('Ledger'),
  value: Name,
});

/** An account of journal entries. */
export const JournalAccount = LedgerAccount.extend({
  /** Customer payment method that its lines carry. */
  method: Name.optional(),
});
export type JournalAccount = z.output<typeof JournalAccount>;

/** A dimension of journal lines. */
const Dimension = z.object({
  /** Our name: `location` for where a line belongs, others as the entry's `dimensions` name them. */
  of: z.string().min(1),
  /** Name of the financial dimension there, `BusinessUnit`. */
  name: Name,
  /** Our values as they are called there. Without it they are called the same. */
  values: z.record(z.string().min(1), Name).optional(),
});

/**
 * Financial dimensions in the order of the environment's integration format for account structures: the first one is the segment after the main
 * account. An account that names a segment itself (`110180-001`) keeps it where a line has no value.
 */
export const Dimensions = z.array(Dimension).default([]);
export type Dimensions = z.output<typeof Dimensions>;

const orderFields = ['ref', 'number', 'purchaseOrder', 'channel', 'location', 'businessDate'] as const;
const lineFields = ['sku', 'line', 'location'] as const;
const journalFields = ['ref', 'memo', 'entity', 'businessDate'] as const;

/** Beginnings of fields that the connector writes itself, or that say whose a row is. */
const own = {
  order:
    /^(?:dataAreaId|SalesOrder|OrderingCustomer|CurrencyCode$|CustomersOrderReference$|CustomerRequisition|Requested|DefaultShipping|ArePrices|SkipCreate|SalesTax|IsDelivery|DeliveryAddress)/,
  line: /^(?:dataAreaId|SalesOrderNumber$|InventoryLotId$|Item|Product|Ordered|SalesPrice$|LineAmount$|CalculateLine|OrderLineReference$|ExternalItem|CustomersLine|Shipping|SalesTax|SalesDeliver)/,
  journal: /^(?:dataAreaId|Journal|Description$|IsPosted$)/,
} as const;

const fieldsOf = <const T extends readonly [string, ...string[]]>(sources: T, ours: RegExp) =>
  z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_]\w{0,79}$/, 'must be the name of a field')
        .refine((name) => !ours.test(name), 'is a field that the connector writes itself'),
      z.enum(sources),
    )
    .default({});

/** Fields that the environment's developers added to the entities, by their name there: what goes into each. Texts only. */
export const CustomFields = z
  .object({
    /** Of sales order headers, `SalesOrderHeadersV4`. */
    order: fieldsOf(orderFields, own.order),
    /** Of sales order lines, `SalesOrderLinesV3`. */
    line: fieldsOf(lineFields, own.line),
    /** Of general journal headers, `LedgerJournalHeaders`. */
    journal: fieldsOf(journalFields, own.journal),
  })
  .prefault({});

/** The entity set that each table of custom fields is of. */
export const customFieldSets = {
  order: 'SalesOrderHeadersV4',
  line: 'SalesOrderLinesV3',
  journal: 'LedgerJournalHeaders',
} as const;

/** Number sequences that are looked at when the service starts. */
export const NumberSequences = z
  .object({
    /** Of sales orders: with `orderNumbers: 'manual'` it must let callers number. */
    orders: Name.optional(),
    /** Of customers: `upsertCustomer` numbers them. */
    customers: Name.optional(),
  })
  .prefault({});
