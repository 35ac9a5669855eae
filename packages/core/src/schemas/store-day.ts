import { z } from 'zod';
import { subtract, sum } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustEqual, whenSound } from './balance.ts';
import { DocumentRef } from './document-ref.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs } from './ids.ts';
import { Currency, Money } from './money.ts';
import { amountsOf } from './priced.ts';
import { Tender } from './tender.ts';

/** What lay in one drawer. Over or short is counted less expected. */
export const DrawerCount = z.object({
  register: z.string().min(1),
  /** The float it began with. */
  opening: Money,
  /** Cash put in beside sales. */
  paidIn: Money,
  /** Cash taken out beside refunds: drops to the safe, petty cash. */
  paidOut: Money,
  /** Cash taken for sales less cash given back. */
  cashSales: Money,
  /** Opening + paid in − paid out + cash sales. */
  expected: Money,
  counted: Money,
});
export type DrawerCount = z.output<typeof DrawerCount>;

const amounts = {
  currency: Currency,
  /** Net of discounts, without tax. Positive. */
  sales: Money,
  /** Goods and charges given back, without tax. Positive; they are taken off. */
  refunds: Money,
  /** Of sales less refunds. */
  tax: Money,
  tips: Money,
  /** Cash rounding; negative in the buyers' favour. */
  rounding: Money,
  /** Less those that were taken back. */
  giftCardsSold: Money,
  /** Sales − refunds + tax + tips + rounding + gift cards sold. */
  total: Money,
  /** By means, refunds taken off. They sum to the total. */
  tenders: z.array(Tender),
  drawers: z.array(DrawerCount).default([]),
  /** What was brought to the bank. */
  deposits: z.array(z.object({ reference: z.string().optional(), amount: Money })).default([]),
};

/** One store on one business date, closed: what was sold, taken and deposited. A late ticket makes a new revision. */
export const StoreDay = z
  .object({
    ref: BusinessRef,
    refs: Refs,
    location: LocationCode,
    businessDate: BusinessDate,
    /** 1 when it is closed first; later ones name what changed. */
    revision: z.int().min(1),
    tickets: z.int().min(0),
    returns: z.int().min(0),
    voids: z.int().min(0).default(0),
    ...amounts,
    closedAt: Instant,
    /** What this revision changes against the one before. */
    difference: z.object({ total: Money, tickets: z.array(BusinessRef) }).optional(),
    /** The documents in the ledger that it ties out to, once they are booked. */
    postings: z.array(DocumentRef).optional(),
  })
  .superRefine(proveDay, whenSound);
export type StoreDay = z.output<typeof StoreDay>;

function proveDay(day: Pick<StoreDay, keyof typeof amounts>, sink: IssueSink): void {
  const { currency, sales, refunds, tax, tips, rounding, giftCardsSold, total, tenders, drawers } = day;
  if (!mustBeIn(sink, currency, day)) return;
  const parts = subtract(sum([sales, tax, tips, rounding, giftCardsSold], currency), refunds);
  mustEqual(sink, ['total'], ['the sum of the parts', parts], ['the total', total]);
  mustEqual(sink, ['tenders'], ['the sum of tenders', sum(amountsOf(tenders), currency)], ['the total', total]);
  for (const [index, { opening, paidIn, paidOut, cashSales, expected }] of drawers.entries()) {
    const due = subtract(sum([opening, paidIn, cashSales], currency), paidOut);
    mustEqual(
      sink,
      ['drawers', index, 'expected'],
      ['what should be in the drawer', due],
      ['the expected amount', expected],
    );
  }
}
