import { z } from 'zod';
import { sum, zero } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustDiffer, mustEqual, whenSound } from './balance.ts';
import { CancelReason } from './cancellation.ts';
import { Channel } from './channel.ts';
import { Charge } from './charges.ts';
import { Address, Buyer } from './customer.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs } from './ids.ts';
import { Currency, Money } from './money.ts';
import { OrderLine } from './order-line.ts';
import { amountsOf, worthOf } from './priced.ts';
import { Tender } from './tender.ts';

/** The amounts of an order in one currency. They prove their own balance. */
const amounts = {
  currency: Currency,
  /** Whether prices contain tax; then taxes are not added to the total. */
  taxIncluded: z.boolean(),
  lines: z.array(OrderLine).min(1),
  /** Shipping, fees, duties, tips and whatever else is charged. */
  charges: z.array(Charge).default([]),
  /** Cash rounding at the till: part of the total, booked to its own account. Negative in the buyer's favour. */
  rounding: Money.optional(),
  /** What the buyer owes in all. */
  total: Money,
  tenders: z.array(Tender).default([]),
  /** What is not paid yet; negative when too much was paid. Total = tenders + outstanding. */
  outstanding: Money,
};

/** Same order in the currency that the buyer saw. Complete and balanced on its own; never mixed with the shop's amounts. */
export const Presentment = z.object(amounts).superRefine(proveBalance, whenSound);
export type Presentment = z.output<typeof Presentment>;

/**
 * A sale: of the web, a till, a marketplace. Lines − discounts + tax (unless included) + charges + rounding = total =
 * tenders + outstanding, all in one currency, or it is refused with code `unbalanced` and the difference.
 */
export const Order = z
  .object({
    ref: BusinessRef,
    /** What people say: `#1001`, a receipt number. */
    number: z.string().min(1),
    refs: Refs,
    channel: Channel,
    /** The selling application by its own name. */
    source: z.string().optional(),
    /** Test orders are kept apart and never booked as sales. */
    test: z.boolean().default(false),
    occurredAt: Instant,
    /** The day it belongs to in the books, where it is not the UTC date of `occurredAt`. */
    businessDate: BusinessDate.optional(),
    updatedAt: Instant.optional(),
    /** Where it was sold. */
    location: LocationCode.optional(),
    register: z.string().optional(),
    ...amounts,
    presentment: Presentment.optional(),
    buyer: Buyer.optional(),
    billingAddress: Address.optional(),
    shippingAddress: Address.optional(),
    purchaseOrder: z.string().optional(),
    cancelled: z.object({ at: Instant, reason: CancelReason }).optional(),
    /** The order or return that this one exchanges, for an exchange. */
    exchangeOf: BusinessRef.optional(),
  })
  .superRefine(proveBalance, whenSound);
export type Order = z.output<typeof Order>;

type Amounts = Pick<Order, keyof typeof amounts>;

function proveBalance(order: Amounts, sink: IssueSink): void {
  const { currency, lines, charges, rounding = zero(currency), total, tenders, outstanding } = order;
  mustDiffer(sink, 'lines', lines);
  if (!mustBeIn(sink, currency, order, 'presentment')) return;
  const due = sum([worthOf(lines, order), worthOf(charges, order), rounding], currency);
  mustEqual(sink, ['total'], ['the sum of lines, tax, charges and rounding', due], ['the total', total]);
  const paid = sum([...amountsOf(tenders), outstanding], currency);
  mustEqual(sink, ['tenders'], ['the sum of tenders and outstanding', paid], ['the total', total]);
}
