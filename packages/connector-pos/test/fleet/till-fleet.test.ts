import { createEnvelope } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import {
  createShelves,
  createTillFleet,
  type FleetStore,
  returnOf,
  saleOf,
  ticketId,
  type TillFleetOptions,
  type TillTicket,
  unitsOf,
} from '../../src/testing/fleet/index.ts';

const stores: readonly FleetStore[] = [
  { code: 'store-1', timeZone: 'America/Chicago' },
  { code: 'store-2', timeZone: 'America/New_York', registers: 3 },
  { code: 'store-3', timeZone: 'Pacific/Honolulu' },
];
const products = Array.from({ length: 20 }, (_, index) => ({ sku: `SKU-${index}`, price: 999 + index * 250 }));
const skus = products.map((it) => it.sku);
const codes = stores.map((it) => it.code);
const hour = 3_600_000;

/** Nine in the morning in Chicago. */
function openFleet(options: Partial<TillFleetOptions> = {}) {
  const clock = manualClock({ now: '2026-11-27T15:00:00Z' });
  const { shelves = createShelves(codes, skus, 500) } = options;
  const arrived: TillTicket[] = [];
  const sinkOf = () => ({ upload: (ticket: TillTicket) => void arrived.push(ticket) });
  const fleet = createTillFleet({ clock, seed: 7, stores, products, sinkOf, ...options, shelves });
  return { clock, shelves, arrived, fleet };
}

describe('a fleet', () => {
  test('sells a day in every store and counts every register, the same for the same seed', async () => {
    const stories = [];
    for (let run = 0; run < 2; run++) {
      const { clock, fleet } = openFleet();
      fleet.start();
      await clock.advance(24 * hour);
      fleet.stop();
      stories.push(fleet.tickets);
    }
    const [first = [], second = []] = stories;
    expect(first.length).toBeGreaterThan(500);
    expect(first).toEqual(second);
    const counted = first.filter((it) => it.kind === 'z-report').map(({ store, register }) => `${store}/${register}`);
    expect(counted.length).toBe(7);
    expect(new Set(first.map((it) => it.kind))).toEqual(
      new Set(['sale', 'return', 'exchange', 'void', 'no-sale', 'paid-in', 'paid-out', 'z-report']),
    );
    expect(new Set(first.map(ticketId)).size, 'no two tickets have one name').toBe(first.length);
  });

  test('another seed tells another story', async () => {
    const of = async (seed: number) => {
      const { clock, fleet } = openFleet({ seed });
      fleet.start();
      await clock.advance(2 * hour);
      fleet.stop();
      return fleet.tickets.map((it) => it.total);
    };
    expect(await of(1)).not.toEqual(await of(2));
  });

  test('takes off the shelf what it sells and puts back what comes back, and sells nothing that is not there', async () => {
    const { clock, fleet, shelves } = openFleet({ shelves: createShelves(codes, skus, 3) });
    fleet.start();
    await clock.advance(24 * hour);
    fleet.stop();
    for (const store of codes) {
      for (const sku of skus) {
        const sold = fleet.tickets
          .filter((it) => it.store === store)
          .reduce((sum, ticket) => sum + (unitsOf(ticket).get(sku) ?? 0), 0);
        expect(shelves.units(store, sku)).toBe(3 - sold);
        expect(sold).toBeLessThanOrEqual(3);
      }
    }
  });

  test('every ticket adds up, and its documents are canonical', async () => {
    const { clock, fleet } = openFleet({ cashStep: 5 });
    fleet.start();
    await clock.advance(13 * hour);
    fleet.stop();
    const names = { system: 'stores' };
    let documents = 0;
    for (const ticket of fleet.tickets) {
      const paid = ticket.tenders.reduce((sum, it) => sum + it.amount, 0);
      expect(paid, ticketId(ticket)).toBe(ticket.total);
      const common = { source: 'test', id: ticketId(ticket), occurredAt: new Date(ticket.at).toISOString() };
      if (ticket.kind === 'sale') {
        const data = saleOf(ticket, names);
        createEnvelope({ ...common, name: 'sale.recorded', key: data.ref, data });
      } else if (['return', 'exchange', 'void'].includes(ticket.kind)) {
        const data = returnOf(ticket, names);
        createEnvelope({ ...common, name: 'return.processed', key: data.ref, data });
      } else continue;
      documents++;
    }
    expect(documents).toBeGreaterThan(300);
  });

  test('a Z report says what its register took', async () => {
    const { clock, fleet } = openFleet();
    fleet.start();
    await clock.advance(24 * hour);
    fleet.stop();
    for (const { report, store, register, businessDate } of fleet.tickets.filter((it) => it.kind === 'z-report')) {
      const own = fleet.tickets.filter(
        (it) =>
          it.store === store && it.register === register && it.businessDate === businessDate && it.kind !== 'z-report',
      );
      expect(report?.total).toBe(own.reduce((sum, it) => sum + it.total, 0));
      expect(report?.voids).toBe(own.filter((it) => it.kind === 'void').length);
      expect(own.map((it) => it.sequence)).toEqual(own.map((_, index) => index + 1));
    }
  });
});

describe('a store that is offline', () => {
  test('sells on, and everything arrives at once when it is back, in the order of the device', async () => {
    const { clock, fleet, arrived } = openFleet({ odds: { duplicate: 0 } });
    fleet.start();
    await clock.advance(hour);
    const before = arrived.filter((it) => it.store === 'store-2').length;
    const store = fleet.store('store-2');
    store.offline('6h');
    await clock.advance(5 * hour);
    expect([store.isOffline, store.kept > 20, arrived.filter((it) => it.store === 'store-2').length]).toEqual([
      true,
      true,
      before,
    ]);
    expect(arrived.some((it) => it.store === 'store-1' && it.at > Date.parse('2026-11-27T18:00:00Z'))).toBe(true);
    await clock.advance(hour);
    const late = arrived.filter((it) => it.store === 'store-2');
    expect([store.isOffline, store.kept]).toEqual([false, 0]);
    expect(late.map((it) => it.at)).toEqual(late.map((it) => it.at).toSorted((a, b) => a - b));
    fleet.stop();
  });

  test('may send what it kept in another order; nothing is lost', async () => {
    const { clock, fleet, arrived } = openFleet({ odds: { duplicate: 0 } });
    fleet.start();
    fleet.store('store-1').offline('4h', { flush: 'shuffled' });
    await clock.advance(4 * hour + 1);
    fleet.stop();
    const own = arrived.filter((it) => it.store === 'store-1');
    const truth = fleet.tickets.filter((it) => it.store === 'store-1' && it.at <= Date.parse('2026-11-27T19:00:00Z'));
    expect(new Set(own.map(ticketId))).toEqual(new Set(truth.map(ticketId)));
    expect(own.map((it) => it.at)).not.toEqual(own.map((it) => it.at).toSorted((a, b) => a - b));
  });

  test('that is cut again before it is back stays away until the last cut ends', async () => {
    const { clock, fleet } = openFleet();
    const store = fleet.store('store-1');
    store.offline('2h');
    store.offline('5h');
    await clock.advance(3 * hour);
    expect(store.isOffline).toBe(true);
    await clock.advance(2 * hour);
    expect(store.isOffline).toBe(false);
  });
});

test('tills upload some tickets twice, and have clocks that are wrong', async () => {
  const { clock, fleet, arrived } = openFleet({ odds: { duplicate: 0.2 } });
  fleet.store('store-1').skewClock(-90 * 60_000);
  fleet.start();
  await clock.advance(3 * hour);
  fleet.stop();
  expect(fleet.uploads).toBe(arrived.length);
  expect(arrived.length).toBeGreaterThan(fleet.tickets.length);
  const skewed = fleet.tickets.filter((it) => it.store === 'store-1');
  expect(new Set(skewed.map((it) => it.deviceAt - it.at))).toEqual(new Set([-90 * 60_000]));
});

test('units can be sold by hand, and not more than lie there', () => {
  const { fleet, shelves } = openFleet({ shelves: createShelves(codes, skus, 2) });
  const ticket = fleet.store('store-1').sell('SKU-3', 2);
  expect(ticket.lines).toMatchObject([{ sku: 'SKU-3', quantity: 2 }]);
  expect(shelves.units('store-1', 'SKU-3')).toBe(0);
  expect(() => fleet.store('store-1').sell('SKU-3')).toThrow("1 of 'SKU-3' are not on the shelf of 'store-1'");
});
