import { type Random, seededRandom } from '@crossdock/core';
import { products } from '../../../01-order-to-cash/src/demo/catalogue.ts';
import { planSales, type PlannedSale } from '../../../01-order-to-cash/src/demo/sales.ts';

const minuteMs = 60_000;

/** A sale of the story, with what becomes of it. */
export interface Sale extends PlannedSale {
  /** Milliseconds after the sale at which all of it is called off; nothing of it has left by then. */
  readonly cancelledAfterMs?: number;
  /** Milliseconds after the sale at which one unit of the first line comes back and is paid back. */
  readonly refundedAfterMs?: number;
}

/** Parcels leave a quarter of an hour to some hours after the sale, so that at every moment some orders are open. */
const slower = 30;

/** What people buy on purpose in a rehearsal: every size once, in two parcels where there are two of it, with a tip. */
const script: readonly Sale[] = products.map(({ sku, title, price }, index) => {
  const quantity = 1 + (index % 2);
  const parcels = Array.from({ length: quantity }, (_, parcel) => ({
    afterMs: minuteMs * (20 + 25 * parcel),
    lines: [{ line: 0, quantity: 1 }],
  }));
  const order = { lines: [{ sku, title, unitPrice: price, quantity }], ...(index % 5 === 0 && { tip: '2.50' }) };
  return { atMs: index * minuteMs, order, parcels };
});

/** Decides the sales of one stretch of the story from the seed. A rehearsal has its script beside them. */
export function planStretch(
  name: string,
  {
    seed,
    orders,
    withinMs,
    isRehearsal = false,
  }: { readonly seed: number; readonly orders: number; readonly withinMs: number; readonly isRehearsal?: boolean },
): readonly Sale[] {
  const ofStretch = Math.floor(seededRandom(`${seed} ${name}`)() * 4_294_967_295);
  const sales = planSales({ seed: ofStretch, orders, withinMs, withNewProduct: false });
  const own = sales.map((sale, index) => fateOf(sale, seededRandom(`${ofStretch} fate ${index}`)));
  return (isRehearsal ? [...own, ...script] : own).toSorted((a, b) => a.atMs - b.atMs);
}

function fateOf(sale: PlannedSale, random: Random): Sale {
  const parcels = sale.parcels.map((it) => ({ ...it, afterMs: it.afterMs * slower }));
  const [first = minuteMs] = parcels.map((it) => it.afterMs);
  const last = parcels.at(-1)?.afterMs ?? minuteMs;
  const fate = random();
  if (fate < 0.08) return { ...sale, parcels: [], cancelledAfterMs: first * random() };
  if (fate < 0.25) return { ...sale, parcels, refundedAfterMs: last + minuteMs * (10 + random() * 180) };
  return { ...sale, parcels };
}
