import { z } from 'zod';
import { BusinessDate, BusinessRef, DocumentRef, Instant, Tender } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Books money that came in for an order: against its bill when there is one (a payment), before that as a deposit, which is a
 * liability until the bill takes it.
 *
 * A gift card or store credit that is redeemed is no money: it lessens what the retailer owes its holder.
 */
export const recordPayment = defineCapability({
  name: 'recordPayment',
  version: 1,
  effect: 'write',
  domain: 'finance',
  ownership: 'owner',
  input: z.object({
    /** Reference of the payment itself: one order may have several. */
    ref: BusinessRef,
    orderRef: BusinessRef,
    /** The order in the target system, when it is known; otherwise the connector finds it by `orderRef`. */
    order: DocumentRef.optional(),
    /** The bill that is paid, when it is known. Absent: the open bill of the order, or a deposit if it has none. */
    sale: DocumentRef.optional(),
    /** How it was paid: one means, positive. A sale with several tenders is several payments. */
    tender: Tender,
    /** ISO instant at which the money came in. */
    occurredAt: Instant,
    /** Posting date `2026-11-27` where it differs from the date of `occurredAt`. */
    businessDate: BusinessDate.optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
