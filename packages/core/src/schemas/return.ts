import { z } from 'zod';
import { sum, zero } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustEqual } from './balance.ts';
import { Charge, Discount, TaxLine, Tender } from './charges.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs, Sku } from './ids.ts';
import { Currency, Money } from './money.ts';
import { netOf, OrderLine } from './order.ts';
import { PositiveQuantity } from './quantity.ts';

/** Goods that came back, or are to. Quantities and amounts are positive: the document itself means "back". */
export const ReturnLine = z.object({
  id: z.string().min(1),
  /** The sold line's id in the selling system; absent for a return without receipt. */
  orderLineId: z.string().min(1).optional(),
  sku: Sku,
  quantity: PositiveQuantity,
  reason: z.string().optional(),
  /** What happens to the goods. */
  disposition: z.enum(['restock', 'damaged', 'dispose', 'not-returned', 'undecided']),
  /** Where they are put. */
  location: LocationCode.optional(),
  gross: Money,
  discounts: z.array(Discount).default([]),
  taxes: z.array(TaxLine).default([]),
});
export type ReturnLine = z.output<typeof ReturnLine>;

/** Money that goes back to the buyer. It counts only once it has happened. */
export const Refund = z.object({
  ref: BusinessRef,
  orderRef: BusinessRef.optional(),
  returnRef: BusinessRef.optional(),
  refs: Refs,
  occurredAt: Instant,
  businessDate: BusinessDate.optional(),
  /** `pending` money has not moved yet: no credit is booked for it. */
  state: z.enum(['pending', 'done', 'failed']),
  total: Money,
  /** Positive amounts that go back, by means. */
  tenders: z.array(Tender),
  /** The lines or charges it is for; empty for an amount without lines. */
  lines: z.array(ReturnLine).default([]),
  charges: z.array(Charge).default([]),
  /** What lines and charges do not explain. */
  adjustment: Money.optional(),
  reason: z.string().optional(),
});
export type Refund = z.output<typeof Refund>;

/**
 * A return: goods back, and what is owed for them. Lines + tax (unless included) + refunded charges − fees kept − exchanged
 * goods + rounding = total, which is refunded by tenders or left as credit.
 */
export const Return = z
  .object({
    ref: BusinessRef,
    number: z.string().min(1).optional(),
    /** The sale it comes from; absent without a receipt. */
    orderRef: BusinessRef.optional(),
    refs: Refs,
    channel: z.enum(['web', 'store', 'marketplace', 'b2b', 'phone', 'other']),
    occurredAt: Instant,
    businessDate: BusinessDate.optional(),
    /** Where it was taken back. */
    location: LocationCode.optional(),
    currency: Currency,
    taxIncluded: z.boolean(),
    lines: z.array(ReturnLine),
    /** Charges that go back: shipping. */
    charges: z.array(Charge).default([]),
    /** Charges that are kept: a restocking fee. */
    fees: z.array(Charge).default([]),
    /** Goods that the buyer takes instead. */
    exchange: z.array(OrderLine).default([]),
    adjustment: Money.optional(),
    rounding: Money.optional(),
    /** What goes back to the buyer in all; negative when an exchange costs more. */
    total: Money,
    tenders: z.array(Tender).default([]),
    /** What is owed to the buyer and not paid back yet. Total = tenders + outstanding. */
    outstanding: Money,
  })
  .superRefine(proveReturn);
export type Return = z.output<typeof Return>;

function proveReturn(it: ReturnAmounts, sink: IssueSink): void {
  const { currency, lines, charges, fees, exchange, taxIncluded } = it;
  const amounts = [...lines, ...charges, ...fees, ...exchange].flatMap((item) => [
    item.gross,
    ...item.discounts.map((one) => one.amount),
    ...item.taxes.map((one) => one.amount),
  ]);
  const all = [...amounts, ...it.tenders.map((one) => one.amount), it.total, it.outstanding];
  if (!mustBeIn(sink, currency, all.map((amount) => [['currency'], amount] as const))) return;
  const worth = (items: readonly Pick<ReturnLine, 'gross' | 'discounts' | 'taxes'>[]) =>
    sum(items.flatMap((item) => [netOf(item), ...(taxIncluded ? [] : item.taxes.map((one) => one.amount))]), currency);
  const back = sum([worth(lines), worth(charges), it.adjustment ?? zero(currency), it.rounding ?? zero(currency)], currency);
  const kept = sum([worth(fees), worth(exchange), it.total], currency);
  mustEqual(sink, ['total'], ['the sum of what came back', back], ['the total with fees and exchanged goods', kept]);
  const paid = sum([...it.tenders.map((one) => one.amount), it.outstanding], currency);
  mustEqual(sink, ['tenders'], ['the sum of tenders and outstanding', paid], ['the total', it.total]);
}

interface ReturnAmounts {
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly lines: readonly ReturnLine[];
  readonly charges: readonly Charge[];
  readonly fees: readonly Charge[];
  readonly exchange: readonly OrderLine[];
  readonly adjustment?: Money | undefined;
  readonly rounding?: Money | undefined;
  readonly total: Money;
  readonly tenders: readonly Tender[];
  readonly outstanding: Money;
}
