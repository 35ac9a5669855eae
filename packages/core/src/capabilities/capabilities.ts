import { type z } from 'zod';
import { adjustInventory } from './adjust-inventory.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmPosting } from './confirm-posting.ts';
import { createOrder } from './create-order.ts';
import { findCustomers } from './find-customers.ts';
import { getInventory } from './get-inventory.ts';
import { getOrder } from './get-order.ts';
import { getPostingPeriods } from './get-posting-periods.ts';
import { getPrices } from './get-prices.ts';
import { getProducts } from './get-products.ts';
import { listCustomers } from './list-customers.ts';
import { listInventory } from './list-inventory.ts';
import { listOrders } from './list-orders.ts';
import { listPayouts } from './list-payouts.ts';
import { listPrices } from './list-prices.ts';
import { listProducts } from './list-products.ts';
import { postInvoice } from './post-invoice.ts';
import { postJournal } from './post-journal.ts';
import { processReturn } from './process-return.ts';
import { publishPrice } from './publish-price.ts';
import { publishProduct } from './publish-product.ts';
import { recordFulfillment } from './record-fulfillment.ts';
import { recordPayment } from './record-payment.ts';
import { releaseInventory } from './release-inventory.ts';
import { reserveInventory } from './reserve-inventory.ts';
import { setInventory } from './set-inventory.ts';
import { transferInventory } from './transfer-inventory.ts';
import { upsertCustomer } from './upsert-customer.ts';

/** Every capability there is, by name. */
export const capabilities = {
  createOrder,
  cancelOrder,
  getOrder,
  listOrders,
  recordFulfillment,
  postInvoice,
  confirmPosting,
  recordPayment,
  getPostingPeriods,
  listPayouts,
  reserveInventory,
  releaseInventory,
  getInventory,
  listInventory,
  setInventory,
  adjustInventory,
  transferInventory,
  publishProduct,
  publishPrice,
  getProducts,
  listProducts,
  getPrices,
  listPrices,
  processReturn,
  upsertCustomer,
  findCustomers,
  listCustomers,
  postJournal,
} as const;

export type CapabilityName = keyof typeof capabilities;

/** What a caller hands to a capability. */
export type CapabilityInput<N extends CapabilityName> = z.input<(typeof capabilities)[N]['input']>;

/** What an implementation receives: the caller's input after the schema has checked and completed it. */
export type CheckedInput<N extends CapabilityName> = z.output<(typeof capabilities)[N]['input']>;

/** What a capability returns. */
export type CapabilityOutput<N extends CapabilityName> = z.output<(typeof capabilities)[N]['output']>;

/** What an implementation returns, before the schema has checked it. */
export type UncheckedOutput<N extends CapabilityName> = z.input<(typeof capabilities)[N]['output']>;

/** The capabilities that change a system. */
export type WriteName = {
  [N in CapabilityName]: (typeof capabilities)[N]['effect'] extends 'write' ? N : never;
}[CapabilityName];

/** The capabilities that only read. */
export type ReadName = Exclude<CapabilityName, WriteName>;

/** Whether a name is a capability's. */
export function isCapabilityName(name: string): name is CapabilityName {
  return Object.hasOwn(capabilities, name);
}
