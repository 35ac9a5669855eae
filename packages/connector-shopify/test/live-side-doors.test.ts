import { manualClock, simulatorFetch } from '@crossdock/testing';
import { planLiveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { shopify } from '../src/index.ts';
import { shopifySimulator } from '../src/testing/index.ts';
import { liveArrangements } from './live/arrangements.ts';

/** What the side doors into a real store see is right when they see it of the simulated one: only the account is missing. */
const location = '70000000001';
const skus = ['SHOE-42', "SOCK 'M'"];
const clock = manualClock({ now: '2026-11-24T09:00:00.000Z' });
const shop = shopifySimulator({ clock });
// What a store has beside: an order, a customer, a product and stock that no fact knows.
shop.addProduct({ title: 'Shoe', variants: [{ sku: 'SHOE-42', price: '79.90', tracked: true }] });
shop.addProduct({ title: 'Sock', variants: [{ sku: "SOCK 'M'", price: '6.33', tracked: true }] });
shop.addProduct({ title: 'Cap', variants: [{ sku: 'CAP', price: '15.00', tracked: true }] });
shop.addCustomer({ firstName: 'Old', lastName: 'Buyer', email: 'old@shoppers.example' });
shop.placeOrder({ lines: [{ sku: 'CAP', quantity: 1, unitPrice: '15.00' }] });
for (const sku of [...skus, 'CAP']) shop.setStock(sku, location, { available: 500 });

const { clientId, clientSecret } = shop.credentials;
const settings = { shop: shop.shop, clientId, clientSecret, skus, location };
const arrange = liveArrangements({ fetch: simulatorFetch(shop), clock, settings });
const { suites, unseen } = planLiveContract({ manifest: shopify.manifest, arrange });

test('only what no development store has cannot be seen', () => {
  expect(unseen).toEqual(['listPayouts']);
});

describe('a second effect is seen', () => {
  test('of an order that was imported', async () => {
    const door = await arrange.createOrder();
    const { ref } = await door.input();
    for (const number of [1, 2]) {
      shop.placeOrder({ sourceIdentifier: ref, lines: [{ sku: 'CAP', quantity: number, unitPrice: '15.00' }] });
    }
    expect(await door.count(ref)).toBe(2);
  });

  test('of a parcel', async () => {
    const door = await arrange.recordFulfillment();
    const input = await door.input();
    await door.system.call('recordFulfillment', input);
    shop.fulfil(BigInt(input.orderRef.replace('shop-', '')), [{ line: 0, quantity: 1 }]);
    expect(await door.count(input.ref)).toBe(2);
  });

  test('of a product', async () => {
    const door = await arrange.publishProduct();
    const input = await door.input();
    await door.system.call('publishProduct', input);
    shop.addProduct({ title: 'Twin', variants: [{ sku: input.sku }] });
    expect(await door.count(input.sku)).toBe(2);
  });

  test('of an adjustment, whichever reference it is of', async () => {
    const door = await arrange.adjustInventory();
    const input = await door.input();
    await door.system.call('adjustInventory', input);
    const next = { ...input, ref: `${input.ref}-next` };
    await door.system.call('adjustInventory', next);
    expect([await door.count(input.ref), await door.count(next.ref)]).toEqual([1, 1]);
    const [change] = input.changes;
    const shown = await arrange.getInventory();
    const levels = await shown.truth({ skus, locations: [location] });
    const units = Number(levels.find(({ sku }) => sku === change?.sku)?.available?.amount);
    shop.setStock(change?.sku ?? '', location, { available: units + 1 });
    expect([await door.count(input.ref), await door.count(next.ref)]).toEqual([2, 2]);
  });
});

describe.for(suites.map(({ name, facts }) => [name, facts] as const))('%s', ([, facts]) => {
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});
