import { manualClock, simulatorFetch } from '@crossdock/testing';
import { planLiveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { lightspeed } from '../../src/lightspeed/index.ts';
import { lightspeedSimulator } from '../../src/testing/index.ts';
import { liveDoors } from './live/doors.ts';
import { chicago, newYork, simulatedOutlets, usualSale } from './support/open-retailer.ts';

/** What the side doors into a real account see is right when they see it of the simulated one: only the account is missing. */
const clock = manualClock({ now: '2026-11-24T15:00:00.000Z' });
const retailer = lightspeedSimulator({ clock, outlets: simulatedOutlets });
retailer.seed({ sku: 'SHOE-42', price: 7990, stock: 500 });
retailer.seed({ sku: 'SOCK-M', price: 633, stock: 500 });
// What an account has beside: a sale that no fact knows.
retailer.till.sell(usualSale);
const settings = {
  domainPrefix: retailer.domainPrefix,
  accessToken: retailer.credentials.personalToken,
  outlets: [chicago, newYork],
  skus: ['SHOE-42', 'SOCK-M'],
};
const { reads, writes } = liveDoors({ fetch: simulatorFetch(retailer), clock, settings });
const { suites, unseen } = planLiveContract({ manifest: lightspeed.manifest, arrange: { ...reads, ...writes } });

test('every capability can be seen from outside', () => {
  expect(unseen).toEqual([]);
});

test('what only reads changes nothing', async () => {
  const { sales, consignments, products, customers } = retailer.books;
  const sizes = () => [sales, consignments, products, customers].map((it) => it.size);
  const before = sizes();
  const { suites: reading } = planLiveContract({ manifest: lightspeed.manifest, arrange: reads });
  for (const { facts } of reading) for (const { check } of facts) await check();
  expect(sizes()).toEqual(before);
});

describe('a second effect is seen', () => {
  test('of a return', async () => {
    const door = await writes.processReturn();
    const { ref } = await door.input();
    const [sale] = retailer.books.sales.values();
    if (!sale) throw new Error('There is a sale');
    for (const id of ['one', 'two']) retailer.till.book({ ...sale, id, sourceId: ref });
    expect(await door.count(ref)).toBe(2);
  });

  test('of a customer', async () => {
    const door = await writes.upsertCustomer();
    const input = await door.input();
    await door.system.call('upsertCustomer', input);
    const booked = retailer.books.customers.find((it) => it.code === input.ref);
    if (!booked) throw new Error('He was booked');
    retailer.books.customers.put({ ...booked, id: 'twin', version: retailer.books.nextVersion() });
    expect(await door.count(input.ref)).toBe(2);
  });
});

describe.for(suites.map(({ name, facts }) => [name, facts] as const))('%s', ([, facts]) => {
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});
