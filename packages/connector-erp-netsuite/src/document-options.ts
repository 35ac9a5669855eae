import { Channel, InventoryMovement, Tender } from '@crossdock/core';
import { z } from 'zod';
import { InternalId } from './internal-id.ts';

/** How one means of payment is booked. */
const TenderBooking = z.object({
  /** Payment method of the account. */
  paymentOption: InternalId.optional(),
  /**
   * Account that the money comes in to, or goes out of.
   *
   * @default `depositAccount`, and without it undeposited funds; refunds: `refundAccount`
   */
  account: InternalId.optional(),
});

const tenderKey = new RegExp(`^(?:${Tender.shape.kind.options.join('|')})(?::.+)?$`);

const Returns = z.object({
  /**
   * What books money that goes back.
   *
   * - `as-sold`: a cash refund for what was sold by cash sale and is paid back in full by one means, else a credit memo.
   * - `credit-memo`: always a credit memo, and a customer refund for every means.
   *
   * @default 'as-sold'
   */
  credit: z.enum(['as-sold', 'credit-memo']).default('as-sold'),
  /**
   * A return of an order that NetSuite does not have, because it is older than the connector: refused, or booked on its own
   * by an authorisation and a credit that refer to no order.
   *
   * @default 'refuse'
   */
  withoutOrder: z.enum(['refuse', 'standalone']).default('refuse'),
  /** Our locations for goods that may not be sold again as they are. Without one, such goods are refused. */
  locations: z.object({ damaged: z.string().optional(), undecided: z.string().optional() }).prefault({}),
  /**
   * Goods that the buyer takes instead.
   *
   * - `invoice`: the return bills them, and the credit pays for them.
   * - `own-order`: they come as an order of their own (`exchangeOf`); the credit stays open for its bill.
   *
   * @default 'invoice'
   */
  exchange: z.enum(['invoice', 'own-order']).default('invoice'),
});

const Adjustments = z.object({
  /** Account against which stock is adjusted. */
  account: InternalId.optional(),
  /** Other accounts by reason: `damaged`, `count`. */
  byReason: z.partialRecord(InventoryMovement.shape.reason, InternalId).default({}),
});

const bodyField = z.string().regex(/^custbody_\w+$/, 'must be a custbody_ field');
const entityField = z
  .string()
  .regex(/^(?:custentity_\w+|vatRegNumber)$/, 'must be a custentity_ field or vatRegNumber');

/** Custom fields of the documents beside orders, by what goes into them. */
export const documentFields = {
  return: z.record(bodyField, z.enum(['ref', 'number', 'orderRef', 'channel'])).default({}),
  payment: z.record(bodyField, z.enum(['ref', 'orderRef', 'kind', 'name', 'reference'])).default({}),
  journal: z.record(bodyField, z.enum(['ref'])).default({}),
  stock: z.record(bodyField, z.enum(['ref', 'reason'])).default({}),
  customer: z.record(entityField, z.enum(['ref', 'origin', 'taxId'])).default({}),
};

const Customers = z.object({
  /**
   * Whose documents are.
   *
   * - `one`: those of `customer`, whoever bought.
   * - `buyer`: those of the buyer, when the order tells an id of the buyer that `references` knows; else those of `customer`.
   *
   * @default 'one'
   */
  of: z.enum(['one', 'buyer']).default('one'),
  /** Begins the reference under which `upsertCustomer` wrote the buyers of a system: `{ shop: 'shop-C' }` for `shop-C17`. */
  references: z.record(z.string(), z.string().regex(/^[A-Za-z0-9_-]*$/)).default({}),
  /**
   * Name of a new customer in lists (`entityId`): as the account numbers or names them by itself, or our reference.
   *
   * @default 'account'
   */
  names: z.enum(['account', 'reference']).default('account'),
});

/** Options of the documents beside orders, fulfilments and bills. */
export const documentOptions = {
  /** How means of payment are booked, by kind or by kind and name: `card`, `card:Visa`. */
  tenders: z.record(z.string().regex(tenderKey, 'must be a kind of tender, or kind:name'), TenderBooking).default({}),
  /**
   * Account that money goes back from.
   *
   * @default `depositAccount`
   */
  refundAccount: InternalId.optional(),
  /** Sales of these channels are posted at once, by cash sale or invoice, instead of as sales orders. */
  postAtOnce: z.object({ channels: z.array(Channel).default([]) }).prefault({}),
  returns: Returns.prefault({}),
  /** Accounts of journal entries, by the names that entries use. */
  accounts: z.record(z.string(), InternalId).default({}),
  /** Subsidiary of each legal entity that journal entries name. */
  entities: z.record(z.string(), InternalId).default({}),
  /** NetSuite departments and classes of the dimensions of journal lines, by value: `{ department: { retail: '3' } }`. */
  dimensions: z
    .object({
      department: z.record(z.string(), InternalId).default({}),
      class: z.record(z.string(), InternalId).default({}),
    })
    .prefault({}),
  adjustments: Adjustments.prefault({}),
  customers: Customers.prefault({}),
  /**
   * Whether billing and shipping address of an order go on its documents.
   *
   * @default true
   */
  addresses: z.boolean().default(true),
};
