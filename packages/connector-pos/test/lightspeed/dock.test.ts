import {
  createCrossdock,
  defineFlow,
  type EventData,
  memoryJournal,
  money,
  seededRandom,
  silentObserver,
  sum,
} from '@crossdock/core';
import { createFaults, type FaultName, manualClock, simulatedNetwork } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { lightspeed, memoryTokenStore } from '../../src/lightspeed/index.ts';
import { lightspeedSimulator } from '../../src/testing/index.ts';
import { chicago, outlets, simulatedOutlets, usualSale } from './support/open-retailer.ts';

const hour = 3_600_000;

/** A retailer, and a service that writes down what it hears. */
async function openService(rates: Readonly<Partial<Record<FaultName, number>>> = {}) {
  const clock = manualClock({ now: '2026-11-24T15:00:00.000Z' });
  const faults = createFaults({ seed: 7, rates });
  const retailer = lightspeedSimulator({ clock, faults, outlets: simulatedOutlets });
  retailer.seed({ sku: 'SHOE-42', price: 7990, stock: 500 });
  retailer.seed({ sku: 'SOCK-M', price: 633, stock: 500 });
  const { clientId, clientSecret, refreshToken } = retailer.credentials;
  const sales: EventData<'sale.recorded'>[] = [];
  const returns: EventData<'return.processed'>[] = [];
  const moves: EventData<'inventory.moved'>[] = [];
  const days: EventData<'storeday.closed'>[] = [];
  const common = { version: 1, needs: {} } as const;
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: {
      stores: lightspeed({
        domainPrefix: retailer.domainPrefix,
        credentials: { clientId, clientSecret, tokens: memoryTokenStore({ refreshToken }) },
        webhooks: { secrets: [clientSecret] },
        outlets,
        sweepEvery: '1h',
        sweepOverlap: '2h',
      }),
    },
    owns: {
      product: 'stores',
      price: 'stores',
      inventory: 'stores',
      order: 'stores',
      customer: 'stores',
      finance: 'stores',
    },
    flows: [
      defineFlow({
        ...common,
        name: 'hear-sales',
        on: 'sale.recorded',
        key: (it) => it.ref,
        run: async (it) => void sales.push(it),
      }),
      defineFlow({
        ...common,
        name: 'hear-returns',
        on: 'return.processed',
        key: (it) => it.ref,
        run: async (it) => void returns.push(it),
      }),
      defineFlow({
        ...common,
        name: 'hear-moves',
        on: 'inventory.moved',
        key: (it) => it.ref,
        run: async (it) => void moves.push(it),
      }),
      defineFlow({
        ...common,
        name: 'hear-days',
        on: 'storeday.closed',
        key: (it) => it.ref,
        run: async (it) => void days.push(it),
      }),
    ],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatedNetwork({ [retailer.origin]: retailer }),
  });
  await clock.settle(dock.start({ checkAccounts: Object.keys(rates).length === 0 }));
  retailer.deliverTo(dock.systems.stores.webhook);
  return { clock, retailer, dock, sales, returns, moves, days };
}

test(
  'with webhooks doubled, shuffled, late and lost, tills offline, sales called off and a rough road, all is heard once',
  { timeout: 60_000 },
  async () => {
    const { clock, retailer, dock, sales, returns, moves, days } = await openService({
      'duplicate-webhook': 0.3,
      'shuffled-webhook': 0.3,
      'late-webhook': 0.2,
      'missing-webhook': 0.3,
      'lost-reply': 0.1,
      'throttle-storm': 0.1,
      'error-before': 0.1,
    });
    const stores = Object.keys(outlets);
    const random = seededRandom(11);
    const sold: string[] = [];
    const back: string[] = [];
    const off: string[] = [];
    for (let count = 0; count < 40; count++) {
      const outletId = stores[count % 3] ?? '';
      const offline = random() < 0.2 ? { soldAt: new Date(clock.now() - 30 * 60_000).toISOString() } : {};
      const { id } = retailer.till.sell({ ...usualSale, outletId, ...offline });
      sold.push(`stores-${id}`);
      if (count % 4 === 0)
        back.push(`stores-${retailer.till.takeBack({ saleId: id, lines: [{ line: 1, quantity: '1' }] }).id}`);
      if (count % 9 === 5) {
        retailer.till.void(id);
        off.push(`stores-void-${id}`);
      }
      await clock.advance(10 * 60_000);
    }
    // A till of the first store was without a connection for a day, and a sale of the first day is called off.
    await clock.advance(20 * hour);
    const late = retailer.till.sell({ ...usualSale, outletId: chicago, soldAt: '2026-11-24T20:00:00Z' });
    sold.push(`stores-${late.id}`);
    await clock.advance(36 * hour);

    expect(sales.map((it) => it.ref).toSorted()).toEqual(sold.toSorted());
    expect(returns.map((it) => it.ref).toSorted()).toEqual([...back, ...off].toSorted());

    // Movements against the levels of the retailer's own books.
    const units = (sku: string): number =>
      moves.filter((it) => it.sku === sku).reduce((total, it) => total + Number(it.delta.amount), 0);
    const lying = (sku: string): number => {
      const product = retailer.books.products.find((it) => it.sku === sku);
      const levels = retailer.books.levels.values().filter((it) => it.productId === product?.id);
      return levels.reduce((total, it) => total + it.level, 0) / 100_000;
    };
    expect([500 + units('SHOE-42'), 500 + units('SOCK-M')]).toEqual([lying('SHOE-42'), lying('SOCK-M')]);

    // The last edition of every day against the retailer's own books.
    const editions = new Map(days.toSorted((a, b) => a.revision - b.revision).map((it) => [it.ref, it]));
    const kept = retailer.books.sales.values().filter((it) => it.status === 'CLOSED');
    const taken = kept.flatMap((it) => it.payments).reduce((total, it) => total + it.amount, 0);
    const closed = sum(
      [...editions.values()].map((it) => it.total),
      'USD',
    );
    expect(closed).toEqual(money((taken / 100_000).toFixed(2), 'USD'));
    const firstDay = days.filter((it) => it.location === 'store-1' && it.businessDate === '2026-11-24');
    expect(firstDay.map((it) => [it.revision, it.difference?.tickets])).toEqual([
      [1, undefined],
      [2, [`stores-${late.id}`]],
    ]);
    await clock.settle(dock.stop());
  },
);

test('a sale is traced by its receipt and by the id that Lightspeed gave it', async () => {
  const { clock, retailer, dock } = await openService();
  const { id, invoiceNumber } = retailer.till.sell(usualSale);
  await clock.advance(60_000);
  for (const known of [id, `stores-${id}`, invoiceNumber]) {
    const traces = await clock.settle(Promise.resolve(dock.trace(known)));
    expect(
      traces.map((it) => it.txn),
      known,
    ).toContain(`stores-${id}`);
  }
  await clock.settle(dock.stop());
});
