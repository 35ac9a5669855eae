import { type EventData } from '@crossdock/core';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { lightspeed } from '../../src/lightspeed/index.ts';
import {
  createShelves,
  createTillFleet,
  lightspeedFleetSink,
  lightspeedSimulator,
  ticketId,
} from '../../src/testing/index.ts';
import { one } from '../../src/testing/lightspeed/numbers.ts';
import { chicago, honolulu, newYork, outlets } from './support/open-retailer.ts';
import { sweep } from './support/read.ts';

const hour = 3_600_000;
const cents = (amount: string): number => Math.round(Number(amount) * 100);
const zones = { [chicago]: 'America/Chicago', [newYork]: 'America/New_York', [honolulu]: 'Pacific/Honolulu' };
const places = Object.entries(zones).map(([id, timeZone]): { id: string; timeZone: string; code: string } => ({
  id,
  timeZone,
  code: outlets[id as keyof typeof outlets].code,
}));

/** A day of three stores that ring at one retailer. */
async function aDay({ cashStep = 1 } = {}) {
  const clock = manualClock({ now: '2026-11-24T14:00:00Z' });
  const simulated = places.map(({ id, code, timeZone }) => ({ id, name: code, timeZone, registers: 2 }));
  const retailer = lightspeedSimulator({ clock, outlets: simulated });
  const products = Array.from({ length: 8 }, (_, index) => ({ sku: `SKU-${index}`, price: 199 + index * 350 }));
  for (const { sku, price } of products) {
    retailer.seed({ sku, price, stock: Object.fromEntries(places.map((it) => [it.id, 300])) });
  }
  const codes = places.map((it) => it.code);
  const skus = products.map((it) => it.sku);
  const shelves = createShelves(codes, skus, 300);
  const sinks = new Map(places.map(({ id, code }) => [code, lightspeedFleetSink({ retailer, outletId: id })]));
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
  const options = {
    domainPrefix: retailer.domainPrefix,
    credentials: { accessToken: retailer.credentials.personalToken },
    outlets,
  };
  const system = openSystem(lightspeed(options), { clock, name: 'stores', fetch: simulatorFetch(retailer) });
  return { clock, retailer, system, fleet, shelves, sinks, skus };
}

describe('a fleet at a Lightspeed retailer', () => {
  test.each([{ cashStep: 1 }, { cashStep: 5 }])(
    'rings everything once, also what came late, twice and before its sale, with cash in steps of $cashStep',
    async (how) => {
      const { retailer, system, fleet, shelves, sinks, skus } = await aDay(how);
      const told = await sweep(system, 'sales');
      expect(told.filter((it) => 'refused' in it)).toEqual([]);
      expect([...sinks.values()].map((it) => it.waiting)).toEqual([0, 0, 0]);

      for (const kind of ['sale', 'return', 'exchange', 'void', 'no-sale', 'z-report'] as const) {
        expect([kind, fleet.tickets.some((it) => it.kind === kind)]).toEqual([kind, true]);
      }
      // What was sold and called off again is a sale and a return that cancel each other.
      const sums = new Map<string, number>();
      for (const it of told) {
        if (!('data' in it) || (it.name !== 'sale.recorded' && it.name !== 'return.processed')) continue;
        const { total, tenders } = it.data as EventData<'sale.recorded'>;
        const sign = it.name === 'sale.recorded' ? 1 : -1;
        const key = it.key.replace('stores-void-', 'stores-');
        sums.set(key, (sums.get(key) ?? 0) + sign * cents(total.amount));
        expect(tenders.reduce((sum, tender) => sum + cents(tender.amount.amount), 0)).toBe(cents(total.amount));
      }
      const expected = new Map<string, number>();
      for (const ticket of fleet.tickets) {
        const id = sinks.get(ticket.store)?.idOf(ticket);
        if (ticket.lines.length === 0) continue;
        expect([ticketId(ticket), id]).not.toEqual([ticketId(ticket), undefined]);
        const key = `stores-${id}`;
        expected.set(key, (expected.get(key) ?? 0) + ticket.total);
      }
      const nonzero = (all: ReadonlyMap<string, number>) =>
        [...all].filter(([, sum]) => sum !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(nonzero(sums)).toEqual(nonzero(expected));

      for (const { id, code } of places) {
        for (const sku of skus) {
          expect([code, sku, retailer.books.inStock(sku, id)]).toEqual([code, sku, shelves.units(code, sku) * one]);
        }
      }
    },
  );

  test('closes its registers with what the tills took, off by what was counted', async () => {
    const { retailer, fleet, sinks } = await aDay();
    expect(retailer.books.closures).toHaveLength(6);
    for (const ticket of fleet.tickets) {
      if (!ticket.report) continue;
      const closure = retailer.books.closures.find((it) => it.id === sinks.get(ticket.store)?.idOf(ticket));
      const cash = closure?.counts.find((it) => it.typeId === retailer.books.paymentTypeNamed('Cash').id);
      const taken = ticket.report.tenders.find((it) => it.kind === 'cash')?.amount ?? 0;
      const { opening, paidIn, paidOut, counted } = ticket.report;
      expect(cash).toMatchObject({
        paid: taken * (one / 100),
        withdrawn: (paidOut - paidIn) * (one / 100),
        counted: counted * (one / 100),
      });
      expect(closure?.openingFloat).toBe(opening * (one / 100));
    }
  });

  test('that has more registers than its outlet is noticed at the first sale', () => {
    const clock = manualClock({ now: '2026-11-24T16:00:00Z' });
    const retailer = lightspeedSimulator({
      clock,
      outlets: [{ id: chicago, name: 'Chicago', timeZone: 'America/Chicago', registers: 0 }],
    });
    retailer.seed({ sku: 'SKU-1', price: 900, stock: 5 });
    const sink = lightspeedFleetSink({ retailer, outletId: chicago });
    const fleet = createTillFleet({
      clock,
      seed: 1,
      stores: [{ code: 'store-1', timeZone: 'America/Chicago' }],
      products: [{ sku: 'SKU-1', price: 900 }],
      shelves: createShelves(['store-1'], ['SKU-1'], 5),
      sinkOf: () => sink,
    });
    expect(() => fleet.store('store-1').sell('SKU-1')).toThrow(/no register/);
    expect(() => lightspeedFleetSink({ retailer, outletId: newYork })).toThrow(/no outlet/);
  });
});
