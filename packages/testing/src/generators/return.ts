import {
  allocate,
  compare,
  type Money,
  netOf,
  type Order,
  type OrderLine,
  type Random,
  Return,
  type ReturnLine,
  subtract,
  sum,
  type Tender,
  zero,
} from '@crossdock/core';
import { between, pick } from './chance.ts';
import { someOf } from './fulfillment.ts';

/** What {@link generateReturn} takes. */
export interface GenerateReturnOptions {
  /**
   * Whether all goods come back, shipping included, or some units of some lines.
   *
   * @default 'some'
   */
  readonly share?: 'all' | 'some';
  /** Which return of the order it is. @default 1 */
  readonly serial?: number;
  /** ISO instant. @default the instant of the order */
  readonly occurredAt?: string;
  readonly location?: string;
}

/**
 * Generates a return of an order, balanced to the cent. Each unit brings back what was paid for it: all units of a line
 * bring back its gross, its discounts and its taxes exactly.
 */
export function generateReturn(random: Random, order: Order, options: GenerateReturnOptions = {}): Return {
  const { share = 'some', serial = 1, occurredAt = order.occurredAt, location } = options;
  const { currency, taxIncluded } = order;
  const sold = share === 'all' ? order.lines : order.lines.slice(0, between(random, 1, order.lines.length));
  const lines = sold.map((line) => {
    const amount = share === 'all' ? line.quantity.amount : someOf(random, line.quantity.amount);
    const disposition = share === 'all' ? 'restock' : pick(random, ['restock', 'damaged', 'undecided'] as const);
    return { ...takeBack(line, amount), disposition, ...(location !== undefined && { location }) };
  });
  const charges = share === 'all' ? order.charges : [];
  const worth = [...lines, ...charges].flatMap((it) => [
    netOf(it),
    ...(taxIncluded ? [] : it.taxes.map((tax) => tax.amount)),
  ]);
  const total = sum(worth, currency);
  const tenders = payBack(order.tenders, total);
  const paid = sum(
    tenders.map((it) => it.amount),
    currency,
  );
  return Return.parse({
    ref: `${order.ref}-R${serial}`,
    number: `${order.number}-R${serial}`,
    orderRef: order.ref,
    refs: {},
    channel: order.channel,
    occurredAt,
    ...(location !== undefined && { location }),
    currency,
    taxIncluded,
    lines,
    charges,
    total,
    tenders,
    outstanding: subtract(total, paid),
  });
}

function takeBack(line: OrderLine, amount: string): Omit<ReturnLine, 'disposition'> {
  const whole = amount === line.quantity.amount;
  const weights = [amount, whole ? '0' : String(Number(line.quantity.amount) - Number(amount))];
  const part = (money: Money): Money => allocate(money, weights)[0] ?? money;
  return {
    id: `return-${line.id}`,
    orderLineId: line.id,
    sku: line.sku,
    quantity: { ...line.quantity, amount },
    gross: part(line.gross),
    discounts: line.discounts.map((it) => ({ ...it, amount: part(it.amount) })),
    taxes: line.taxes.map((it) => ({ ...it, amount: part(it.amount) })),
  };
}

/** Pays back by the means that were used, each at most what it gave. */
function payBack(tenders: readonly Tender[], total: Money): Tender[] {
  let left = total;
  return tenders.flatMap((tender): Tender[] => {
    if (compare(left, zero(left.currency)) <= 0) return [];
    const amount = compare(tender.amount, left) < 0 ? tender.amount : left;
    left = subtract(left, amount);
    return [{ ...tender, amount }];
  });
}
