import { z } from 'zod';
import { sum, zero } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustDiffer, mustEqual, whenSound } from './balance.ts';
import { Channel } from './channel.ts';
import { Charge } from './charges.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs } from './ids.ts';
import { Currency, Money } from './money.ts';
import { OrderLine } from './order-line.ts';
import { amountsOf, worthOf } from './priced.ts';
import { ReturnLine } from './return-line.ts';
import { Tender } from './tender.ts';

/** The amounts of a return. Positive means back to the buyer. */
const amounts = {
  currency: Currency,
  /** Whether prices contain tax; then taxes are not added. */
  taxIncluded: z.boolean(),
  /** Goods that come back, at what was paid for them. */
  lines: z.array(ReturnLine),
  /** Charges that go back: shipping. */
  charges: z.array(Charge).default([]),
  /** Charges that are kept: a restocking fee. Positive; they are taken off. */
  fees: z.array(Charge).default([]),
  /** Goods that the buyer takes instead, at their price; taken off what goes back. */
  exchange: z.array(OrderLine).default([]),
  /** What lines and charges do not explain: goodwill. */
  adjustment: Money.optional(),
  /** Cash rounding at the till. */
  rounding: Money.optional(),
  /** What goes back to the buyer in all; negative when an exchange costs more. */
  total: Money,
  /** Money that has gone back, by means; what is still on its way is outstanding. Negative when the buyer paid more. */
  tenders: z.array(Tender).default([]),
  /** What is owed to the buyer and not paid back yet. Total = tenders + outstanding. */
  outstanding: Money,
};

/**
 * A return: goods back, and what is owed for them. Lines + tax (unless included) + refunded charges − fees kept − exchanged
 * goods + adjustment + rounding = total, which is refunded by tenders or left as credit.
 */
export const Return = z
  .object({
    ref: BusinessRef,
    number: z.string().min(1).optional(),
    /** The sale it comes from; absent without a receipt. */
    orderRef: BusinessRef.optional(),
    refs: Refs,
    channel: Channel,
    occurredAt: Instant,
    businessDate: BusinessDate.optional(),
    /** Where it was taken back. */
    location: LocationCode.optional(),
    ...amounts,
  })
  .superRefine(proveReturn, whenSound);
export type Return = z.output<typeof Return>;

function proveReturn(document: Pick<Return, keyof typeof amounts>, sink: IssueSink): void {
  const { currency, lines, charges, fees, exchange, adjustment, rounding, total, tenders, outstanding } = document;
  mustDiffer(sink, 'lines', lines);
  mustDiffer(sink, 'exchange', exchange);
  if (!mustBeIn(sink, currency, document)) return;
  const back = sum(
    [worthOf([...lines, ...charges], document), adjustment ?? zero(currency), rounding ?? zero(currency)],
    currency,
  );
  const kept = sum([worthOf([...fees, ...exchange], document), total], currency);
  mustEqual(sink, ['total'], ['the sum of what came back', back], ['the total with fees and exchanged goods', kept]);
  const paid = sum([...amountsOf(tenders), outstanding], currency);
  mustEqual(sink, ['tenders'], ['the sum of tenders and outstanding', paid], ['the total', total]);
}
