import {
  add,
  equals,
  IntegrationError,
  isZero,
  type Money,
  negate,
  parse,
  pieces,
  Refund,
  subtract,
  sum,
} from '@crossdock/core';
import type { z } from 'zod';
import type { Refund as GraphqlRefund, Return as GraphqlReturn } from '../api/aftermath-data.ts';
import { type AmountReader, amountReader, type CurrencySide } from './amounts.ts';
import { instantOf, numberOf } from './ids.ts';
import type { OrderFacts } from './order-facts.ts';
import { businessDay, ownRef, refundRef, returnRef } from './refs.ts';
import { splitTax } from './shares.ts';
import { locationCode, type MappingSettings, orderRefOf, skuOf, tendersOf, taxesOf } from './to-order.ts';
import { refundDisposition, refundState } from './words.ts';

/** A refund with what it is for. Amounts are in the currency that the order is read in. */
export interface RefundReading {
  readonly state: 'pending' | 'done' | 'failed';
  readonly lines: z.input<typeof Refund>['lines'] & object;
  readonly charges: z.input<typeof Refund>['charges'] & object;
  readonly tenders: readonly {
    readonly kind: Refund['tenders'][number]['kind'];
    readonly name?: string;
    readonly amount: Money;
  }[];
  /** What goes back. */
  readonly total: Money;
  readonly rounding: Money;
  /** What lines and charges do not explain. */
  readonly adjustment: Money;
  /** What the platform says about the adjustment, where it says it. */
  readonly told: Money;
}

/** What refunds are read with. */
export interface RefundContext {
  readonly order: OrderFacts;
  readonly settings: MappingSettings;
  readonly side: CurrencySide;
  /** All returns of the order. @default none but the one that is read */
  readonly returns?: readonly GraphqlReturn[];
}

/**
 * The canonical refund, once its money has moved; undefined while it has not.
 *
 * Money = lines + shipping + duties − the platform's adjustments, or it is refused as `unbalanced`. Only where a return
 * keeps a fee or hands over other goods the rest is explained there.
 */
export function toRefund(refund: GraphqlRefund, context: RefundContext): Refund | undefined {
  const { order, settings } = context;
  const reading = readRefund(refund, context);
  if (reading.state !== 'done') return undefined;
  const { lines, charges, tenders, total, rounding, adjustment } = reading;
  const occurredAt = instantOf(refund.processedAt, 'processedAt');
  return parse(
    Refund,
    {
      ref: refundRef(order, refund.legacyResourceId, settings),
      orderRef: orderRefOf(order, settings),
      ...(refund.return && { returnRef: returnRef(order, numberOf(refund.return.id, 'return.id'), settings) }),
      refs: { [settings.name]: refund.id },
      occurredAt,
      ...businessDay(occurredAt, settings),
      state: 'done',
      taxIncluded: order.taxesIncluded,
      total,
      tenders: [...tenders],
      lines,
      charges,
      ...(!isZero(adjustment) && { adjustment }),
      ...(!isZero(rounding) && { rounding }),
      ...reasonOf(refund.note),
    } satisfies z.input<typeof Refund>,
    { what: `Refund ${refund.legacyResourceId} of order ${order.name}`, code: 'response-invalid' },
  );
}

/** Reads a refund and proves its amounts. */
export function readRefund(refund: GraphqlRefund, context: RefundContext): RefundReading {
  const { order, settings, side } = context;
  const amounts = amountReader(side, order.currency);
  if (
    refund.refundShippingLines.pageInfo.hasNextPage ||
    refund.transactions.pageInfo.hasNextPage ||
    refund.orderAdjustments.pageInfo.hasNextPage
  ) {
    throw new IntegrationError('A refund has more parts than are read', {
      code: 'response-too-large',
      disposition: 'reject',
    });
  }
  const { state, tenders, total, rounding } = moneyOf(refund, settings, amounts);
  const told = sum(
    refund.orderAdjustments.nodes
      // It stands for money that is under way, and goes away when that arrives.
      .filter(({ reason }) => reason !== 'PENDING_REFUND_DISCREPANCY')
      .flatMap(({ amountSet, taxAmountSet }) => [
        amounts.bag(amountSet, 'orderAdjustments.amountSet'),
        amounts.bag(taxAmountSet, 'orderAdjustments.taxAmountSet'),
      ]),
    order.currency,
  );
  const base = { state, tenders, total, rounding, told: negate(told) };
  const unexplained = (taxInside: boolean): Money =>
    subtract(subtract(total, rounding), worthOf(refund, amounts, taxInside));
  // Whether the platform's subtotals contain the tax where prices do is not documented; only one of both adds up.
  const taxInside =
    order.taxesIncluded && !equals(unexplained(false), base.told) && equals(unexplained(true), base.told);
  const adjustment = unexplained(taxInside);
  if (state === 'done' && refund.return === null && !equals(adjustment, base.told)) {
    const difference = subtract(adjustment, base.told);
    throw new IntegrationError(
      `Refund ${refund.legacyResourceId} of order ${order.name} does not add up: a difference of ${difference.amount} ${difference.currency}`,
      { code: 'unbalanced', path: 'transactions' },
    );
  }
  return {
    ...base,
    adjustment,
    lines: linesOf(refund, context, amounts, taxInside),
    charges: chargesOf(refund, order, amounts, taxInside),
  };
}

function moneyOf(refund: GraphqlRefund, settings: MappingSettings, amounts: AmountReader) {
  const moved = refund.transactions.nodes.map((it, index) => ({
    ...it,
    path: `transactions.${index}`,
    state: refundState(it.status, `transactions.${index}.status`),
  }));
  const done = moved.filter(({ state }) => state === 'done');
  const state = moved.some((it) => it.state === 'pending')
    ? 'pending'
    : done.length === 0 && moved.length > 0
      ? 'failed'
      : 'done';
  const payments = done.map(({ gateway, amountSet, path }) => ({
    gateway: gateway ?? '',
    amount: amounts.bag(amountSet, `${path}.amountSet`),
    path: `${path}.gateway`,
  }));
  const rounding = sum(
    done.flatMap(({ amountRoundingSet, path }) =>
      amountRoundingSet ? [amounts.bag(amountRoundingSet, `${path}.amountRoundingSet`)] : [],
    ),
    amounts.currency,
  );
  const total = sum(
    payments.map(({ amount }) => amount),
    amounts.currency,
  );
  return { state, tenders: tendersOf(payments, settings), total, rounding } as const;
}

/** What lines, shipping and duties come to. */
function worthOf(refund: GraphqlRefund, amounts: AmountReader, taxInside: boolean): Money {
  const parts = [
    ...refund.refundLineItems.nodes.map(({ subtotalSet, totalTaxSet }) => [subtotalSet, totalTaxSet] as const),
    ...refund.refundShippingLines.nodes.map((it) => [it.subtotalAmountSet, it.taxAmountSet] as const),
  ].flatMap(([subtotal, tax]) => [
    amounts.bag(subtotal, 'subtotalSet'),
    ...(taxInside ? [] : [amounts.bag(tax, 'totalTaxSet')]),
  ]);
  const duties = (refund.duties ?? []).map(({ amountSet }) => amounts.bag(amountSet, 'duties.amountSet'));
  return sum([...parts, ...duties], amounts.currency);
}

function linesOf(refund: GraphqlRefund, { order, settings }: RefundContext, amounts: AmountReader, taxInside: boolean) {
  return refund.refundLineItems.nodes.flatMap((it, index) => {
    const path = `refundLineItems.nodes.${index}`;
    const lineId = numberOf(it.lineItem.id, `${path}.lineItem.id`);
    if (order.tipLineIds.includes(lineId)) return [];
    const sold = order.lines.find(({ id }) => id === lineId);
    const tax = amounts.bag(it.totalTaxSet, `${path}.totalTaxSet`);
    const subtotal = amounts.bag(it.subtotalSet, `${path}.subtotalSet`);
    const disposition = refundDisposition(it.restockType, `${path}.restockType`);
    const location = it.location ? numberOf(it.location.id, `${path}.location.id`) : undefined;
    return {
      id: it.id === null ? `${lineId}-${index}` : numberOf(it.id, `${path}.id`),
      orderLineId: lineId,
      sku: skuOf({ sku: it.lineItem.sku ?? undefined, giftCard: it.lineItem.isGiftCard }, index, order, settings),
      quantity: pieces(it.quantity),
      disposition,
      ...(disposition === 'restock' &&
        location !== undefined && { location: locationCode(location, settings, `${path}.location`) }),
      gross: order.taxesIncluded && !taxInside ? add(subtotal, tax) : subtotal,
      taxes: taxesOf(splitTax(tax, sold?.taxes ?? [])),
    };
  });
}

function chargesOf(refund: GraphqlRefund, order: OrderFacts, amounts: AmountReader, taxInside: boolean) {
  const shipping = refund.refundShippingLines.nodes.map((it, index) => {
    const tax = amounts.bag(it.taxAmountSet, `refundShippingLines.${index}.taxAmountSet`);
    const subtotal = amounts.bag(it.subtotalAmountSet, `refundShippingLines.${index}.subtotalAmountSet`);
    return {
      kind: 'shipping' as const,
      name: it.shippingLine.title,
      ...(it.shippingLine.code !== null && { code: it.shippingLine.code }),
      gross: order.taxesIncluded && !taxInside ? add(subtotal, tax) : subtotal,
      taxes: taxesOf(splitTax(tax, order.shipping[0]?.taxes ?? [])),
    };
  });
  const duties = sum(
    (refund.duties ?? []).map(({ amountSet }) => amounts.bag(amountSet, 'duties.amountSet')),
    amounts.currency,
  );
  // The line of a tip is no goods.
  const tips = refund.refundLineItems.nodes
    .filter((it) => order.tipLineIds.includes(numberOf(it.lineItem.id, 'refundLineItems.lineItem.id')))
    .map(({ subtotalSet }) => ({
      kind: 'tip' as const,
      gross: amounts.bag(subtotalSet, 'refundLineItems.subtotalSet'),
    }))
    .filter(({ gross }) => !isZero(gross));
  return [...shipping, ...tips, ...(isZero(duties) ? [] : [{ kind: 'duty' as const, gross: duties }])];
}

/** Why, without our own mark. */
export function reasonOf(note: string | null): { reason?: string } {
  const reason = (note ?? '').replace(ownRef, '').trim();
  return reason === '' ? {} : { reason };
}
