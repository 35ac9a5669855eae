import { z } from 'zod';
import { sum } from '../primitives/index.ts';
import { mustEqual } from './balance.ts';
import { Tender } from './charges.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs } from './ids.ts';
import { Currency, Money } from './money.ts';

/** One movement on a payment provider's balance. */
export const BalanceTransaction = z.object({
  id: z.string().min(1),
  kind: z.enum(['charge', 'refund', 'chargeback', 'adjustment', 'fee', 'transfer', 'reserve', 'other']),
  /** The sale it comes from. */
  orderRef: BusinessRef.optional(),
  gross: Money,
  fee: Money,
  /** Gross less fee. */
  net: Money,
  occurredAt: Instant,
});
export type BalanceTransaction = z.output<typeof BalanceTransaction>;

/** Money that a payment provider paid out, with everything it is made of. The net amounts sum to the payout. */
export const Payout = z
  .object({
    ref: BusinessRef,
    refs: Refs,
    currency: Currency,
    total: Money,
    paidOn: BusinessDate,
    state: z.enum(['scheduled', 'in-transit', 'paid', 'failed', 'cancelled']),
    transactions: z.array(BalanceTransaction),
  })
  .superRefine(({ currency, total, transactions }, sink) => {
    if (transactions.length === 0 || transactions.some((it) => it.net.currency !== currency)) return;
    const net = sum(transactions.map((it) => it.net), currency);
    mustEqual(sink, ['transactions'], ['the sum of net amounts', net], ['the payout', total]);
  });
export type Payout = z.output<typeof Payout>;

/** What lay in one drawer. */
export const DrawerCount = z.object({
  register: z.string().min(1),
  opening: Money,
  paidIn: Money,
  paidOut: Money,
  cashSales: Money,
  expected: Money,
  counted: Money,
});
export type DrawerCount = z.output<typeof DrawerCount>;

/** One store on one business date, closed: what was sold, taken and deposited. A late ticket makes a new revision. */
export const StoreDay = z
  .object({
    ref: BusinessRef,
    location: LocationCode,
    businessDate: BusinessDate,
    /** 1 when it is closed first; later ones name what changed. */
    revision: z.int().min(1),
    currency: Currency,
    tickets: z.int().min(0),
    returns: z.int().min(0),
    voids: z.int().min(0).default(0),
    /** Net of discounts, without tax. */
    sales: Money,
    refunds: Money,
    tax: Money,
    tips: Money,
    rounding: Money,
    giftCardsSold: Money,
    /** Sales − refunds + tax + tips + rounding + gift cards sold. */
    total: Money,
    tenders: z.array(Tender),
    drawers: z.array(DrawerCount).default([]),
    deposits: z.array(z.object({ reference: z.string().optional(), amount: Money })).default([]),
    closedAt: Instant,
    /** What this revision changes against the one before. */
    difference: z.object({ total: Money, tickets: z.array(BusinessRef) }).optional(),
  })
  .superRefine((day, sink) => {
    const { currency, sales, refunds, tax, tips, rounding, giftCardsSold, total, tenders } = day;
    if ([sales, refunds, tax, tips, rounding, giftCardsSold, total].some((it) => it.currency !== currency)) return;
    const parts = sum([sales, tax, tips, rounding, giftCardsSold], currency);
    mustEqual(sink, ['total'], ['the sum of the parts', parts], ['the total with refunds', sum([total, refunds], currency)]);
    const tendered = sum(tenders.map((it) => it.amount), currency);
    mustEqual(sink, ['tenders'], ['the sum of tenders', tendered], ['the total', total]);
  });
export type StoreDay = z.output<typeof StoreDay>;
