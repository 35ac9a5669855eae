import {
  add,
  IntegrationError,
  isZero,
  type Money,
  parse,
  pieces,
  Return,
  subtract,
  sum,
  worthOf,
  zero,
} from '@crossdock/core';
import type { z } from 'zod';
import type { Refund as GraphqlRefund, Return as GraphqlReturn } from '../api/aftermath-data.ts';
import { amountReader } from './amounts.ts';
import { instantOf, numberOf } from './ids.ts';
import type { LineFacts } from './order-facts.ts';
import { businessDay, returnRef } from './refs.ts';
import { partOf, partOfLine } from './shares.ts';
import { channelOf, discountsOf, linesOf, locationCode, orderRefOf, skuOf, taxesOf } from './to-order.ts';
import { readRefund, reasonOf, type RefundContext, type RefundReading } from './to-refund.ts';
import { disposition, returnState } from './words.ts';

type ReturnLines = z.input<typeof Return>['lines'];

/** Whether all that is to come back is here. */
export function isProcessed({ status, returnLineItems: { nodes } }: GraphqlReturn): boolean {
  const units = processedUnits(nodes);
  return units > 0 && (status === 'CLOSED' || units === nodes.reduce((sum_, { quantity }) => sum_ + quantity, 0));
}

/** Units that have come back. */
export function processedUnits(nodes: GraphqlReturn['returnLineItems']['nodes']): number {
  return nodes.reduce((units, { processedQuantity }) => units + processedQuantity, 0);
}

/**
 * The canonical return: as it was asked for, or as it was processed. Goods that came back have the amounts of their refund
 * where there is one; goods that were taken instead, and fees that were kept, are taken off.
 */
export function toReturn(
  returned: GraphqlReturn,
  refunds: readonly GraphqlRefund[],
  context: RefundContext,
  stage: 'requested' | 'processed',
): Return {
  const { order, settings, side } = context;
  const amounts = amountReader(side, order.currency);
  const id = numberOf(returned.id, 'return.id');
  const done = stage === 'processed' ? refunds.map((refund) => readRefund(refund, context)) : [];
  const settled = done.filter(({ state }) => state === 'done');
  const before = unitsBefore(returned, context);
  const lines = stage === 'processed' ? cameBack(returned, done, before, context) : askedFor(returned, before, context);
  const charges = settled.flatMap((refund) => refund.charges);
  const share =
    stage === 'processed' ? ({ processedQuantity }: Unit) => processedQuantity : ({ quantity }: Unit) => quantity;
  const fees = feesOf(returned, share, (bag, path) => amounts.bag(bag, path));
  const exchange = linesOf({ ...order, lines: exchangedLines(returned, context) }, settings);
  const terms = { currency: order.currency, taxIncluded: order.taxesIncluded };
  const back = parsedWorth([...lines, ...charges], terms);
  const plain = subtract(back, parsedWorth([...fees, ...exchange], terms));
  const tenders = settled.flatMap((refund) => [...refund.tenders]);
  const paid = sum(
    tenders.map(({ amount }) => amount),
    order.currency,
  );
  const rounding = sum(
    settled.map((refund) => refund.rounding),
    order.currency,
  );
  const told = sum(
    settled.map((refund) => refund.told),
    order.currency,
  );
  // Whether the platform tells a fee as an adjustment too is not documented; what went back decides.
  const adjustment = isZero(subtract(add(plain, rounding), paid)) ? zero(order.currency) : told;
  const total = sum([plain, rounding, adjustment], order.currency);
  const occurredAt =
    stage === 'requested' ? instantOf(returned.createdAt, 'createdAt') : processedAt(returned, refunds);
  return parse(
    Return,
    {
      ref: returnRef(order, id, settings),
      number: returned.name,
      orderRef: orderRefOf(order, settings),
      refs: { [settings.name]: returned.id },
      channel: channelOf(order.source),
      occurredAt,
      ...businessDay(occurredAt, settings),
      currency: order.currency,
      taxIncluded: order.taxesIncluded,
      lines,
      charges,
      fees,
      exchange,
      ...(!isZero(adjustment) && { adjustment }),
      ...(!isZero(rounding) && { rounding }),
      total,
      tenders: stage === 'processed' ? tenders : [],
      outstanding: stage === 'processed' ? subtract(total, paid) : total,
    } satisfies z.input<typeof Return>,
    { what: `Return ${returned.name}`, code: 'response-invalid' },
  );
}

type Unit = Pick<GraphqlReturn['returnLineItems']['nodes'][number], 'quantity' | 'processedQuantity'>;

/**
 * Units of each sold line that earlier returns of the order take back. The units of this one stand behind them, so that returns of a line
 * sum to it.
 */
function unitsBefore(returned: GraphqlReturn, { returns = [] }: RefundContext): ReadonlyMap<string, number> {
  const own = BigInt(numberOf(returned.id, 'returns.id'));
  const earlier = returns.filter(
    ({ id, status }) => BigInt(numberOf(id, 'returns.id')) < own && returnState(status, 'returns.status') !== 'off',
  );
  const units = new Map<string, number>();
  for (const { fulfillmentLineItem, quantity } of earlier.flatMap(({ returnLineItems }) => returnLineItems.nodes)) {
    if (!fulfillmentLineItem) continue;
    const id = numberOf(fulfillmentLineItem.lineItem.id, 'returnLineItems.fulfillmentLineItem');
    units.set(id, (units.get(id) ?? 0) + quantity);
  }
  return units;
}

/** Gives out positions in a row of units. */
function positions(begin: ReadonlyMap<string, number> = new Map()) {
  const next = new Map(begin);
  return (id: string, units: number) => {
    const from = next.get(id) ?? 0;
    next.set(id, from + units);
    return { from, to: from + units };
  };
}

function askedFor(returned: GraphqlReturn, before: ReadonlyMap<string, number>, context: RefundContext): ReturnLines {
  const placeOf = positions(before);
  return returned.returnLineItems.nodes.map((line, index) => {
    const sold = soldLine(line, index, context);
    return {
      ...identity(line, index, sold, context),
      quantity: pieces(line.quantity),
      disposition: 'undecided' as const,
      ...worth(partOfLine(sold, { ...placeOf(sold.id, line.quantity), all: sold.quantity })),
    };
  });
}

/** Every disposition is a line: units that were put back into stock and units that were not are two. */
function cameBack(
  returned: GraphqlReturn,
  refunds: readonly RefundReading[],
  before: ReadonlyMap<string, number>,
  context: RefundContext,
): ReturnLines {
  const perLine = new Map<string, number>();
  for (const [index, line] of returned.returnLineItems.nodes.entries()) {
    const id = soldLine(line, index, context).id;
    perLine.set(id, (perLine.get(id) ?? 0) + line.processedQuantity);
  }
  const placeOf = positions();
  return returned.returnLineItems.nodes.flatMap((line, index) => {
    if (line.processedQuantity === 0) return [];
    const sold = soldLine(line, index, context);
    const all = perLine.get(sold.id) ?? line.processedQuantity;
    const known = refundedWorth(sold, all, refunds);
    const from = before.get(sold.id) ?? 0;
    const whole = known ?? partOfLine(sold, { from, to: from + all, all: sold.quantity });
    return goods(returned, line).map(({ units, what, locationId }, part) => ({
      ...identity(line, index, sold, context),
      id:
        part === 0 ? identity(line, index, sold, context).id : `${identity(line, index, sold, context).id}-${part + 1}`,
      quantity: pieces(units),
      disposition: what,
      ...(what === 'restock' &&
        locationId !== undefined && {
          location: locationCode(locationId, context.settings, `returnLineItems.nodes.${index}.location`),
        }),
      ...worth(partOfLine(whole, { ...placeOf(sold.id, units), all })),
    }));
  });
}

type Amounts = Pick<LineFacts, 'original' | 'discounts' | 'taxes'>;

/** What refunds gave back for the units, if they gave back all of them. */
function refundedWorth(sold: LineFacts, units: number, refunds: readonly RefundReading[]): Amounts | undefined {
  const lines = refunds.flatMap((refund) => refund.lines.filter(({ orderLineId }) => orderLineId === sold.id));
  const refunded = lines.reduce((sum_, { quantity }) => sum_ + Number(quantity.amount), 0);
  if (lines.length === 0 || refunded !== units) return undefined;
  const { currency } = sold.original;
  const names = [...new Set(lines.flatMap(({ taxes = [] }) => taxes.map(({ name }) => name)))];
  return {
    original: sum(
      lines.map(({ gross }) => gross),
      currency,
    ),
    discounts: [],
    taxes: names.map((title) => {
      const own = lines.flatMap(({ taxes = [] }) => taxes.filter(({ name }) => name === title));
      const amount = sum(
        own.map((tax) => tax.amount),
        currency,
      );
      return { title, rate: own[0]?.rate, amount };
    }),
  };
}

/** What became of the units of a line. Units that nobody disposed of are undecided. */
function goods({ reverseFulfillmentOrders }: GraphqlReturn, line: GraphqlReturn['returnLineItems']['nodes'][number]) {
  const decided = reverseFulfillmentOrders.nodes
    .flatMap(({ lineItems }) => lineItems.nodes)
    .filter(({ fulfillmentLineItem }) => fulfillmentLineItem?.id === line.fulfillmentLineItem?.id)
    .flatMap(({ dispositions }) => dispositions)
    .map(({ type, quantity, location }) => ({
      units: quantity,
      what: disposition(type, 'reverseFulfillmentOrders.dispositions.type'),
      locationId: location ? numberOf(location.id, 'reverseFulfillmentOrders.dispositions.location.id') : undefined,
    }));
  const units = decided.reduce((sum_, it) => sum_ + it.units, 0);
  const rest = line.processedQuantity - units;
  return rest > 0 ? [...decided, { units: rest, what: 'undecided' as const, locationId: undefined }] : decided;
}

function exchangedLines({ exchangeLineItems }: GraphqlReturn, { order }: RefundContext): LineFacts[] {
  const taken = exchangeLineItems.nodes.flatMap(({ lineItems }) => lineItems ?? []);
  const ids = new Set(taken.map(({ id }) => numberOf(id, 'exchangeLineItems.lineItems.id')));
  return order.lines.filter(({ id }) => ids.has(id));
}

function feesOf(
  returned: GraphqlReturn,
  share: (line: Unit) => number,
  read: (bag: GraphqlReturn['returnShippingFees'][number]['amountSet'], path: string) => Money,
) {
  const restocking = returned.returnLineItems.nodes.flatMap((line) => {
    const units = share(line);
    if (!line.restockingFee || units === 0) return [];
    const whole = read(line.restockingFee.amountSet, 'returnLineItems.restockingFee.amountSet');
    return [
      {
        kind: 'fee' as const,
        name: 'Restocking fee',
        gross: partOf(whole, { from: 0, to: units, all: line.quantity }),
      },
    ];
  });
  const shipping = returned.returnShippingFees.map(({ amountSet }) => ({
    kind: 'fee' as const,
    name: 'Return shipping',
    gross: read(amountSet, 'returnShippingFees.amountSet'),
  }));
  return [...restocking, ...shipping].filter(({ gross }) => !isZero(gross));
}

function soldLine(
  line: GraphqlReturn['returnLineItems']['nodes'][number],
  index: number,
  { order }: RefundContext,
): LineFacts {
  const path = `returnLineItems.nodes.${index}.fulfillmentLineItem`;
  const id = line.fulfillmentLineItem ? numberOf(line.fulfillmentLineItem.lineItem.id, path) : undefined;
  const sold = order.lines.find((it) => it.id === id);
  if (!sold) throw unmappedLine(order.name, index, path);
  return sold;
}

function identity(
  line: GraphqlReturn['returnLineItems']['nodes'][number],
  index: number,
  sold: LineFacts,
  { order, settings }: RefundContext,
) {
  return {
    id: numberOf(line.id, `returnLineItems.nodes.${index}.id`),
    orderLineId: sold.id,
    sku: skuOf(sold, index, order, settings),
    ...reasonOf(line.returnReasonNote),
  };
}

function worth({ original, discounts, taxes }: Amounts) {
  return { gross: original, discounts: discountsOf(discounts), taxes: taxesOf(taxes) };
}

function processedAt(returned: GraphqlReturn, refunds: readonly GraphqlRefund[]): string {
  if (returned.closedAt !== null) return instantOf(returned.closedAt, 'closedAt');
  const latest = refunds
    .map(({ processedAt: at }) => instantOf(at, 'refunds.processedAt'))
    .toSorted()
    .at(-1);
  return latest ?? instantOf(returned.createdAt, 'createdAt');
}

interface Priced {
  readonly gross: Money;
  readonly discounts?: readonly { readonly amount: Money }[] | undefined;
  readonly taxes?: readonly { readonly amount: Money }[] | undefined;
}

function parsedWorth(
  items: readonly Priced[],
  terms: { readonly currency: string; readonly taxIncluded: boolean },
): Money {
  return worthOf(
    items.map(({ gross, discounts = [], taxes = [] }) => ({ gross, discounts, taxes })),
    terms,
  );
}

function unmappedLine(name: string, index: number, path: string): Error {
  return new IntegrationError(`Line ${index + 1} of a return of order ${name} is of no line of the order`, {
    code: 'unmapped',
    path,
  });
}
