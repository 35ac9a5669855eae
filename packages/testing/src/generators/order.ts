import { Order, type Random } from '@crossdock/core';
import { between, busyDay, happens, instantOn, pick } from './chance.ts';
import { type ChargePlan, type LinePlan, type OrderPlan, priceOrder } from './order-amounts.ts';

/** The kinds of orders that real systems trip over. */
export const orderKinds = [
  'plain',
  'discounted',
  'tax-included',
  'weighed',
  'fine-priced',
  'free',
  'unpaid',
  'part-paid',
  'split-tender',
  'gift-card-sold',
  'cash-rounded',
  'business',
  'foreign',
] as const;

/** One of {@link orderKinds}. */
export type OrderKind = (typeof orderKinds)[number];

/** What {@link generateOrder} takes. Everything that is absent is left to chance. */
export interface GenerateOrderOptions {
  readonly kind?: OrderKind;
  /** @default 'USD', 'EUR', 'GBP', 'JPY' or 'KWD'; 'CHF' when cash is rounded */
  readonly currency?: string;
  /**
   * Name of the selling system: the first part of the reference.
   *
   * @default 'shop'
   */
  readonly system?: string;
  /** Number of the order in the selling system: the second part of the reference. */
  readonly serial?: number;
  /** SKUs to choose from. */
  readonly skus?: readonly [string, ...string[]];
  /** Locations to choose from. @default lines name no location */
  readonly locations?: readonly [string, ...string[]];
  /** ISO instant. @default a second of 27 November 2026 */
  readonly occurredAt?: string;
}

const taxRates = ['0.19', '0.07', '0.0825', '0.2'] as const;
const someSkus = ['SHOE-42', 'SHOE-43', 'SHIRT-M', 'SHIRT-L', 'BELT-90', 'SOCKS'] as const;
const currencies = ['USD', 'EUR', 'GBP', 'JPY', 'KWD'] as const;

/**
 * Generates a sale. It is always balanced to the cent, and the same random source tells the same sale.
 *
 * @example
 * ```ts
 * import { seededRandom } from '@crossdock/core';
 * import { generateOrder } from '@crossdock/testing';
 *
 * const order = generateOrder(seededRandom(1129), { kind: 'split-tender', currency: 'EUR' });
 * ```
 */
export function generateOrder(random: Random, options: GenerateOrderOptions = {}): Order {
  const kind = options.kind ?? pick(random, orderKinds);
  const currency = options.currency ?? (kind === 'cash-rounded' ? 'CHF' : pick(random, currencies));
  const { system = 'shop', serial = between(random, 1, 9_999_999), occurredAt = instantOn(random, busyDay) } = options;
  const plan = planOrder(random, kind, options);
  const inStore = kind === 'cash-rounded' || kind === 'weighed';
  return Order.parse({
    ref: `${system}-${serial}`,
    number: `#${serial}`,
    refs: { [system]: String(serial) },
    channel: kind === 'business' ? 'b2b' : inStore ? 'store' : 'web',
    occurredAt,
    ...(inStore && { location: options.locations?.[0] ?? 'store-1', register: 'till-1' }),
    ...priceOrder(plan, currency),
    ...(kind === 'foreign' && { presentment: presentmentOf(plan, currency) }),
    ...(kind === 'business' && {
      buyer: { company: { name: 'Shoes and More Ltd' }, taxExempt: true },
      purchaseOrder: `PO-${serial}`,
    }),
  });
}

/** The same sale in the currency that the buyer saw. */
function presentmentOf(plan: OrderPlan, currency: string): Order['presentment'] {
  return currency === 'JPY' ? priceOrder(plan, 'EUR', '0.0061') : priceOrder(plan, 'JPY', '163.7');
}

function planOrder(random: Random, kind: OrderKind, options: GenerateOrderOptions): OrderPlan {
  const taxRate = kind === 'business' ? undefined : pick(random, taxRates);
  const lines = Array.from({ length: between(random, 1, 4) }, () => planLine(random, kind, taxRate, options));
  const giftCard: LinePlan = { kind: 'gift-card', sku: 'GIFT-50', quantity: '1', unit: 'EA', unitPrice: '50.00' };
  return {
    taxIncluded: kind === 'tax-included' || kind === 'cash-rounded' || happens(random, 0.3),
    lines: kind === 'gift-card-sold' ? [...lines, giftCard] : lines,
    charges: kind === 'free' ? [] : planCharges(random, kind, taxRate),
    ...(kind === 'cash-rounded' && { cashIncrement: '0.05' }),
    ...planPayment(random, kind),
  };
}

function planLine(
  random: Random,
  kind: OrderKind,
  taxRate: string | undefined,
  { skus = someSkus, locations }: GenerateOrderOptions,
): LinePlan {
  const cents = (most: number) => String(between(random, 0, most)).padStart(String(most).length, '0');
  const price = `${between(random, 1, 250)}.${kind === 'fine-priced' ? cents(9_999) : cents(99)}`;
  const weighed = kind === 'weighed';
  const discount = kind === 'free' ? '1' : kind === 'discounted' ? `0.${between(random, 5, 75)}` : undefined;
  return {
    kind: 'goods',
    sku: pick(random, skus),
    quantity: weighed ? `${between(random, 0, 4)}.${between(random, 101, 999)}` : String(between(random, 1, 5)),
    unit: weighed ? 'KGM' : 'EA',
    unitPrice: price,
    ...(discount !== undefined && { discount }),
    ...(taxRate !== undefined && { taxRate }),
    ...(locations && { location: pick(random, locations) }),
  };
}

function planCharges(random: Random, kind: OrderKind, taxRate: string | undefined): ChargePlan[] {
  if (kind === 'cash-rounded' || kind === 'weighed' || happens(random, 0.4)) return [];
  const amount = `${between(random, 2, 19)}.${between(random, 10, 99)}`;
  return [{ kind: 'shipping', amount, ...(taxRate !== undefined && { taxRate }) }];
}

function planPayment(random: Random, kind: OrderKind): Pick<OrderPlan, 'tenders' | 'outstandingWeight'> {
  const weight = between(random, 1, 9);
  if (kind === 'unpaid' || kind === 'business') return { tenders: [], outstandingWeight: 1 };
  if (kind === 'cash-rounded') return { tenders: [{ kind: 'cash', weight }], outstandingWeight: 0 };
  if (kind === 'part-paid') return { tenders: [{ kind: 'card', weight }], outstandingWeight: between(random, 1, 9) };
  if (kind !== 'split-tender') return { tenders: [{ kind: 'card', weight }], outstandingWeight: 0 };
  const others = (['gift-card', 'store-credit'] as const).map((it) => ({ kind: it, weight: between(random, 1, 9) }));
  return { tenders: [{ kind: 'card', weight }, ...others], outstandingWeight: 0 };
}
