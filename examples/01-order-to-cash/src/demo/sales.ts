import { type PlaceOrderInput } from '@crossdock/connector-shopify/testing';
import { type Random, seededRandom } from '@crossdock/core';
import { type DemoProduct, newProduct, products } from './catalogue.ts';

/** One parcel: which units of which lines, by position, and how long after the sale. */
export interface PlannedParcel {
  readonly afterMs: number;
  readonly lines: readonly { readonly line: number; readonly quantity: number }[];
}

/** One sale of the story. */
export interface PlannedSale {
  /** Milliseconds after the story begins. */
  readonly atMs: number;
  readonly order: PlaceOrderInput;
  readonly parcels: readonly PlannedParcel[];
}

/** How the sales are spread. */
export interface SalesPlan {
  readonly seed: number;
  readonly orders: number;
  /** From the first sale to the last, in milliseconds of the story. */
  readonly withinMs: number;
  /** Whether one sale has a product that the ERP does not know yet. */
  readonly withNewProduct: boolean;
}

const minuteMs = 60_000;

/** Decides every sale of the story from the seed: what is bought, how it is taxed and paid, and when it ships. */
export function planSales({ seed, orders, withinMs, withNewProduct }: SalesPlan): readonly PlannedSale[] {
  const withNew = withNewProduct ? Math.floor(orders / 3) : -1;
  return Array.from({ length: orders }, (_, index) => {
    const random = seededRandom(`${seed} sale ${index}`);
    const order = planOrder(random, index === withNew);
    const atMs = Math.round((withinMs * index) / orders);
    return { atMs, order, parcels: planParcels(random, order) };
  });
}

function planOrder(random: Random, hasNewProduct: boolean): PlaceOrderInput {
  const basket = chooseSome(random, 1 + Math.floor(random() * 4));
  const sold = hasNewProduct ? [newProduct, ...basket] : basket;
  const serial = Math.floor(random() * 1e6);
  return {
    lines: sold.map(({ sku, title, price }) => ({
      sku,
      title,
      unitPrice: price,
      quantity: 1 + Math.floor(random() * 3),
      ...(chance(random, 0.1) && { discount: '3.33' }),
    })),
    ...(chance(random, 0.2) && { discounts: [{ amount: '10.00', code: 'WELCOME10' }] }),
    ...(chance(random, 0.8) && { shipping: { title: 'Standard', price: '5.95', code: 'standard' } }),
    taxes: [
      { title: 'CA State Tax', rate: '0.0725' },
      { title: 'Los Angeles County Tax', rate: '0.0025' },
    ],
    taxesIncluded: chance(random, 0.15),
    ...(chance(random, 0.05) && { tip: '2.50' }),
    ...(chance(random, 0.1) && {
      tenders: [{ gateway: 'gift_card', amount: '5.00' }, { gateway: 'shopify_payments' }],
    }),
    customer: { email: `buyer-${serial}@example.com`, firstName: 'Robin', lastName: `Buyer ${serial}` },
  };
}

/** One parcel for most orders, two for some; each leaves a few minutes after the sale. */
function planParcels(random: Random, { lines }: PlaceOrderInput): readonly PlannedParcel[] {
  const afterMs = minuteMs * (0.5 + random() * 2.5);
  const whole = lines.map(({ quantity }, line) => ({ line, quantity }));
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const [first, ...rest] = whole;
  if (!first || units < 2 || !chance(random, 0.3)) return [{ afterMs, lines: whole }];
  const ahead = [{ line: 0, quantity: 1 }];
  const behind = first.quantity > 1 ? [{ line: 0, quantity: first.quantity - 1 }, ...rest] : rest;
  return [
    { afterMs, lines: ahead },
    { afterMs: afterMs + minuteMs * (0.5 + random()), lines: behind },
  ];
}

function chooseSome(random: Random, count: number): readonly DemoProduct[] {
  const chosen = new Set<DemoProduct>();
  while (chosen.size < count) {
    const product = products[Math.floor(random() * products.length)];
    if (product) chosen.add(product);
  }
  return [...chosen];
}

const chance = (random: Random, share: number): boolean => random() < share;
