import { createCrossdock, defineFlow, memoryJournal, seededRandom, silentObserver } from '@crossdock/core';
import {
  createFaults,
  type FaultName,
  generateOrder,
  manualClock,
  simulate,
  simulatedNetwork,
  webhookCourier,
} from '@crossdock/testing';
import { expect, test } from 'vitest';
import { acme, type Flaw } from './acme-connector.ts';
import { AcmePlatform } from './acme-platform.ts';

type Rates = Readonly<Partial<Record<FaultName, number>>>;

const rough: Rates = {
  'lost-reply': 0.2,
  'error-before': 0.1,
  'error-after': 0.2,
  timeout: 0.05,
  'slow-reply': 0.1,
  'throttle-storm': 0.1,
  'duplicate-webhook': 0.3,
  'shuffled-webhook': 0.3,
  'late-webhook': 0.1,
  'missing-webhook': 0.2,
};

const orderToCash = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'confirmPosting'] },
  async run(order, { erp }) {
    await erp.confirmPosting(await erp.createOrder(order));
  },
});

/** A shop that sells, an ERP that books, and a dock between them. */
async function openWorld(options: { readonly seed?: number; readonly rates?: Rates; readonly flaw?: Flaw } = {}) {
  const { seed = 1129, rates = {}, flaw } = options;
  const clock = manualClock({ now: '2026-11-27T00:00:00Z' });
  const shop = new AcmePlatform(clock, createFaults({ seed: `${seed} shop`, rates }));
  const erp = new AcmePlatform(clock, createFaults({ seed: `${seed} erp`, rates }));
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: {
      shop: acme(shop.secret, { baseUrl: 'https://shop.test' }),
      erp: acme(erp.secret, { baseUrl: 'https://erp.test', ...(flaw && { flaw }) }),
    },
    owns: { product: 'erp', price: 'erp', inventory: 'availability', order: 'shop', customer: 'shop', finance: 'erp' },
    flows: [orderToCash],
    clock,
    random: seededRandom(seed),
    observer: silentObserver,
    fetch: simulatedNetwork({ 'https://shop.test': shop, 'https://erp.test': erp }),
  });
  await clock.settle(dock.start());
  const courier = webhookCourier({ faults: shop.faults, clock, target: dock.systems.shop.webhook });
  const world = simulate(dock, {
    seed,
    clock,
    simulators: { shop, erp },
    couriers: [courier],
    books: () => {
      const booked = erp.effects.flatMap((it) => {
        const order = shop.orders.get(it.reference);
        return order ? [{ ref: it.reference, total: order.total }] : [];
      });
      const placed = [...shop.orders.values()].map(({ ref, total }) => ({ ref, total }));
      return { placed, booked, posted: booked };
    },
  });
  let serial = 0;
  const sell = (count: number) => {
    for (let sold = 0; sold < count; sold++) {
      const order = generateOrder(world.random, { serial: ++serial });
      courier.send({ subject: order.ref, topic: 'orders/placed', ...shop.place(order) });
    }
  };
  return { world, dock, sell, shop, erp, clock };
}

test('a quiet day settles with every sale booked once', async () => {
  const { world, sell, dock, clock } = await openWorld();
  sell(20);
  const status = await world.settle();
  expect(status).toMatchObject({ openExceptions: 0, runs: { done: 20 } });
  expect(await world.audit()).toMatchObject({
    placed: 20,
    booked: 20,
    lost: 0,
    duplicates: 0,
    centsAdrift: 0,
    open: 0,
  });
  await clock.settle(dock.stop());
});

test('a rough day with an outage settles the same way', async () => {
  const { world, sell, dock, clock, erp, shop } = await openWorld({ rates: rough });
  sell(30);
  world.systems.erp.down('2h');
  await world.pass('1h');
  sell(30);
  // What could not be found out is looked up again when a person says so; nothing is given up.
  while ((await world.settle()).openExceptions > 0) await clock.settle(dock.exceptions.retry({}));
  expect(erp.faults.struck.outage).toBeGreaterThan(0);
  expect(shop.faults.struck['missing-webhook'] + erp.faults.struck['lost-reply']).toBeGreaterThan(5);
  expect(await world.audit()).toMatchObject({ placed: 60, booked: 60, lost: 0, duplicates: 0, open: 0, findings: [] });
  await clock.settle(dock.stop());
});

test('the same seed tells the same story', async () => {
  const story = async (seed: number) => {
    const { world, sell, erp, clock, dock } = await openWorld({ seed, rates: rough });
    sell(15);
    await world.settle();
    const told = [erp.effects.map(({ reference, at }) => `${reference} at ${at}`), erp.faults.log, clock.now()];
    await clock.settle(dock.stop());
    return told;
  };
  const once = await story(7);
  expect(await story(7)).toEqual(once);
  expect(await story(8)).not.toEqual(once);
});

test('a connector that repeats without its key is found by the audit', async () => {
  const { world, sell, dock, clock } = await openWorld({ flaw: 'sends no key' });
  world.systems.erp.arm('lost-reply', { times: 3 });
  sell(10);
  await world.settle();
  expect(await world.audit()).toMatchObject({ placed: 10, lost: 0, duplicates: 6 });
  await clock.settle(dock.stop());
});

test('a sale whose webhook never came is swept before the day is settled', async () => {
  const { world, sell, dock, clock } = await openWorld();
  world.systems.shop.arm('missing-webhook');
  sell(1);
  await world.settle();
  expect(await world.audit()).toMatchObject({ placed: 1, booked: 1, lost: 0 });
  await clock.settle(dock.stop());
});

test('what waits for ever is told, not waited for', async () => {
  const { world, sell, dock, clock } = await openWorld();
  world.systems.erp.down('30d');
  sell(1);
  await expect(world.settle({ atMost: '1h' })).rejects.toThrow(/^Not settled after 1h: .*1 waiting/);
  await clock.settle(dock.stop());
});
