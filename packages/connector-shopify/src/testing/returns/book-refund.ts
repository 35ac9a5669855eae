import type {
  BookedAdjustment,
  BookedLine,
  BookedOrder,
  BookedRefund,
  BookedRefundLine,
  BookedReturn,
  BookedTransaction,
} from '../book-entries.ts';
import type { Books } from '../books.ts';
import { addBags, type Bag, nothing, subtractBags } from '../minor-units.ts';
import { agree, charge, lineSale } from '../orders/agreements.ts';
import { taxUnitsOf, unitsOf } from '../orders/units.ts';
import { openUnits } from '../order-totals.ts';

/** Money that goes back through the gateway that it came by. */
export interface RefundMoney {
  readonly gateway: string;
  readonly amount: Bag;
  readonly parentId?: bigint;
  /** Money that is under way settles later, or fails. */
  readonly pending?: boolean;
  readonly rounding?: Bag;
}

/** What a refund is booked with. */
export interface RefundToBook {
  readonly lines: readonly {
    readonly line: BookedLine;
    readonly quantity: number;
    readonly restock: BookedRefundLine['restock'];
    readonly locationId?: bigint | undefined;
  }[];
  /** Part of the shipping, with its tax. */
  readonly shipping?: Bag;
  readonly money: readonly RefundMoney[];
  readonly note?: string | undefined;
  readonly reason?: BookedAdjustment['reason'] | undefined;
  /** The return that it settles, and what of the worth of its lines was kept or taken in other goods. */
  readonly of?: { readonly return: BookedReturn; readonly kept: Bag };
}

/** Books a refund: takes units off, and tells by an adjustment where the money is not what lines and shipping say. */
export function bookRefund(books: Books, order: BookedOrder, wanted: RefundToBook): BookedRefund {
  const at = books.second();
  const id = books.nextId();
  const of = wanted.of?.return;
  const taken = wanted.lines.map((it) => takeOff(books, order, it, of !== undefined));
  const shipping = wanted.shipping && shippingPart(books, order, wanted.shipping);
  const transactions = wanted.money.map((money): BookedTransaction => ({
    id: books.nextId(),
    kind: 'REFUND',
    status: money.pending === true ? 'PENDING' : 'SUCCESS',
    gateway: money.gateway,
    amount: money.amount,
    rounding: money.rounding ?? nothing,
    at,
    ...(money.parentId !== undefined && { parentId: money.parentId }),
  }));
  const refund: BookedRefund = {
    id,
    at,
    updatedAt: at,
    note: wanted.note,
    returnId: of?.id,
    lines: taken.map(({ line }) => line),
    shipping,
    adjustments: [],
    transactions,
  };
  order.refunds.push(refund);
  order.transactions.push(...transactions);
  adjust(books, refund, wanted.reason ?? 'REFUND_DISCREPANCY', wanted.of?.kept ?? nothing);
  const sales = [
    ...taken.flatMap(({ sale }) => sale ?? []),
    ...(shipping ? [charge('SHIPPING', negative(worthOf(shipping)), books.nextId, [], 'RETURN')] : []),
    ...refund.adjustments.map(({ amount }) => charge('ADJUSTMENT', amount, books.nextId, [], 'RETURN')),
  ];
  agree(order, { at, reason: 'REFUND', sales, refund }, books.nextId);
  books.touch(order);
  return refund;
}

/** The money that was under way arrived, or did not. */
export function settleRefund(books: Books, order: BookedOrder, refund: BookedRefund, arrived: boolean): void {
  for (const transaction of refund.transactions) {
    if (transaction.status === 'PENDING') transaction.status = arrived ? 'SUCCESS' : 'FAILURE';
  }
  adjust(books, refund, 'REFUND_DISCREPANCY', nothing);
  refund.updatedAt = books.second();
  books.touch(order);
}

/** What can still be paid back of a payment. */
export function refundableOf(order: BookedOrder, payment: BookedTransaction): Bag {
  const back = order.transactions.filter(
    ({ kind, status, parentId }) =>
      (kind === 'REFUND' || kind === 'CHANGE') && status !== 'FAILURE' && parentId === payment.id,
  );
  return subtractBags(payment.amount, addBags(...back.map(({ amount }) => amount)));
}

function takeOff(
  books: Books,
  order: BookedOrder,
  { line, quantity, restock, locationId }: RefundToBook['lines'][number],
  wasReturned: boolean,
) {
  // A return took its units off when it was processed; their worth is that of the units that it took.
  const to = wasReturned ? line.currentQuantity : line.currentQuantity - quantity;
  const from = to + quantity;
  const entry: BookedRefundLine = {
    id: books.nextId(),
    line,
    quantity,
    restock,
    locationId,
    taxes: taxUnitsOf(line.priced.taxes, line.quantity, to, from),
    subtotal: withoutTax(order, line, to, from),
  };
  if (wasReturned) return { line: entry };
  const sale = lineSale(order, line, 'RETURN', from, to, books.nextId);
  const fromOpen = Math.min(openUnits(line), restock === 'RETURN' ? 0 : quantity);
  line.currentQuantity = to;
  line.returnedQuantity += quantity - fromOpen;
  return { line: entry, sale };
}

function withoutTax(order: BookedOrder, line: BookedLine, low: number, high: number): Bag {
  const net = unitsOf(line.priced.net, line.quantity, low, high);
  if (!order.taxesIncluded) return net;
  return subtractBags(net, addBags(...taxUnitsOf(line.priced.taxes, line.quantity, low, high).map((it) => it.price)));
}

function shippingPart(books: Books, order: BookedOrder, amount: Bag): NonNullable<BookedRefund['shipping']> {
  const line = order.shipping;
  if (!line) throw new RangeError('The order has no shipping to pay back');
  const whole = addBags(line.net, ...(order.taxesIncluded ? [] : line.taxes.map(({ price }) => price)));
  const part = (bag: Bag): Bag => ({
    shop: whole.shop === 0n ? 0n : (bag.shop * amount.shop) / whole.shop,
    presentment: whole.presentment === 0n ? 0n : (bag.presentment * amount.presentment) / whole.presentment,
  });
  const taxes = line.taxes.map((tax) => ({ ...tax, price: part(tax.price) }));
  return { id: books.nextId(), taxes, subtotal: subtractBags(amount, addBags(...taxes.map(({ price }) => price))) };
}

/** Σ lines + shipping − money = adjustment: positive where less went back than the lines say. */
function adjust(books: Books, refund: BookedRefund, reason: BookedAdjustment['reason'], kept: Bag): void {
  const arrived = refund.transactions.filter(({ status }) => status === 'SUCCESS').map(({ amount }) => amount);
  const said = addBags(
    ...refund.lines.flatMap(({ subtotal, taxes }) => [subtotal, ...taxes.map(({ price }) => price)]),
    ...(refund.shipping ? [worthOf(refund.shipping)] : []),
  );
  const amount = subtractBags(subtractBags(said, kept), addBags(...arrived));
  const waits = refund.transactions.some(({ status }) => status === 'PENDING');
  refund.adjustments =
    amount.shop === 0n && amount.presentment === 0n
      ? []
      : [{ id: books.nextId(), reason: waits ? 'PENDING_REFUND_DISCREPANCY' : reason, amount }];
}

function worthOf({ subtotal, taxes }: NonNullable<BookedRefund['shipping']>): Bag {
  return addBags(subtotal, ...taxes.map(({ price }) => price));
}

function negative(bag: Bag): Bag {
  return subtractBags(nothing, bag);
}
