import type { Clock } from '@crossdock/core';
import { cancelOrder } from './capabilities/cancel-order.ts';
import { confirmPosting } from './capabilities/confirm-posting.ts';
import type { Rooms } from './capabilities/context.ts';
import { createOrder } from './capabilities/create-order.ts';
import { getInventory } from './capabilities/get-inventory.ts';
import { getPostingPeriods } from './capabilities/get-posting-periods.ts';
import { adjustInventory, transferInventory } from './capabilities/move-stock.ts';
import { postInvoice } from './capabilities/post-invoice.ts';
import { postJournal } from './capabilities/post-journal.ts';
import { processReturn } from './capabilities/process-return.ts';
import { recordFulfillment } from './capabilities/record-fulfillment.ts';
import { recordPayment } from './capabilities/record-payment.ts';
import { upsertCustomer } from './capabilities/upsert-customer.ts';

/** The capabilities that write business documents, and the one that asks the ledger for them. */
export const documentCapabilityNames = [
  'createOrder',
  'cancelOrder',
  'recordFulfillment',
  'postInvoice',
  'confirmPosting',
  'processReturn',
  'recordPayment',
  'postJournal',
  'getPostingPeriods',
  'adjustInventory',
  'transferInventory',
  'getInventory',
  'upsertCustomer',
] as const;

/** How each of them is kept. */
export function documentCapabilities(rooms: Rooms & { readonly clock: Clock }) {
  return {
    createOrder: createOrder(rooms),
    cancelOrder: cancelOrder(rooms),
    recordFulfillment: recordFulfillment(rooms),
    postInvoice: postInvoice(rooms),
    confirmPosting: confirmPosting(rooms),
    processReturn: processReturn(rooms),
    recordPayment: recordPayment(rooms),
    postJournal: postJournal(rooms),
    getPostingPeriods: getPostingPeriods(rooms),
    adjustInventory: adjustInventory(rooms),
    transferInventory: transferInventory(rooms),
    getInventory: getInventory(rooms),
    upsertCustomer: upsertCustomer(rooms),
  };
}
