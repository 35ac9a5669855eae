import { z } from 'zod';
import { BusinessDate, BusinessRef, DocumentRef, Instant } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Bills an order that is in the books: revenue, tax and what is owed or was paid.
 *
 * `invoice` bills what was (or is to be) paid later and is settled by a payment; `cash-sale` books sale and tender in
 * one document. It may be posted later than it is created: `confirmPosting` tells when it reached the ledger.
 * A closed period is `period-closed`.
 */
export const postInvoice = defineCapability({
  name: 'postInvoice',
  version: 1,
  effect: 'write',
  domain: 'finance',
  ownership: 'owner',
  input: z.object({
    /** Reference of the invoice itself: its external id. One order may have several. */
    ref: BusinessRef,
    orderRef: BusinessRef,
    /** The order in the target system, when it is known; otherwise the connector finds it by `orderRef`. */
    order: DocumentRef.optional(),
    /** Bills only what this fulfillment shipped; without it, everything of the order that is not billed yet. */
    fulfillment: DocumentRef.optional(),
    kind: z.enum(['invoice', 'cash-sale']),
    /** ISO instant of the sale. */
    occurredAt: Instant,
    /** Posting date `2026-11-27` where it differs from the date of `occurredAt`. */
    businessDate: BusinessDate.optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
