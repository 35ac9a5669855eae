import { Charge, isCurrency, isTimeZone, secret, Tender } from '@crossdock/core';
import { z } from 'zod';
import { EntraApp } from '../entra/credentials.ts';

const Number20 = z.string().min(1).max(20);
const Code10 = z.string().min(1).max(10);
const Span = z.templateLiteral([z.number().positive(), z.enum(['s', 'm', 'h', 'd'])]);

/** What a line sells: an item, one of its variants, or (for what is no goods) an account of the general ledger. */
const Sold = z.union([
  Number20.transform((item) => ({ item })),
  z.strictObject({ item: Number20, variant: Code10.optional() }),
  z.strictObject({ account: Number20 }),
]);
export type SoldAs = z.output<typeof Sold>;

/** How the tax of a document gets into the books. */
const Tax = z.discriminatedUnion('mode', [
  z.object({
    /** All tax of a document is one line; the others carry a tax code for which nothing is computed. */
    mode: z.literal('tax-line'),
    line: Sold,
    /** Tax code of every line that is sent. @default the item's own */
    taxCode: z.string().min(1).max(20).optional(),
  }),
  z.object({
    /** The company computes it. A document that does not come to its total then is taken back and refused by name. */
    mode: z.literal('computed'),
    /** Tax code of lines without tax. @default the item's own */
    exemptTaxCode: z.string().min(1).max(20).optional(),
  }),
]);

/** An account that a journal books to. */
const Account = z.object({
  type: z.enum(['G/L Account', 'Bank Account', 'Customer']).default('G/L Account'),
  number: Number20,
  /** Dimension values by dimension code: `{ DEPARTMENT: 'SALES' }`. */
  dimensions: z.record(z.string().min(1), z.string().min(1)).default({}),
});
export type BookedTo = z.output<typeof Account>;

/** How money of one kind of payment is booked. */
const Payment = z.union([
  z.strictObject({
    /** Code of a customer payment journal whose balancing account is that of the means. The API cannot post it: it is posted there. */
    journal: Code10,
  }),
  z.strictObject({
    /** Balancing account in a general journal, which is posted at once. */
    account: Account,
  }),
]);
export type PaymentBooking = z.output<typeof Payment>;

/** Where stock is read. The standard API tells the stock of an item in all locations together, and changes none. */
const Inventory = z.discriminatedUnion('by', [
  z.object({
    /** The whole stock of the company is one of our locations. It can be read only. */
    by: z.literal('item'),
    location: z.string().min(1),
  }),
  z.object({
    /** The API pages of the package's `al/` folder: stock of each location, and once-only changes of it. */
    by: z.literal('extension'),
  }),
]);

/** What a user gives to the Business Central connector. */
export const BusinessCentralOptions = z
  .object({
    ...EntraApp.shape,
    /** @default 'https://api.businesscentral.dynamics.com' */
    url: z
      .url()
      .default('https://api.businesscentral.dynamics.com')
      .transform((url) => url.replace(/\/+$/, '')),
    /** Name of the environment, `Production`. */
    environment: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of an environment'),
    /** Id of the company: `GET companies` lists them. */
    company: z.guid().transform((id) => id.toLowerCase()),
    /** Currency of the company's ledger. Prices and journals are in it. */
    currency: z.string().refine(isCurrency, 'must be an ISO 4217 code'),
    /**
     * Code of each other currency that orders and returns may be in, `{ EUR: 'EUR' }`. The company has to have exchange rates of it. Documents
     * in others are refused.
     */
    currencies: z.record(z.string().refine(isCurrency, 'must be an ISO 4217 code'), Code10).default({}),
    /** Number of the customer whom sales are billed to. */
    customer: Number20,
    /** Location code of each of our locations. */
    locations: z.record(z.string().min(1), Code10).default({}),
    /** Location of documents that name none. */
    defaultLocation: z.string().min(1).optional(),
    items: z
      .object({
        /** SKUs that are named differently in the company. The others are item numbers. */
        overrides: z.record(z.string(), Sold).default({}),
        /**
         * Makes variants of items products of their own: the SKU is the number of the item, the separator and the code of the variant, so
         * `PARKA.RED` is RED of PARKA. Choose a separator that stands in no item number and in no code; a SKU that is an item number stays that item.
         * Without it only `overrides` name variants.
         */
        variants: z
          .strictObject({ separator: z.string().regex(/^[^\sA-Za-z0-9]{1,3}$/, 'must be one to three signs') })
          .optional(),
        /** What charges are booked as. Kinds that are not named are refused. */
        charges: z.partialRecord(Charge.shape.kind, Sold).default({}),
        /** What a gift card that is sold is: a liability. */
        giftCard: Sold.optional(),
        /** Cash rounding. */
        rounding: Sold.optional(),
      })
      .prefault({}),
    tax: Tax,
    /** What money that goes back without goods is booked as: damaged or kept by the buyer, and goodwill. */
    returns: z.object({ line: Sold.optional() }).default({}),
    /**
     * Begins our numbers of customers and journal documents. Two installations that write into one company need two.
     *
     * @default 'CD'
     */
    prefix: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{0,2}$/, 'must be 1 to 3 capital letters and digits, beginning with a letter')
      .default('CD'),
    /** Accounts as journal entries name them. */
    accounts: z.record(z.string().min(1), Account).default({}),
    /** How money of each kind of payment is booked. Kinds that are not named are refused. */
    payments: z.partialRecord(Tender.shape.kind, Payment).default({}),
    inventory: Inventory.optional(),
    /** What a product that is made needs beside what it carries. */
    products: z
      .object({
        baseUnitOfMeasureCode: Code10.optional(),
        inventoryPostingGroupCode: z.string().min(1).max(20).optional(),
        generalProductPostingGroupCode: z.string().min(1).max(20).optional(),
        taxGroupCode: z.string().min(1).max(20).optional(),
      })
      .default({}),
    /**
     * Whether a parcel is marked and posted in one transaction. `false` sends the posting after its mark, for environments that take no
     * actions in a batch.
     *
     * @default true
     */
    atomicPosting: z.boolean().default(true),
    /**
     * Whether orders and credit memos are claimed before they are made, by an empty general journal that goes in the transaction that makes
     * them. The API numbers them itself and checks no reference, so without it two processes that make one at the same moment make two.
     *
     * @default true
     */
    claims: z.boolean().default(true),
    /**
     * What happens to a document whose date cannot be posted on: it waits, goes to the next open day, or is refused.
     *
     * @default 'hold'
     */
    closedPeriod: z.enum(['hold', 'next-open-day', 'reject']).default('hold'),
    /** News of products, prices and customers. */
    changes: z
      .object({
        /** How often changes are asked for. @default '15m' */
        every: Span.default('15m'),
        /** How far each question reaches back. @default '10m' */
        overlap: Span.default('10m'),
      })
      .prefault({}),
    /** Has the company push its news. Without it, changes are asked for only. */
    webhooks: z
      .object({
        /** Where crossdock takes pushes, `https://…`. */
        address: z.url({ protocol: /^https$/ }),
        /** Secrets that pushes may carry: the one of new subscriptions first, then those of older ones. */
        clientStates: z.array(secret()).min(1),
        /** How often subscriptions are looked after. They end after three days. @default '6h' */
        every: Span.default('6h'),
      })
      .optional(),
    /** Zone in which an instant becomes a day, for documents without a business date. @default 'UTC' */
    timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like America/Chicago').default('UTC'),
    /** Requests in flight at once. The platform works on five of a user at a time. @default 4 */
    concurrency: z.int().min(1).max(5).default(4),
    /** Longest wait for one answer, in milliseconds. The platform ends an operation after eight minutes. @default 300_000 */
    timeoutMs: z.int().positive().max(600_000).default(300_000),
  })
  .superRefine(({ defaultLocation, locations, inventory, currency, currencies }, context) => {
    if (currencies[currency] !== undefined) {
      const message = "is the ledger's own currency";
      context.addIssue({ code: 'custom', path: ['currencies', currency], message });
    }
    const known = (code: string | undefined, path: readonly string[]): void => {
      if (code === undefined || locations[code] !== undefined) return;
      context.addIssue({ code: 'custom', path: [...path], message: 'is not among the locations' });
    };
    known(defaultLocation, ['defaultLocation']);
    if (inventory?.by === 'item') known(inventory.location, ['inventory', 'location']);
  });

/** The options, resolved. */
export type BusinessCentralConfig = z.output<typeof BusinessCentralOptions>;

/** What a user gives. */
export type BusinessCentralSettings = z.input<typeof BusinessCentralOptions>;
