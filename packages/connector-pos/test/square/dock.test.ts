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
import { square } from '../../src/square/index.ts';
import { squareSimulator } from '../../src/testing/index.ts';
import { locations, usualSale } from './support/open-seller.ts';

const hour = 3_600_000;

/** A seller, and a service that writes down what it hears. */
async function openService(rates: Readonly<Partial<Record<FaultName, number>>> = {}) {
  const clock = manualClock({ now: '2026-11-24T15:00:00.000Z' });
  const seller = squareSimulator({ clock, faults: createFaults({ seed: 7, rates }) });
  seller.seed({ sku: 'SHOE-42', price: 7990, stock: 500 });
  seller.seed({ sku: 'SOCK-M', price: 633, stock: 500 });
  const sales: EventData<'sale.recorded'>[] = [];
  const returns: EventData<'return.processed'>[] = [];
  const days: EventData<'storeday.closed'>[] = [];
  const common = { version: 1, needs: {} } as const;
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: {
      stores: square({
        credentials: {
          clientId: seller.credentials.clientId,
          clientSecret: seller.credentials.clientSecret,
          refreshToken: seller.credentials.refreshToken,
        },
        webhooks: { url: seller.webhookUrl, signatureKeys: [seller.signatureKey] },
        locations,
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
        name: 'hear-days',
        on: 'storeday.closed',
        key: (it) => it.ref,
        run: async (it) => void days.push(it),
      }),
    ],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatedNetwork({ [seller.origin]: seller }),
  });
  await clock.settle(dock.start({ checkAccounts: Object.keys(rates).length === 0 }));
  seller.deliverTo(dock.systems.stores.webhook);
  return { clock, seller, dock, sales, returns, days };
}

test(
  'with webhooks doubled, shuffled, late and lost, tills offline and a rough road, every sale is heard once',
  { timeout: 60_000 },
  async () => {
    const { clock, seller, dock, sales, returns, days } = await openService({
      'duplicate-webhook': 0.3,
      'shuffled-webhook': 0.3,
      'late-webhook': 0.2,
      'missing-webhook': 0.3,
      'lost-reply': 0.1,
      'throttle-storm': 0.1,
      'token-expiry': 0.1,
      'error-before': 0.1,
    });
    const stores = Object.keys(locations);
    const random = seededRandom(11);
    const sold: string[] = [];
    const back: string[] = [];
    for (let count = 0; count < 40; count++) {
      const locationId = stores[count % 3] ?? '';
      const wasOffline = random() < 0.2;
      const offline = wasOffline ? { offlineAt: new Date(clock.now() - 30 * 60_000).toISOString() } : {};
      const { id } = seller.till.sell({ ...usualSale, locationId, tip: count, ...offline });
      sold.push(`stores-${id}`);
      if (count % 4 === 0)
        back.push(`stores-${seller.till.takeBack({ orderId: id, lines: [{ line: 1, quantity: '1' }] }).id}`);
      await clock.advance(10 * 60_000);
    }
    // A till of the first store was without a connection for a day.
    await clock.advance(20 * hour);
    const late = seller.till.sell({ ...usualSale, locationId: stores[0] ?? '', offlineAt: '2026-11-24T20:00:00Z' });
    sold.push(`stores-${late.id}`);
    await clock.advance(36 * hour);

    expect(sales.map((it) => it.ref).toSorted()).toEqual(sold.toSorted());
    expect(returns.map((it) => it.ref).toSorted()).toEqual(back.toSorted());

    // The last edition of every day against the seller's own books.
    const editions = new Map(days.toSorted((a, b) => a.revision - b.revision).map((it) => [it.ref, it]));
    const taken = [...seller.books.payments.values()].reduce((total, it) => total + it.total_money.amount, 0);
    const given = [...seller.books.refunds.values()].reduce((total, it) => total + it.amount_money.amount, 0);
    const closed = sum(
      [...editions.values()].map((it) => it.total),
      'USD',
    );
    expect(closed).toEqual(money(((taken - given) / 100).toFixed(2), 'USD'));
    const firstDay = days.filter((it) => it.ref === 'stores-LCHICAGO1-20261124');
    expect(firstDay.map((it) => [it.revision, it.difference?.tickets])).toEqual([
      [1, undefined],
      [2, [`stores-${late.id}`]],
    ]);
    await clock.settle(dock.stop());
  },
);

test('a sale is traced by its receipt and by the id that Square gave it', async () => {
  const { clock, seller, dock } = await openService();
  const { id } = seller.till.sell(usualSale);
  await clock.advance(60_000);
  const [payment] = [...seller.books.payments.values()];
  for (const known of [id, `stores-${id}`, String(payment?.['receipt_number'])]) {
    const traces = await clock.settle(Promise.resolve(dock.trace(known)));
    expect(
      traces.map((it) => it.txn),
      known,
    ).toEqual([`stores-${id}`]);
  }
  await clock.settle(dock.stop());
});
