import { isTimeZone } from '@crossdock/core';
import { z } from 'zod';
import { AccountId } from './account-id.ts';
import { credentialFields, identityOf } from './credentials.ts';
import { documentFields, documentOptions } from './document-options.ts';
import { documentTypes } from './external-id.ts';
import { InternalId } from './internal-id.ts';
import { readFields } from './read-options.ts';
import { Concurrency } from './service-tier.ts';

const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');

const TaxCode = z.object({ taxType: InternalId, taxCode: InternalId });

/**
 * How tax goes into documents. In every mode the document's total is the order's total to the cent, or it is refused
 * before anything is sent.
 */
const Tax = z.discriminatedUnion('mode', [
  /** SuiteTax: the tax of every line is handed over and overrides what NetSuite would compute. */
  z.object({
    mode: z.literal('suitetax-override'),
    /** Tax type and code for lines whose tax is not named in `codes`. */
    standard: TaxCode,
    /** By name of the tax in the order: `CA State Tax`. */
    codes: z.record(z.string(), TaxCode).default({}),
  }),
  /** Legacy tax engine: code, rate and amount on every line. */
  z.object({
    mode: z.literal('line-amounts'),
    standard: InternalId,
    codes: z.record(z.string(), InternalId).default({}),
  }),
  /** One line with an item whose account is the tax payable account. Works with either engine switched off for it. */
  z.object({ mode: z.literal('tax-item'), item: InternalId }),
]);

/** Items that stand for what has no SKU. A document that needs one which is not given is refused, the charge named. */
const ChargeItems = z.object({
  shipping: InternalId.optional(),
  fee: InternalId.optional(),
  duty: InternalId.optional(),
  tip: InternalId.optional(),
  'gift-wrap': InternalId.optional(),
  deposit: InternalId.optional(),
  other: InternalId.optional(),
  /** A gift card that is sold: its account is a liability. */
  giftCard: InternalId.optional(),
  /** Shows discounts as lines of their own. Without it, lines carry what is left after the discount. */
  discount: InternalId.optional(),
  /** Cash rounding at the till. */
  rounding: InternalId.optional(),
  /** What is owed to a buyer as store credit: its account is a liability. */
  storeCredit: InternalId.optional(),
  /** Points that are redeemed: its account is a liability. */
  loyalty: InternalId.optional(),
  /** Money that goes back without goods, as goodwill or for goods that stay with the buyer. Never an inventory item. */
  refund: InternalId.optional(),
});

const Items = z.object({
  /**
   * How a SKU finds its item: by item name, or by external id.
   *
   * @default 'itemId'
   */
  by: z.enum(['itemId', 'externalId']).default('itemId'),
  /** Put before the SKU to get the external id. @default '' */
  externalIdPrefix: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .default(''),
  /** Internal ids of SKUs that are named differently in NetSuite. */
  overrides: z.record(z.string(), InternalId).default({}),
  charges: ChargeItems.prefault({}),
});

/** Where a value of the order goes in a custom field. Only what is listed is written. */
const CustomFields = z.object({
  order: z
    .record(
      z.string().regex(/^custbody_\w+$/, 'must be a custbody_ field'),
      z.enum(['ref', 'number', 'channel', 'source', 'register']),
    )
    .default({}),
  line: z.record(z.string().regex(/^custcol_\w+$/, 'must be a custcol_ field'), z.enum(['id', 'sku'])).default({}),
  ...documentFields,
});

/** What a user gives to the NetSuite connector. */
export const NetsuiteOptions = z
  .object({
    account: AccountId,
    ...credentialFields,
    /**
     * Requests in flight at once, for records and queries together and for all systems of the account in this process. The
     * account shares its limit among all integrations: give a number, or the service tier.
     *
     * @default 4
     */
    concurrency: Concurrency.default(4),
    /**
     * Record types that are made by a job of the account (`Prefer: respond-async`) with an idempotency key, not while we
     * wait for the answer: for documents that take longer than `timeoutMs`.
     *
     * @default none
     */
    respondAsync: z.array(z.enum(documentTypes)).default([]),
    /**
     * Longest wait for one answer, in milliseconds. The platform is slow by nature.
     *
     * @default 60_000
     */
    timeoutMs: z.int().positive().max(300_000).default(60_000),
    /**
     * Begins every external id that we give: `CD_SO_shop-1001`. Two installations that write into one account need two
     * prefixes.
     *
     * @default 'CD'
     */
    externalIdPrefix: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,20}$/, 'must be 1 to 20 letters, digits, _ or -')
      .default('CD'),
    /**
     * How an order is written that is absent, or there with other lines. One that is there as it should be is not touched.
     *
     * - `look-first` creates what is absent and replaces the lines of what differs.
     * - `put-replace` sends `PUT …/eid:X?replace=item` for both. Not every account may allow it: try it in a sandbox.
     *
     * @default 'look-first'
     */
    upsertLines: z.enum(['look-first', 'put-replace']).default('look-first'),
    /**
     * Whether orders begin approved (Pending Fulfillment) or wait for approval.
     *
     * @default 'pending-fulfillment'
     */
    orderStatus: z.enum(['pending-fulfillment', 'pending-approval']).default('pending-fulfillment'),
    /** OneWorld accounts: subsidiary of the documents. Leave it out on accounts without OneWorld. */
    subsidiary: InternalId.optional(),
    /** NetSuite location of each of our locations. */
    locations: z.record(z.string(), InternalId),
    /** Our location for documents that name none. */
    defaultLocation: z.string().optional(),
    items: Items.prefault({}),
    /** Customer of every document. Customers by person are not kept in NetSuite by this connector. */
    customer: InternalId,
    /**
     * Account that cash sales debit.
     *
     * @default undeposited funds
     */
    depositAccount: InternalId.optional(),
    tax: Tax,
    /** NetSuite currency of each ISO code. */
    currencies: z
      .record(Currency, InternalId)
      .refine((map) => Object.keys(map).length > 0, 'must name at least one currency'),
    /**
     * ISO code of the currency in which the account keeps its ledger.
     *
     * @default the only currency of `currencies`
     */
    baseCurrency: Currency.optional(),
    /** NetSuite unit of each unit code other than EA. */
    units: z.record(z.string(), InternalId).default({}),
    /**
     * What to do when the accounting period of a posting date is closed.
     *
     * - `hold` tries again every hour until it is open.
     * - `next-open-day` keeps the document's date and posts into the first open period after it.
     * - `reject` calls a person.
     *
     * @default 'hold'
     */
    closedPeriod: z.enum(['hold', 'next-open-day', 'reject']).default('hold'),
    /**
     * IANA zone that turns instants into document dates where no business date is given.
     *
     * @default 'UTC'
     */
    timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like Europe/Zurich').default('UTC'),
    customFields: CustomFields.prefault({}),
    ...documentOptions,
    ...readFields,
  })
  .transform((options, context) => {
    const { clientId, certificateId, privateKey, certificates, tokenBased, ...rest } = options;
    const identity = identityOf({ clientId, certificateId, privateKey, certificates, tokenBased });
    const codes = Object.keys(options.currencies);
    const baseCurrency = options.baseCurrency ?? (codes.length === 1 ? codes[0] : undefined);
    if ('by' in identity && baseCurrency !== undefined) return { ...rest, identity, baseCurrency };
    for (const { path, message } of 'by' in identity ? [] : identity)
      context.addIssue({ code: 'custom', path: [path], message });
    if (baseCurrency === undefined) {
      const message = 'must be given when there are several currencies';
      context.addIssue({ code: 'custom', path: ['baseCurrency'], message });
    }
    return z.NEVER;
  });

/** What a user gives, as it is written in code. */
export type NetsuiteSettings = z.input<typeof NetsuiteOptions>;

/** The checked options. */
export type NetsuiteConfig = z.output<typeof NetsuiteOptions>;

export type TaxConfig = NetsuiteConfig['tax'];
export type ChargeKind = keyof NetsuiteConfig['items']['charges'];
