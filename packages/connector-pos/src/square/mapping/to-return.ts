import {
  add,
  BusinessRef,
  type EventData,
  isZero,
  type Money,
  negate,
  parse,
  Return,
  subtract,
  sum,
  zero,
} from '@crossdock/core';
import { type WireOrder, type WireOrderRefund, type WireReturn, type WireReturnLine } from '../api/orders.ts';
import { unmapped } from '../errors.ts';
import { optional, required } from './amounts.ts';
import { amountsOfLine, articleOf, chargesOf, isSold, type LineReading, plainQuantity } from './lines.ts';
import { clocksOf, lineReading, type MappingSettings, type ReadOrder, tipOf } from './order-facts.ts';
import { tenderMeans } from './tender-kinds.ts';
import { orderRef, soldLines, tendersOf } from './to-order.ts';

/** What becomes of refunds whose money is still on its way: owed to the buyer, or counted as gone. */
export type PendingRefunds = 'owed' | 'gone';

/** Whether money of a return is still on its way. Nothing is settled by it. */
export function hasPendingRefund({ refunds }: WireOrder): boolean {
  return refunds.some((it) => refundState(it) === 'pending');
}

/**
 * A return as Square has it: goods back, an exchange in the same order, or an amount alone.
 *
 * Everything in `returns` is positive at Square, and so it is here: the document itself means "back".
 */
export function toReturn(
  read: ReadOrder,
  settings: MappingSettings,
  pending: PendingRefunds = 'owed',
): EventData<'return.processed'> {
  const { order, store } = read;
  const reading = lineReading(read, settings);
  const { currency, taxIncluded } = reading;
  const lines = order.returns.flatMap((back, index) => returnedLines(back, reading, settings, index));
  const charges = order.returns.flatMap((back, index) => returnedCharges(back, reading, index));
  const exchange = soldLines(order.line_items, reading, 'line_items');
  const fees = [...chargesOf(order.service_charges, reading, 'service_charges'), ...tips(tipOf(order, currency))];
  const rounding = roundingOf(order, currency);
  const goneBack = refundTenders(read, currency, pending);
  const paidNow = tendersOf(read, currency).map((it) => ({ ...it, amount: negate(it.amount) }));
  const tenders = [...goneBack, ...paidNow];
  const parts = {
    ref: orderRef(settings.name, order.id),
    number: order.id,
    ...sourceOf(order, settings),
    refs: { [settings.name]: order.id },
    channel: 'store',
    ...when(read, settings),
    location: store.code,
    currency,
    taxIncluded,
    lines,
    charges,
    fees,
    exchange,
    ...(!isZero(rounding) && { rounding }),
    tenders,
  };
  const total = totalOf(order, currency);
  const tendered = sum(
    tenders.map((it) => it.amount),
    currency,
  );
  const outstanding = subtract(total, tendered);
  const adjustment = adjustmentOf(order, reading);
  const document = { ...parts, total, outstanding, ...(!isZero(adjustment) && { adjustment }) };
  return parse(Return, document, { what: 'the return', code: 'unmapped' });
}

function returnedLines(back: WireReturn, reading: LineReading, settings: MappingSettings, index: number) {
  return back.return_line_items.flatMap((line, position) => {
    if (!isSold(line) || isAmountOnly(line, reading)) return [];
    const at = `returns.${index}.return_line_items.${position}`;
    const { kind, sku, unit } = articleOf(line, reading, at);
    return [
      {
        // A line of the sale and one of the return may have the same uid in one order.
        id: `${back.uid}:${line.uid}`,
        ...(line.source_line_item_uid !== undefined && { orderLineId: line.source_line_item_uid }),
        ...(kind !== 'goods' && { kind }),
        sku,
        quantity: { amount: plainQuantity(line.quantity), unit },
        disposition: kind === 'goods' ? settings.returnedGoods : 'not-returned',
        ...amountsOfLine(line, reading, at),
      },
    ];
  });
}

/** An amount without an article that goes back explains no goods: it is an adjustment, unless the options name a SKU for it. */
function isAmountOnly(line: WireReturnLine, { customAmountSku, currency }: LineReading): boolean {
  const tax = optional(line.total_tax_money, currency, 'total_tax_money');
  return line.item_type === 'CUSTOM_AMOUNT' && customAmountSku === undefined && isZero(tax);
}

function returnedCharges(back: WireReturn, reading: LineReading, index: number) {
  const { currency } = reading;
  const at = `returns.${index}.return_tips`;
  const tip = sum(
    back.return_tips.map((it) => optional(it.applied_money, currency, at)),
    currency,
  );
  return [...chargesOf(back.return_service_charges, reading, `returns.${index}.return_service_charges`), ...tips(tip)];
}

const tips = (tip: Money) => (isZero(tip) ? [] : [{ kind: 'tip' as const, gross: tip, taxes: [] }]);

/** What goes back and nothing explains: an amount without an article, or an order that holds nothing but its refunds. */
function adjustmentOf(order: WireOrder, reading: LineReading): Money {
  const { currency } = reading;
  const bare = order.returns.filter(
    (it) => it.return_line_items.length === 0 && it.return_service_charges.length === 0,
  );
  const unexplained = bare.filter((it) => it.return_tips.length === 0);
  const ofBare = unexplained.map((it) => optional(it.return_amounts?.total_money, currency, 'returns.return_amounts'));
  const ofLines = order.returns.flatMap((it, index) =>
    it.return_line_items
      .filter((line) => isSold(line) && isAmountOnly(line, reading))
      .map((line) => required(line.total_money, currency, `returns.${index}.return_line_items.total_money`)),
  );
  const ofRefunds = order.returns.length === 0 ? order.refunds.map((it) => amountOf(it, currency)) : [];
  return sum([...ofBare, ...ofLines, ...ofRefunds], currency);
}

/** What goes back in all: the sale's side of an exchange taken off. */
function totalOf(order: WireOrder, currency: string): Money {
  if (order.net_amounts?.total_money !== undefined) {
    return negate(required(order.net_amounts.total_money, currency, 'net_amounts.total_money'));
  }
  const back = order.returns.map((it, index) =>
    required(it.return_amounts?.total_money, currency, `returns.${index}.return_amounts.total_money`),
  );
  const refunded = order.returns.length === 0 ? order.refunds.map((it) => amountOf(it, currency)) : [];
  const sold = order.line_items.length === 0 ? zero(currency) : required(order.total_money, currency, 'total_money');
  return subtract(sum([...back, ...refunded], currency), sold);
}

/** Cash rounding: of the returns, which counts with them, and of what was sold in exchange, which counts against. */
function roundingOf(order: WireOrder, currency: string): Money {
  const back = order.returns.map((it) => optional(it.rounding_adjustment?.amount_money, currency, 'returns.rounding'));
  const sold = optional(order.rounding_adjustment?.amount_money, currency, 'rounding_adjustment.amount_money');
  return add(sum(back, currency), negate(sold));
}

function refundTenders(read: ReadOrder, currency: string, pending: PendingRefunds) {
  return read.order.refunds.flatMap((refund, index) => {
    const state = refundState(refund);
    if (state === 'failed' || (state === 'pending' && pending === 'owed')) return [];
    const type = refundMeans(refund, read);
    return [
      {
        id: refund.id,
        ...(type === undefined ? { kind: 'other' as const } : tenderMeans(type, `refunds.${index}`)),
        amount: amountOf(refund, currency),
        ...(refund.tender_id !== undefined && { reference: refund.tender_id }),
      },
    ];
  });
}

const giftCard = 'SQUARE_GIFT_CARD';

/**
 * By what means money went back, in the words of tenders. The refund itself tells it: a card sale may be given back in cash. Where it
 * does not, money went back the way it came.
 */
function refundMeans(refund: WireOrderRefund, { order, payments, refunds }: ReadOrder): string | undefined {
  const { destination_type: destination, destination_details: details } = refunds.get(refund.id) ?? {};
  const tender = order.tenders.find((it) => it.id === refund.tender_id)?.type;
  const payment = payments.get(refund.tender_id ?? '');
  if (destination === undefined || destination === 'CARD') {
    // A gift card is a card of its own brand here.
    const brand = details?.card_details?.card?.card_brand ?? payment?.card_details?.card?.card_brand;
    if (brand === giftCard) return giftCard;
  }
  const means = destination ?? tender ?? payment?.source_type;
  if (means !== 'EXTERNAL') return means;
  return tender === 'THIRD_PARTY_CARD' ? tender : 'OTHER';
}

function amountOf(refund: WireOrderRefund, currency: string): Money {
  return required(refund.amount_money, currency, 'refunds.amount_money');
}

const refundStates: Readonly<Record<string, 'pending' | 'gone' | 'failed'>> = {
  PENDING: 'pending',
  APPROVED: 'gone',
  COMPLETED: 'gone',
  REJECTED: 'failed',
  FAILED: 'failed',
};

function refundState({ status }: WireOrderRefund): 'pending' | 'gone' | 'failed' {
  const state = refundStates[status];
  if (state === undefined) throw unmapped('refund status', status, 'refunds.status');
  return state;
}

/** The sale that goods come from, if all of them come from one; it may be of another day, or not read yet. */
function sourceOf(
  { returns, reference_id }: WireOrder,
  { name, soldElsewhere }: MappingSettings,
): { readonly orderRef?: string } {
  const [first, ...others] = new Set(returns.map((it) => it.source_order_id));
  if (others.length > 0) return {};
  if (first !== undefined) return { orderRef: orderRef(name, first) };
  // Whatever else somebody may write there is no reference of ours.
  const named = soldElsewhere === 'reference-id' ? BusinessRef.safeParse(reference_id) : undefined;
  return named?.success === true ? { orderRef: named.data } : {};
}

function when(read: ReadOrder, settings: MappingSettings) {
  const { occurredAt, businessDate } = clocksOf(read, settings);
  return { occurredAt, businessDate };
}
