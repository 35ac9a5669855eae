import { z } from 'zod';
import { mustBeIn, whenSound } from './balance.ts';
import { BusinessRef, Instant, Refs } from './ids.ts';
import { Money } from './money.ts';
import { Tender } from './tender.ts';

/** Money came in for an order. */
export const OrderPayment = z
  .object({
    orderRef: BusinessRef,
    refs: Refs,
    occurredAt: Instant,
    /** What came in now. */
    tenders: z.array(Tender).min(1),
    /** What is still not paid, after it. */
    outstanding: Money,
  })
  .superRefine((payment, sink) => void mustBeIn(sink, payment.outstanding.currency, payment), whenSound);
export type OrderPayment = z.output<typeof OrderPayment>;
