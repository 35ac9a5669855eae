import { type EventData } from '@crossdock/core';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { square } from '../../src/square/index.ts';
import { createShelves, createTillFleet, squareFleetSink, squareSimulator, ticketId } from '../../src/testing/index.ts';
import { locations } from './support/open-seller.ts';
import { sweep } from './support/read.ts';

const hour = 3_600_000;
const cents = (amount: string): number => Math.round(Number(amount) * 100);

/** A day of three stores that ring at one seller. */
async function aDay({ cashStep = 1 } = {}) {
  const clock = manualClock({ now: '2026-11-24T14:00:00Z' });
  const seller = squareSimulator({ clock });
  const places = Object.entries(locations).map(([id, { code }]: [string, { readonly code: string }]) => ({
    id,
    code,
    timeZone: seller.books.location(id)?.timezone ?? '',
  }));
  const products = Array.from({ length: 8 }, (_, index) => ({ sku: `SKU-${index}`, price: 199 + index * 350 }));
  for (const { sku, price } of products)
    seller.seed({ sku, price, stock: Object.fromEntries(places.map((it) => [it.id, 300])) });
  const codes = places.map((it) => it.code);
  const skus = products.map((it) => it.sku);
  const shelves = createShelves(codes, skus, 300);
  const sinks = new Map(places.map(({ id, code }) => [code, squareFleetSink({ seller, locationId: id })]));
  const fleet = createTillFleet({
    clock,
    seed: 5,
    stores: places.map(({ code, timeZone }) => ({ code, timeZone, hours: [9, 17] as const })),
    products,
    shelves,
    sinkOf: ({ code }) => sinks.get(code) ?? { upload: () => undefined },
    cashStep,
    odds: { duplicate: 0.1, void: 0.05, return: 0.1, exchange: 0.08, split: 0.2 },
  });
  fleet.start();
  await clock.advance(2 * hour);
  fleet.store('store-1').offline('3h', { flush: 'shuffled' });
  fleet.store('store-2').offline('4h');
  fleet.store('store-3').skewClock(120_000);
  await clock.advance(14 * hour);
  fleet.stop();
  const options = { credentials: { accessToken: seller.credentials.accessToken }, locations };
  const system = openSystem(square(options), { clock, name: 'stores', fetch: simulatorFetch(seller) });
  return { clock, seller, system, fleet, shelves, sinks, places, skus };
}

describe('a fleet at a Square seller', () => {
  test.each([{ cashStep: 1 }, { cashStep: 5 }])(
    'rings everything once, also what came late, twice and before its sale, with cash in steps of $cashStep',
    async (how) => {
      const { seller, system, fleet, shelves, sinks, places, skus } = await aDay(how);
      const told = await sweep(system, 'orders');
      const documents = told.flatMap((it) => ('refused' in it ? [] : [it]));
      expect(told.length - documents.length).toBe(0);
      expect([...sinks.values()].map((it) => it.waiting)).toEqual([0, 0, 0]);

      for (const kind of ['sale', 'return', 'exchange', 'void', 'no-sale', 'z-report'] as const) {
        expect([kind, fleet.tickets.some((it) => it.kind === kind)]).toEqual([kind, true]);
      }
      const rung = fleet.tickets.filter((it) => it.lines.length > 0);
      const idOf = (it: (typeof rung)[number]): string => `stores-${sinks.get(it.store)?.idOf(it)}`;
      expect(documents.map((it) => it.key).toSorted()).toEqual(rung.map(idOf).toSorted());
      const totals = new Map(
        documents.map((it) => {
          const { total } = it.data as EventData<'sale.recorded'>;
          return [it.key, it.name === 'sale.recorded' ? cents(total.amount) : -cents(total.amount)];
        }),
      );
      for (const it of rung) expect([ticketId(it), totals.get(idOf(it))]).toEqual([ticketId(it), it.total]);

      // Money goes back the way it came: on no payment more than it brought, but for what rounding adds.
      for (const { total_money, refunded_money } of seller.books.payments.values()) {
        const back = (refunded_money as { amount: number } | undefined)?.amount ?? 0;
        expect(back).toBeLessThan(total_money.amount + how.cashStep);
      }
      for (const { id, code } of places) {
        for (const sku of skus) {
          const variation = seller.books.variationOf(sku)?.id ?? '';
          expect([code, sku, seller.books.inStock(variation, id)?.units]).toEqual([
            code,
            sku,
            shelves.units(code, sku) * 100_000,
          ]);
        }
      }
    },
  );

  test('closes its days with what the tills took, and its drawers are off by what was counted', async () => {
    const { clock, system, fleet, places } = await aDay();
    await clock.advance(12 * hour);
    const told = await sweep(system, 'store-days', { from: clock.now() - 44 * hour });
    for (const { code } of places) {
      const days = told.flatMap((it) => (it.name === 'storeday.closed' && 'data' in it ? [it.data] : []));
      const day = days
        .filter((it) => it.location === code)
        .findLast(({ businessDate }) => businessDate === '2026-11-24');
      const own = fleet.tickets.filter((it) => it.store === code);
      expect(cents(day?.total.amount ?? '')).toBe(own.reduce((sum, it) => sum + it.total, 0));
      const reports = own.flatMap((it) => it.report ?? []);
      const off = reports.map((it) => {
        const cash = it.tenders.find(({ kind }) => kind === 'cash')?.amount ?? 0;
        return it.counted - (it.opening + it.paidIn - it.paidOut + cash);
      });
      const drawersOff = day?.drawers.map((it) => cents(it.counted.amount) - cents(it.expected.amount));
      expect(drawersOff?.toSorted((x, y) => x - y)).toEqual(off.toSorted((x, y) => x - y));
      expect(off).toHaveLength(2);
    }
  });
});

test("a fleet whose tax is another than the seller's is noticed at the first sale", async () => {
  const clock = manualClock({ now: '2026-11-24T16:00:00Z' });
  const seller = squareSimulator({ clock });
  seller.seed({ sku: 'SKU-1', price: 900, stock: 5 });
  const sink = squareFleetSink({ seller, locationId: 'LCHICAGO1', taxPercent: 19 });
  const fleet = createTillFleet({
    clock,
    seed: 1,
    stores: [{ code: 'store-1', timeZone: 'America/Chicago' }],
    products: [{ sku: 'SKU-1', price: 900 }],
    shelves: createShelves(['store-1'], ['SKU-1'], 5),
    sinkOf: () => sink,
  });
  expect(() => fleet.store('store-1').sell('SKU-1')).toThrow(/came to 1071 at Square, not 974/);
});
