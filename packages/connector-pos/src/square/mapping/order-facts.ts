import { isZero, type Money, subtract, sum, zero } from '@crossdock/core';
import { decideClocks, type ThreeClocks } from '../../rules/index.ts';
import { type WireOrder, type WireTender } from '../api/orders.ts';
import { type WirePayment, type WireRefund } from '../api/payments.ts';
import { unmapped } from '../errors.ts';
import { type Store } from '../stores.ts';
import { type Variation } from '../variations.ts';
import { optional, required } from './amounts.ts';
import { isSold, isTaxIncluded, type LineReading } from './lines.ts';

/** An order with everything that it takes to tell it. */
export interface ReadOrder {
  readonly order: WireOrder;
  readonly store: Store;
  /** By id. */
  readonly payments: ReadonlyMap<string, WirePayment>;
  /** As the payments side has them, by the id that the order has for them. */
  readonly refunds: ReadonlyMap<string, WireRefund>;
  readonly variations: ReadonlyMap<string, Variation>;
}

/** What mapping has to know of the options. */
export interface MappingSettings {
  /** The system's name in the wiring: the first part of every business reference. */
  readonly name: string;
  readonly giftCardSku: string | undefined;
  readonly customAmountSku: string | undefined;
  readonly returnedGoods: 'undecided' | 'restock';
  readonly soldElsewhere: 'unlinked' | 'reference-id';
  readonly offlineMs: number;
}

/** What an order is, seen from the books. */
export type OrderKind = 'sale' | 'return' | 'void' | 'open' | 'nothing';

/**
 * What an order is. A sale is what is paid, whether or not it is closed: an order may stay open though it is paid. A drawer
 * that was opened makes an order without lines, which is nothing.
 */
export function kindOf(order: WireOrder): OrderKind {
  const { state } = order;
  if (!['OPEN', 'COMPLETED', 'CANCELED', 'DRAFT'].includes(state)) throw unmapped('order state', state, 'state');
  const sold = order.line_items.some(isSold) || order.service_charges.length > 0;
  const back = order.returns.length > 0 || (!sold && order.refunds.length > 0);
  if (!sold && !back) return 'nothing';
  if (state === 'CANCELED') return 'void';
  if (state === 'DRAFT') return 'open';
  if (back) return 'return';
  return state === 'COMPLETED' || isPaid(order) ? 'sale' : 'open';
}

/** Whether tenders cover an open order. */
function isPaid(order: WireOrder): boolean {
  const tenders = keptTenders(order);
  if (tenders.length === 0 || tenders.some((it) => it.card_details?.status === 'AUTHORIZED')) return false;
  const currency = currencyOf(order);
  if (order.net_amount_due_money !== undefined) {
    return isZero(required(order.net_amount_due_money, currency, 'net_amount_due_money'));
  }
  const paid = sum(tenderAmounts(tenders, currency), currency);
  return isZero(subtract(required(order.total_money, currency, 'total_money'), paid));
}

/** Tenders that brought money: not a drawer that was opened, not a card that was declined. */
export function keptTenders({ tenders }: WireOrder): readonly WireTender[] {
  return tenders.filter(
    ({ type, card_details }) => type !== 'NO_SALE' && !['VOIDED', 'FAILED'].includes(card_details?.status ?? ''),
  );
}

/** What each tender brought, tip included, change taken off. */
export function tenderAmounts(tenders: readonly WireTender[], currency: string): readonly Money[] {
  return tenders.map((it, index) => required(it.amount_money, currency, `tenders.${index}.amount_money`));
}

/** The currency of an order: that of its total, else of whatever amount it has. */
export function currencyOf({ total_money, net_amounts, refunds, tenders }: WireOrder): string {
  const amount =
    total_money ??
    net_amounts?.total_money ??
    refunds[0]?.amount_money ??
    tenders.find((it) => it.amount_money)?.amount_money;
  if (amount === undefined) throw unmapped('currency', 'none', 'total_money');
  return amount.currency;
}

/** When an order happened: at its first payment, by the till's clock where the payment was taken offline. */
export function clocksOf({ order, store, payments }: ReadOrder, { offlineMs }: MappingSettings): ThreeClocks {
  const seen = keptTenders(order).map((tender) => {
    const payment = payments.get(tender.payment_id ?? tender.id ?? '');
    const received = payment?.created_at ?? tender.created_at ?? order.created_at;
    const device = payment?.offline_payment_details?.client_created_at;
    return decideClocks({ device, received }, store, { offlineMs });
  });
  const refunded = order.refunds.flatMap((it) => it.created_at ?? []);
  const fallback = decideClocks({ received: refunded[0] ?? order.created_at }, store, { offlineMs });
  const first = seen.toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt))[0];
  return first ?? fallback;
}

/** When the platform had everything that makes an order a ticket, in epoch milliseconds. */
export function receivedAt({ order, payments }: ReadOrder): number {
  const paid = keptTenders(order).map((it) => payments.get(it.payment_id ?? it.id ?? '')?.created_at ?? it.created_at);
  const times = [order.created_at, ...paid, ...order.refunds.map((it) => it.created_at)];
  return Math.max(...times.flatMap((it) => (it === undefined ? [] : Date.parse(it))));
}

/** How lines of an order are read. */
export function lineReading({ order, variations }: ReadOrder, settings: MappingSettings): LineReading {
  const taxes = [...order.taxes, ...order.returns.flatMap((it) => it.return_taxes)];
  const discounts = [...order.discounts, ...order.returns.flatMap((it) => it.return_discounts)];
  return {
    currency: currencyOf(order),
    taxIncluded: isTaxIncluded(taxes),
    taxes: new Map(taxes.map((it) => [it.uid, it])),
    discounts: new Map(discounts.map((it) => [it.uid, it])),
    variations,
    giftCardSku: settings.giftCardSku,
    customAmountSku: settings.customAmountSku,
  };
}

/** The tip of an order: its own total, else that of its tenders. */
export function tipOf(order: WireOrder, currency: string): Money {
  if (order.total_tip_money !== undefined) return required(order.total_tip_money, currency, 'total_tip_money');
  const tips = keptTenders(order).map((it, index) => optional(it.tip_money, currency, `tenders.${index}.tip_money`));
  return sum([zero(currency), ...tips], currency);
}

/** Register and receipt number, from the payment that tells them. */
export function tillOf({ order, payments }: ReadOrder): { readonly register?: string; readonly receipt?: string } {
  const own = keptTenders(order).flatMap((it) => payments.get(it.payment_id ?? it.id ?? '') ?? []);
  const device = own.find((it) => it.device_details)?.device_details;
  const register = device?.device_id ?? device?.device_name;
  const receipt = own.find((it) => it.receipt_number)?.receipt_number;
  return { ...(register !== undefined && { register }), ...(receipt !== undefined && { receipt }) };
}
