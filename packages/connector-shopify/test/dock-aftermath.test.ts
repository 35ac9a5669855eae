import { createCrossdock, defineFlow, memoryJournal, seededRandom, silentObserver } from '@crossdock/core';
import { createFaults, manualClock, simulatedNetwork } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { shopify } from '../src/index.ts';
import { shopifySimulator } from '../src/testing/index.ts';
import { start } from './support/open-shop.ts';

const topics = [
  'orders/create',
  'orders/updated',
  'order_transactions/create',
  'refunds/create',
  'returns/process',
] as const;

test('with webhooks doubled, late and lost, every payment, return, refund and payout is heard once', async () => {
  const clock = manualClock({ now: start });
  const rates = { 'duplicate-webhook': 0.3, 'late-webhook': 0.2, 'missing-webhook': 0.4, 'lost-reply': 0.05 };
  const shop = shopifySimulator({ clock, faults: createFaults({ seed: 11, rates }) });
  const heard: string[] = [];
  const hear = <const Name extends 'order.paid' | 'return.processed' | 'refund.issued' | 'payout.paid'>(on: Name) =>
    defineFlow({
      name: `hear-${on.replace('.', '-')}`,
      version: 1,
      on,
      key: (data) => ('ref' in data ? data.ref : data.orderRef),
      needs: {},
      run: async (data) => {
        heard.push(`${on} ${'ref' in data ? data.ref : data.refs['shop']}`);
      },
    });
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: {
      shop: shopify({
        shop: shop.shop,
        credentials: { accessToken: shop.credentials.staticToken },
        webhookSecrets: [shop.webhookSecret],
        tenderSweepEvery: '20m',
        payoutSweepEvery: '20m',
        changes: { of: [] },
      }),
    },
    owns: { product: 'shop', price: 'shop', inventory: 'shop', order: 'shop', customer: 'shop', finance: 'shop' },
    flows: [hear('order.paid'), hear('return.processed'), hear('refund.issued'), hear('payout.paid')],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatedNetwork({ [`https://${shop.shop}`]: shop }),
  });
  await clock.settle(dock.start({ checkAccounts: false }));
  shop.webhooks.deliverTo(dock.systems.shop.webhook, { topics });
  const expected: string[] = [];
  for (let sold = 0; sold < 4; sold++) {
    const order = shop.placeOrder({ lines: [{ sku: 'SHOE-42', quantity: 2, unitPrice: '20.00' }] });
    shop.fulfil(order.id);
    await clock.advance(60_000);
    const back = shop.returnGoods(order.id, { lines: [{ line: 0, quantity: 1 }] });
    const refund = shop.processReturn(order.id, back.id, { pending: sold % 2 === 0 });
    await clock.advance(60_000);
    if (refund && sold % 2 === 0) shop.settleRefund(order.id, refund.id);
    expected.push(
      `order.paid gid://shopify/OrderTransaction/${order.transactions[0]?.id}`,
      `return.processed shop-${order.id}-R${back.id}`,
      `refund.issued shop-${order.id}-RF${refund?.id}`,
    );
  }
  expected.push(`payout.paid shop-P${shop.payOut().id}`);
  await clock.advance(2_400_000);
  expect(heard.toSorted()).toEqual(expected.toSorted());
  expect(await dock.exceptions.list()).toEqual([]);
  await clock.settle(dock.stop());
}, 60_000);
