import { z } from 'zod';

const Name = z.string().min(1).max(60);

/** Sales of these channels are till sales, if nothing of them is still to be shipped or picked up. */
const channels = z
  .array(z.enum(['web', 'store', 'marketplace', 'b2b', 'phone', 'other']))
  .min(1)
  .default(['store']);

/** A store as Commerce has it. */
const Store = z.object({
  /** Retail channel of the store: its operating unit, number and default customer are read from there. */
  channel: Name,
  /** Terminals of our registers. Numbers are padded to six digits. */
  terminals: z.record(z.string().min(1), Name).default({}),
  /** Terminal of sales whose register is not among them, or that name none. */
  terminal: Name.optional(),
});
export type TillStore = z.output<typeof Store>;

/** What becomes of sales and returns at tills. One of three ways, for all stores. */
export const Tills = z.discriminatedUnion('as', [
  z.object({
    /** Each is a sales order that is delivered, invoiced and paid at once. */
    as: z.literal('orders'),
    /** @default ['store'] */
    channels,
  }),
  z.object({
    /** Each is a store transaction of Commerce, which the environment's batch jobs gather into a statement and post. */
    as: z.literal('transactions'),
    /** @default ['store'] */
    channels,
    /** Stores by our location codes. */
    stores: z.record(z.string().min(1), Store),
    /** Payment method numbers of the stores, by kind of tender (`card`) or by kind and name (`card:Visa`). Others are refused. */
    tenders: z.record(z.string().min(1), Name),
    /** Sales tax codes by the name of the tax. */
    taxCodes: z.record(z.string().min(1), Name).default({}),
    /** Sales tax code of taxes that are not among them. */
    taxCode: Name.optional(),
    /**
     * Sign of the quantities and amounts of what is sold. Tills of Commerce write them negative; look at a native row of the environment
     * before the first sale.
     *
     * @default 'negative'
     */
    sold: z.enum(['negative', 'positive']).default('negative'),
  }),
  z.object({
    /** None is booked by itself: the settlement journal of the store day books them all. `createOrder` and `processReturn` refuse them. */
    as: z.literal('journal'),
    /** @default ['store'] */
    channels,
  }),
]);
export type TillWay = z.output<typeof Tills>;

/** The way of store transactions. */
export type TransactionWay = Extract<TillWay, { readonly as: 'transactions' }>;
