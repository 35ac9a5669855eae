import { Charge, isTimeZone, Tender } from '@crossdock/core';
import { z } from 'zod';
import { bulkFields } from './bulk.ts';
import { catalogFields } from './catalog.ts';
import { EntraApp } from '../entra/credentials.ts';
import { Events, Span } from './events.ts';
import { CustomFields, Dimensions, JournalAccount, LedgerAccount, NumberSequences } from './finance.ts';
import { Tills } from './tills.ts';

const Name = z.string().min(1).max(60);

/** Where goods lie: a site is mandatory on every line. */
const Place = z.object({ site: Name, warehouse: Name.optional() });

/** An item as the environment has it: the number alone, or the dimensions that tell a variant from the others. */
const Item = z.union([
  Name.transform((item) => ({ item })),
  z.object({
    item: Name,
    configuration: z.string().optional(),
    size: z.string().optional(),
    colour: z.string().optional(),
    style: z.string().optional(),
    version: z.string().optional(),
  }),
]);
export type ItemAt = z.output<typeof Item>;

const Items = z.object({
  /**
   * What a SKU is: an item number, or the number of a product variant, which is looked up.
   *
   * @default 'item-number'
   */
  by: z.enum(['item-number', 'variant-number']).default('item-number'),
  /** SKUs that are named differently in the environment. */
  overrides: z.record(z.string(), Item).default({}),
  /** Service items of charges: OData cannot write charges of an order, so each is a line. Kinds that are not named are refused. */
  charges: z.partialRecord(Charge.shape.kind, Item).default({}),
  /** Item of gift cards that are sold: its posting profile makes them a liability. */
  giftCard: Item.optional(),
  /** Item of cash rounding. */
  rounding: Item.optional(),
});

/** How the tax of an order gets into the books. */
const Tax = z.discriminatedUnion('mode', [
  z.object({
    /** All tax of an order is a line of a service item; nothing is computed again. */
    mode: z.literal('tax-item'),
    item: Item,
  }),
  z.object({
    /** The environment computes it from tax groups. An order that does not come to its total then is refused by name. */
    mode: z.literal('groups'),
    group: Name,
    /** @default the item's own */
    itemGroup: Name.optional(),
  }),
]);

/** What posts documents, since OData does not. */
const Posting = z.discriminatedUnion('by', [
  z.object({
    /** The X++ service of the package's `xpp/` folder (or one that keeps its contract): posts when asked, once for each reference. */
    by: z.literal('service'),
    /** @default 'CrossdockServices' */
    group: Name.default('CrossdockServices'),
    /** @default 'CrossdockPosting' */
    service: Name.default('CrossdockPosting'),
    /**
     * Whether the service was taught to invoice one packing slip by itself. Without it an invoice bills all that was delivered.
     *
     * @default false
     */
    invoicesParcels: z.boolean().default(false),
  }),
  z.object({
    /** Batch jobs of the environment: what is asked waits until they have done it. Whole orders only. */
    by: z.literal('batch'),
  }),
]);

/** What a user gives to the Finance & Operations connector. */
export const D365Options = z
  .object({
    /** Address of the environment, `https://contoso.operations.dynamics.com`. */
    url: z.url().transform((url) => url.replace(/\/+$/, '')),
    ...EntraApp.shape,
    /** Legal entity that documents are kept in, `usmf`. The app's own company does not matter. */
    company: z
      .string()
      .regex(/^[A-Za-z0-9]{1,4}$/, 'must be a legal entity of at most four letters and digits')
      .transform((id) => id.toLowerCase()),
    /** Customer account of orders. */
    customer: Name,
    /** Our location codes. */
    locations: z.record(z.string().min(1), Place).default({}),
    /** Location of orders and lines that name none. */
    defaultLocation: z.string().min(1).optional(),
    items: Items.prefault({}),
    ...catalogFields,
    ...bulkFields,
    tax: Tax,
    /**
     * Who numbers orders: the environment, or we (`manual`, the number sequence must allow it; then an order and its lines are
     * one atomic write).
     *
     * @default 'automatic'
     */
    orderNumbers: z.enum(['automatic', 'manual']).default('automatic'),
    /**
     * Put before our own order numbers, and before references of journals. Two installations that write into one company need
     * two prefixes.
     *
     * @default 'CD'
     */
    prefix: z
      .string()
      .regex(/^[A-Z0-9]{1,6}$/, 'must be 1 to 6 capital letters and digits')
      .default('CD'),
    /** @default `{ by: 'service' }` */
    posting: Posting.prefault({ by: 'service' }),
    customers: z
      .object({
        /** Customer group of those that are made. */
        group: Name.optional(),
        /** Their sales currency. @default 'USD' */
        currency: z.string().length(3).default('USD'),
        /**
         * How often all of them are told as `customer.changed`: the platform does not tell which changed. Each is told once a day, and when it is
         * another than before.
         *
         * @default never
         */
        every: Span.optional(),
      })
      .prefault({}),
    returns: z
      .object({
        /** Service item of money that goes back without goods: damaged or kept by the buyer, and goodwill. */
        item: Item.optional(),
      })
      .default({}),
    journals: z
      .object({
        /** Journal name of general journals, of type *Daily*. */
        ledger: Name.optional(),
        /** Journal name of customer payments, of type *Customer payment*. */
        payments: Name.optional(),
        /** Journal name of inventory adjustments. */
        adjustments: Name.optional(),
        /** Journal name of inventory transfers. */
        transfers: Name.optional(),
        /** Trade agreement journal name of prices that are published. */
        prices: Name.optional(),
      })
      .default({}),
    /** Accounts as journal entries name them. */
    accounts: z.record(z.string().min(1), JournalAccount).default({}),
    dimensions: Dimensions,
    /** How journal entries call this company, beside its own id. */
    entities: z.array(z.string().min(1)).default([]),
    events: Events,
    customFields: CustomFields,
    numberSequences: NumberSequences,
    /** How money of each kind of payment is booked. Kinds that are not named are refused. */
    payments: z
      .partialRecord(Tender.shape.kind, z.object({ method: Name.optional(), offset: LedgerAccount }))
      .default({}),
    /** What becomes of sales and returns at tills. Without it they are sales orders and return orders like all others. */
    tills: Tills.optional(),
    /** Origin code of orders, `Shopify`. */
    originCode: z.string().max(20).optional(),
    /**
     * What happens to a document whose period is closed: it waits until one is open, goes to the next open day, or is refused.
     *
     * @default 'hold'
     */
    closedPeriod: z.enum(['hold', 'next-open-day', 'reject']).default('hold'),
    /** Zone in which an instant becomes a day, for documents without a business date. @default 'UTC' */
    timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like America/Chicago').default('UTC'),
    /** Requests in flight at once. @default 4 */
    concurrency: z.int().min(1).max(16).default(4),
    /** Longest wait for one answer, in milliseconds. @default 120_000 */
    timeoutMs: z.int().positive().max(300_000).default(120_000),
  })
  .superRefine(({ events, originCode }, context) => {
    if (originCode !== undefined || (events.push === undefined && !events.of.includes('invoices'))) return;
    context.addIssue({
      code: 'custom',
      path: ['originCode'],
      message: 'tells our invoices from others, which events need',
    });
  })
  .superRefine(({ tills, locations }, context) => {
    if (tills?.as !== 'transactions') return;
    for (const code of Object.keys(tills.stores)) {
      if (locations[code] !== undefined) continue;
      context.addIssue({ code: 'custom', path: ['tills', 'stores', code], message: 'is not among the locations' });
    }
  })
  .superRefine(({ defaultLocation, locations }, context) => {
    if (defaultLocation === undefined || locations[defaultLocation] !== undefined) return;
    context.addIssue({ code: 'custom', path: ['defaultLocation'], message: 'is not among the locations' });
  });

/** The options, resolved. */
export type D365Config = z.output<typeof D365Options>;

/** What a user gives. */
export type D365Settings = z.input<typeof D365Options>;
