import {
  allocate,
  type CapabilityInput,
  compare,
  compareQuantities,
  IntegrationError,
  isZero,
  type Money,
  type Order,
  type Return,
  subtract,
  subtractQuantities,
  sumQuantities,
  type Tender,
  worthOf,
  zero,
} from '@crossdock/core';

type OrderLine = Order['lines'][number];
type ReturnLine = Return['lines'][number];

/**
 * What came back in a store as a return of the web order that sold it: its lines, its prices, its taxes, its payments.
 *
 * @throws IntegrationError `conflict` when something came back that the order did not sell, or sold less of, or when the till gave back
 * another amount than was paid for it: then a person has to look
 */
export function asSold(back: Return, order: Order): Return {
  const { currency, taxIncluded } = order;
  if (back.exchange.length > 0) throw conflict('An exchange against a web order is made at the till', 'exchange');
  const lines = back.lines.map((line, index) => lineAsSold(line, back, order, index));
  const total = worthOf(lines, { currency, taxIncluded });
  if (back.currency !== currency || compare(back.total, total) !== 0) {
    throw conflict(
      `The till gave back ${back.total.amount} ${back.currency}, and the web order was paid ${total.amount} ${currency}`,
      'total',
    );
  }
  const { ref, number, refs, channel, occurredAt, businessDate, location } = back;
  return {
    ref,
    ...(number !== undefined && { number }),
    orderRef: order.ref,
    refs,
    channel,
    occurredAt,
    ...(businessDate !== undefined && { businessDate }),
    ...(location !== undefined && { location }),
    currency,
    taxIncluded,
    lines,
    charges: [],
    fees: [],
    exchange: [],
    total,
    tenders: theWayItCame(total, order.tenders),
    outstanding: zero(currency),
  };
}

/** What the shelves of the store have more of: units by SKU. */
export function changesOf({ lines, location }: Return): CapabilityInput<'adjustInventory'>['changes'] {
  return [...Map.groupBy(lines, (line) => line.sku).entries()].map(([sku, same]) => ({
    sku,
    location: same[0]?.location ?? location ?? '',
    delta: sumQuantities(
      same.map((line) => line.quantity),
      'EA',
    ),
  }));
}

function lineAsSold(line: ReturnLine, back: Return, order: Order, index: number): ReturnLine {
  const path = `lines.${index}`;
  const [sold, ...others] = order.lines.filter(({ sku }) => sku === line.sku);
  if (!sold || others.length > 0) throw conflict(`The web order has no line of its own for ${line.sku}`, path);
  if (compareQuantities(line.quantity, sold.quantity) > 0)
    throw conflict(`More of ${line.sku} came back than the web order sold`, `${path}.quantity`);
  return {
    id: line.id,
    orderLineId: sold.id,
    sku: line.sku,
    quantity: line.quantity,
    disposition: 'restock',
    ...(back.location !== undefined && { location: back.location }),
    ...shareOf(sold, line.quantity),
  };
}

/** What was paid for some units of a line. */
function shareOf({ quantity, gross, discounts, taxes }: OrderLine, units: OrderLine['quantity']) {
  const weights = [units.amount, subtractQuantities(quantity, units).amount];
  const share = (amount: Money): Money => allocate(amount, weights)[0] ?? amount;
  return {
    gross: share(gross),
    discounts: discounts.map((it) => ({ ...it, amount: share(it.amount) })),
    taxes: taxes.map((it) => ({ ...it, amount: share(it.amount) })),
  };
}

/** An amount of what was paid, off the first payments. */
function theWayItCame(amount: Money, tenders: readonly Tender[]): Tender[] {
  let rest = amount;
  return tenders.flatMap((tender) => {
    if (isZero(rest)) return [];
    const part = compare(tender.amount, rest) < 0 ? tender.amount : rest;
    rest = subtract(rest, part);
    return [{ ...tender, amount: part }];
  });
}

function conflict(message: string, path: string): IntegrationError {
  return new IntegrationError(message, { code: 'conflict', path });
}
