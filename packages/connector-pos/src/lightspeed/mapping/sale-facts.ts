import { compare, exponentOf, type Money, money, subtract, sum } from '@crossdock/core';
import { decideClocks, directionOf, naturalRef, type ThreeClocks } from '../../rules/index.ts';
import { type WireLine, type WirePayment, type WireSale } from '../api/sales.ts';
import { unmapped } from '../errors.ts';
import { type PaymentKind } from '../options.ts';
import { type Product } from '../products.ts';
import { type Store } from '../stores.ts';
import { type TaxRate } from '../taxes.ts';
import { kindOfPaymentType } from './payment-kinds.ts';

/** A sale with everything that it takes to tell it. */
export interface ReadSale {
  readonly sale: WireSale;
  readonly store: Store;
  /** By id. */
  readonly products: ReadonlyMap<string, Product>;
  /** By the id of the rate. */
  readonly rates: ReadonlyMap<string, TaxRate>;
  /** The product that stands for a discount on a whole sale, where the retailer has one. */
  readonly discountProduct: string | undefined;
  /** The sale that goods come back from, where it is known. */
  readonly original?: WireSale | undefined;
}

/** What mapping has to know of the options. */
export interface MappingSettings {
  /** The system's name in the wiring: the first part of every business reference. */
  readonly name: string;
  readonly paymentTypes: Readonly<Record<string, PaymentKind>>;
  readonly onAccount: 'when-paid' | 'at-once';
  readonly returnedGoods: 'undecided' | 'restock';
  readonly giftCardProducts: readonly string[];
  readonly offlineMs: number;
}

/**
 * What a sale is, seen from the books. `void` was counted and was called off afterwards; what was never counted is `open` or
 * `nothing`.
 */
export type SaleKind = 'sale' | 'return' | 'void' | 'open' | 'nothing';

const phases: Readonly<Record<string, 'open' | 'closed' | 'on-account' | 'voided'>> = {
  SAVED: 'open',
  OPEN: 'open',
  LAYBY: 'open',
  AWAITING_DISPATCH: 'open',
  AWAITING_PICKUP: 'open',
  SERVICE: 'open',
  ONACCOUNT: 'on-account',
  CLOSED: 'closed',
  ONACCOUNT_CLOSED: 'closed',
  LAYBY_CLOSED: 'closed',
  DISPATCHED_CLOSED: 'closed',
  PICKED_UP_CLOSED: 'closed',
  SERVICE_CLOSED: 'closed',
  VOIDED: 'voided',
};

/**
 * What a sale is. It counts once it is closed; what comes back counts once it is paid back too. A sale that was voided counted
 * before if it was paid: then it is told, and so is its reversal.
 */
export function kindOf(read: ReadSale, settings: MappingSettings): SaleKind {
  const { sale } = read;
  const phase = sale.deleted_at === undefined ? phaseOf(sale.status) : 'voided';
  const lines = countedLines(sale);
  const goods = lines.filter((it) => !isDiscountLine(it, read));
  if (goods.length === 0) return 'nothing';
  if (phase === 'open') return 'open';
  if (phase === 'voided') return isPaid(read) ? 'void' : 'nothing';
  if (phase === 'on-account' && settings.onAccount === 'when-paid') return 'open';
  if (!goods.some(isBack)) return 'sale';
  return isPaid(read) ? 'return' : 'open';
}

/** What a voided sale was before: a sale or a return. */
export function kindBefore(read: ReadSale): 'sale' | 'return' {
  return countedLines(read.sale).some((it) => !isDiscountLine(it, read) && isBack(it)) ? 'return' : 'sale';
}

function phaseOf(status: string): 'open' | 'closed' | 'on-account' | 'voided' {
  const phase = Object.hasOwn(phases, status) ? phases[status] : undefined;
  if (phase === undefined) throw unmapped('sale status', status, 'status');
  return phase;
}

/** The lines that count: not those that were taken off. Of a sale that was voided as a whole every line is. */
export function countedLines({ line_items: lines }: WireSale): readonly WireLine[] {
  const moved = lines.filter((it) => it.quantity !== '0');
  const kept = moved.filter((it) => it.status !== 'VOIDED');
  return kept.length === 0 ? moved : kept;
}

/** Whether goods come back by a line. */
export function isBack({ quantity, is_return }: WireLine): boolean {
  return directionOf({ quantity, back: is_return }) === 'back';
}

/** Whether a line is a discount on the whole sale. */
export function isDiscountLine(
  { product_id }: WireLine,
  { discountProduct }: Pick<ReadSale, 'discountProduct'>,
): boolean {
  return discountProduct !== undefined && product_id === discountProduct;
}

/** Whether what was paid covers the total, or what was paid back does. */
function isPaid({ sale, store: { currency } }: ReadSale): boolean {
  const total = totalOf(sale, currency);
  const paid = sum(
    sale.payments.map((it) => money(it.amount, currency)),
    currency,
  );
  if (sale.payments.length === 0 && sale.status === 'VOIDED') return false;
  // A tip is on top of the total.
  return total.amount.startsWith('-') ? isNear(total, paid) : compare(paid, subtract(total, tolerance(currency))) >= 0;
}

/** What the buyer owes by the head of the sale, tax included. */
export function totalOf(sale: WireSale, currency: string): Money {
  return sum([money(sale.total_price, currency), money(sale.total_tax, currency)], currency);
}

/** Heads are rounded and lines are not, and cash is rounded to five cents: so much may lie between them. */
function tolerance(currency: string): Money {
  const places = exponentOf(currency);
  return money(places === 0 ? '5' : `0.${'5'.padStart(places, '0')}`, currency);
}

/** Whether two amounts are the same but for rounding. */
export function isNear(a: Money, b: Money): boolean {
  const difference = subtract(a, b);
  const plain = { ...difference, amount: difference.amount.replace('-', '') };
  return compare(plain, tolerance(a.currency)) <= 0;
}

/**
 * When a sale happened: by the till's clock, which stands for when it was closed. A sale that was parked is older at the platform than
 * its closing; one that was made offline is younger.
 */
export function clocksOf({ sale, store }: ReadSale, { offlineMs, onAccount }: MappingSettings): ThreeClocks {
  const device = closedAt(sale, onAccount);
  const arrived = Date.parse(sale.created_at);
  const isLater = Date.parse(device) > arrived;
  const isAhead = Date.parse(device) > Date.parse(sale.updated_at) + aheadMs;
  const received = isLater && !isAhead ? device : sale.created_at;
  return decideClocks({ device, received }, store, { aheadMs, offlineMs });
}

/** How far a till may be ahead of the platform, in milliseconds. */
const aheadMs = 300_000;

/** When the platform had everything that makes a sale a ticket, in epoch milliseconds. */
export function receivedAt(read: ReadSale, settings: MappingSettings): number {
  return Math.max(Date.parse(read.sale.created_at), Date.parse(clocksOf(read, settings).receivedAt));
}

/** Sales that are paid later count when they are: with their last payment. */
function closedAt({ sale_date, status, payments }: WireSale, onAccount: MappingSettings['onAccount']): string {
  const isLater = status === 'LAYBY_CLOSED' || (status === 'ONACCOUNT_CLOSED' && onAccount === 'when-paid');
  if (!isLater) return sale_date;
  const dates = payments.flatMap((it) => it.payment_date ?? []);
  return [sale_date, ...dates].toSorted().at(-1) ?? sale_date;
}

/** The business reference of a sale or return: its id is unique, its receipt number is not. */
export function saleRef(name: string, id: string): string {
  return naturalRef(name, [id]);
}

/** The business reference of the reversal of a sale that was called off after it had counted. */
export function reversalRef(name: string, id: string): string {
  return naturalRef(name, ['void', id]);
}

/** How a payment counts. */
export function paymentKind(payment: WirePayment, settings: MappingSettings, path: string): PaymentKind {
  const { retailer_payment_type_id: id, name } = payment;
  const kind = kindOfPaymentType({ id, name }, settings.paymentTypes);
  if (kind === undefined) throw unmapped("payment type (name it in the option 'paymentTypes')", id ?? 'none', path);
  return kind;
}
