import { z } from 'zod';
import { type Money as Amount, subtract, sum, zero } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustEqual } from './balance.ts';
import { Charge, Discount, TaxLine, Tender } from './charges.ts';
import { Address, Buyer } from './customer.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs, Sku } from './ids.ts';
import { Currency, Money } from './money.ts';
import { PositiveQuantity } from './quantity.ts';

/** How goods reach the buyer. */
export const FulfillmentMethod = z.enum(['ship', 'pickup', 'ship-from-store', 'carry-out', 'digital']);
export type FulfillmentMethod = z.output<typeof FulfillmentMethod>;

/** One line of goods or services. Discounts and taxes cover the full quantity. */
export const OrderLine = z.object({
  /** The line's id in the selling system. */
  id: z.string().min(1),
  /** `gift-card` is a liability, not revenue. */
  kind: z.enum(['goods', 'gift-card', 'service', 'donation']).default('goods'),
  sku: Sku,
  name: z.string().optional(),
  quantity: PositiveQuantity,
  /** Of those, units that were taken off the order before they shipped. */
  removed: z.string().optional(),
  /** Before discounts; may be finer than a cent. Informative; `gross` counts. */
  unitPrice: Money,
  /** Price of the whole quantity before discounts. */
  gross: Money,
  discounts: z.array(Discount).default([]),
  taxes: z.array(TaxLine).default([]),
  /** Where it ships from or is handed over, if that is decided. */
  location: LocationCode.optional(),
  method: FulfillmentMethod.optional(),
  refs: Refs,
});
export type OrderLine = z.output<typeof OrderLine>;

/** The amounts of an order in one currency. They prove their own balance. */
const amounts = {
  currency: Currency,
  /** Whether prices contain tax; then taxes are not added to the total. */
  taxIncluded: z.boolean(),
  lines: z.array(OrderLine).min(1),
  /** Shipping, fees, duties, tips and whatever else is charged. */
  charges: z.array(Charge).default([]),
  /** Cash rounding at the till: part of the total, booked to its own account. */
  rounding: Money.optional(),
  /** What the buyer owes in all. */
  total: Money,
  tenders: z.array(Tender).default([]),
  /** What is not paid yet. Total = tenders + outstanding. */
  outstanding: Money,
};

/** Same order in the currency that the buyer saw. Complete and balanced on its own; never mixed with the shop's amounts. */
export const Presentment = z.object(amounts).superRefine(proveBalance);
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
    channel: z.enum(['web', 'store', 'marketplace', 'b2b', 'phone', 'other']),
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
    cancelled: z.object({ at: Instant, reason: z.enum(['customer', 'stock', 'fraud', 'payment-declined', 'staff', 'other']) }).optional(),
    /** The order or return that this one exchanges, for an exchange. */
    exchangeOf: BusinessRef.optional(),
  })
  .superRefine(proveBalance);
export type Order = z.output<typeof Order>;

/** The total of goods and charges of a line or charge: gross less discounts. */
export function netOf(item: { readonly gross: Amount; readonly discounts: readonly { readonly amount: Amount }[] }): Amount {
  if (item.discounts.length === 0) return item.gross;
  return subtract(item.gross, sum(item.discounts.map((it) => it.amount), item.gross.currency));
}

/** The taxes of lines and charges, summed. */
export function taxOf(order: Pick<Order, 'currency' | 'lines' | 'charges'>): Amount {
  return sum([...order.lines, ...order.charges].flatMap((it) => it.taxes.map((tax) => tax.amount)), order.currency);
}

type Amounts = Pick<Order, keyof typeof amounts>;

function proveBalance(order: Amounts, sink: IssueSink): void {
  const { currency, taxIncluded, lines, charges, rounding, total, tenders, outstanding } = order;
  if (!mustBeIn(sink, currency, everyAmount(order))) return;
  const items = [...lines, ...charges];
  const parts = items.map(netOf);
  if (!taxIncluded) parts.push(taxOf(order));
  parts.push(rounding ?? zero(currency));
  mustEqual(sink, ['total'], ['the sum of lines, tax, charges and rounding', sum(parts, currency)], ['the total', total]);
  const paid = sum([...tenders.map((it) => it.amount), outstanding], currency);
  mustEqual(sink, ['tenders'], ['the sum of tenders and outstanding', paid], ['the total', total]);
}

function* everyAmount({ lines, charges, rounding, total, tenders, outstanding }: Amounts): Iterable<readonly [(string | number)[], Amount | undefined]> {
  yield [['total'], total];
  yield [['outstanding'], outstanding];
  yield [['rounding'], rounding];
  for (const [index, it] of tenders.entries()) yield [['tenders', index, 'amount'], it.amount];
  for (const [name, items] of [['lines', lines], ['charges', charges]] as const) {
    for (const [index, item] of items.entries()) {
      yield [[name, index, 'gross'], item.gross];
      for (const [at, it] of item.discounts.entries()) yield [[name, index, 'discounts', at, 'amount'], it.amount];
      for (const [at, it] of item.taxes.entries()) yield [[name, index, 'taxes', at, 'amount'], it.amount];
    }
  }
}
