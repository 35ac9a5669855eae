import { createCrossdock, defineFlow, memoryJournal, seededRandom, silentObserver } from '@crossdock/core';
import { createFaults, type FaultName, manualClock, simulatedNetwork } from '@crossdock/testing';
import { mswHandlers } from '@crossdock/testing/msw';
import { contracts } from '@crossdock/testing/contracts';
import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { shopify } from '../src/index.ts';
import { type PlaceOrderInput, shopifySimulator } from '../src/testing/index.ts';
import { arrangeGetOrder } from './support/arrangements.ts';
import { start, usualOrder } from './support/open-shop.ts';

/** A shop, and a service that writes down what it hears. */
async function openService(rates: Readonly<Partial<Record<FaultName, number>>> = {}) {
  const clock = manualClock({ now: start });
  const shop = shopifySimulator({ clock, faults: createFaults({ seed: 7, rates }) });
  const heard: string[] = [];
  const hear = <const Name extends 'order.placed' | 'order.cancelled'>(on: Name) =>
    defineFlow({
      name: `hear-${on.replace('.', '-')}`,
      version: 1,
      on,
      key: (data) => ('orderRef' in data ? data.orderRef : data.ref),
      needs: {},
      run: async (data) => {
        heard.push(`${on} ${'orderRef' in data ? data.orderRef : data.ref}`);
      },
    });
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: {
      shop: shopify({
        shop: shop.shop,
        credentials: { accessToken: shop.credentials.staticToken },
        webhookSecrets: [shop.webhookSecret],
        // Nobody here waits for other news than orders.
        changes: { of: [] },
      }),
    },
    owns: { product: 'shop', price: 'shop', inventory: 'shop', order: 'shop', customer: 'shop', finance: 'shop' },
    flows: [hear('order.placed'), hear('order.cancelled')],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatedNetwork({ [`https://${shop.shop}`]: shop }),
  });
  await clock.settle(dock.start({ checkAccounts: Object.keys(rates).length === 0 }));
  shop.webhooks.deliverTo(dock.systems.shop.webhook);
  return { clock, shop, dock, heard };
}

test('with webhooks doubled, shuffled, late and lost, and a rough road, every sale is heard once', async () => {
  const { clock, shop, dock, heard } = await openService({
    'duplicate-webhook': 0.3,
    'shuffled-webhook': 0.3,
    'late-webhook': 0.2,
    'missing-webhook': 0.3,
    'lost-reply': 0.1,
    'throttle-storm': 0.1,
    'error-before': 0.1,
  });
  const ids: bigint[] = [];
  for (let sold = 0; sold < 40; sold++) {
    ids.push(shop.placeOrder(usualOrder).id);
    await clock.advance(20_000);
    if (sold % 5 === 0) shop.cancel(ids[sold] ?? 0n);
  }
  await clock.advance(4 * 3_600_000);
  const cancelled = ids.filter((_, index) => index % 5 === 0);
  expect(heard.toSorted()).toEqual(
    [...ids.map((id) => `order.placed shop-${id}`), ...cancelled.map((id) => `order.cancelled shop-${id}`)].toSorted(),
  );
  expect(await dock.exceptions.list()).toEqual([]);
  await clock.settle(dock.stop());
});

test('an order that is refused parks once, under its own key, and the others of the sweep go on', async () => {
  const { clock, shop, dock, heard } = await openService({ 'missing-webhook': 1 });
  const bad: PlaceOrderInput = { lines: [...usualOrder.lines, { sku: null, quantity: 1, unitPrice: '1.00' }] };
  const ids = [usualOrder, bad, usualOrder].map((input) => shop.placeOrder(input).id);
  await clock.advance(1_800_000);
  expect(heard).toEqual([`order.placed shop-${ids[0]}`, `order.placed shop-${ids[2]}`]);
  const open = (await dock.exceptions.list()).filter(({ step }) => step?.includes('order.placed'));
  expect(open).toMatchObject([
    { key: `shop-${ids[1]}`, code: 'unmapped', path: 'lines.2.sku', reason: 'Line 3 of order #1002 has no SKU' },
  ]);
  await clock.settle(dock.stop());
});

test('a sale is found under its name, its number, its global id and its reference', async () => {
  const { clock, shop, dock } = await openService();
  const { id } = shop.placeOrder(usualOrder);
  await clock.advance(1_000);
  const forms = ['#1001', '1001', `${id}`, `gid://shopify/Order/${id}`, `shop-${id}`];
  for (const form of forms)
    expect(
      (await dock.trace(form)).map(({ txn }) => txn),
      form,
    ).toEqual([`shop-${id}`]);
  await clock.settle(dock.stop());
});

test('the suite of getOrder is also kept through msw', async () => {
  const server = setupServer();
  server.listen();
  try {
    const arrange = arrangeGetOrder({
      fetch: (shop) => {
        server.resetHandlers(...mswHandlers(shop, `https://${shop.shop}`));
        return globalThis.fetch;
      },
    });
    for (const { check } of contracts.getOrder.facts(arrange)) await check();
  } finally {
    server.close();
  }
});
