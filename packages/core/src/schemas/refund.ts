import { z } from 'zod';
import { sum, zero } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustDiffer, mustEqual, whenSound } from './balance.ts';
import { Charge } from './charges.ts';
import { BusinessDate, BusinessRef, Instant, Refs } from './ids.ts';
import { Money, UnsignedMoney } from './money.ts';
import { amountsOf, worthOf } from './priced.ts';
import { ReturnLine } from './return-line.ts';
import { Tender } from './tender.ts';

/**
 * Money that goes back to the buyer. It counts only once it has happened. Its tenders sum to the total, and so do lines,
 * charges, adjustment and rounding when it says what it is for; all in one currency.
 */
export const Refund = z
  .object({
    ref: BusinessRef,
    orderRef: BusinessRef.optional(),
    returnRef: BusinessRef.optional(),
    refs: Refs,
    occurredAt: Instant,
    businessDate: BusinessDate.optional(),
    /** `pending` money has not moved yet: no credit is booked for it. */
    state: z.enum(['pending', 'done', 'failed']),
    /** Whether prices contain tax; then taxes are not added. */
    taxIncluded: z.boolean(),
    /** Positive: what goes back. Its currency is the document's. */
    total: UnsignedMoney,
    /** Positive amounts that go back, by means. */
    tenders: z.array(Tender),
    /** The lines or charges it is for; empty for an amount without lines. */
    lines: z.array(ReturnLine).default([]),
    /** Shipping and other charges that go back. */
    charges: z.array(Charge).default([]),
    /** What lines and charges do not explain: goodwill; negative for a fee that is kept. */
    adjustment: Money.optional(),
    /** Cash rounding at the till. */
    rounding: Money.optional(),
    reason: z.string().optional(),
  })
  .superRefine(proveRefund, whenSound);
export type Refund = z.output<typeof Refund>;

type RefundAmounts = Pick<
  Refund,
  'taxIncluded' | 'total' | 'tenders' | 'lines' | 'charges' | 'adjustment' | 'rounding'
>;

function proveRefund(refund: RefundAmounts, sink: IssueSink): void {
  const { lines, charges, adjustment, rounding, total, tenders, taxIncluded } = refund;
  const { currency } = total;
  mustDiffer(sink, 'lines', lines);
  if (!mustBeIn(sink, currency, refund)) return;
  mustEqual(sink, ['tenders'], ['the sum of tenders', sum(amountsOf(tenders), currency)], ['the total', total]);
  const isExplained = lines.length > 0 || charges.length > 0 || adjustment !== undefined;
  if (!isExplained) return;
  const worth = worthOf([...lines, ...charges], { currency, taxIncluded });
  const due = sum([worth, adjustment ?? zero(currency), rounding ?? zero(currency)], currency);
  mustEqual(sink, ['total'], ['the sum of lines, tax, charges, adjustment and rounding', due], ['the total', total]);
}
