import { manualClock, simulatorFetch } from '@crossdock/testing';
import { planLiveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { square } from '../../src/square/index.ts';
import { squareSimulator } from '../../src/testing/index.ts';
import { liveDoors } from './live/doors.ts';

/** What the side doors into a real seller see is right when they see it of the simulated one: only the account is missing. */
const clock = manualClock({ now: '2026-11-24T15:00:00.000Z' });
const seller = squareSimulator({ clock });
seller.seed({ sku: 'SHOE-42', price: 7990, stock: { LCHICAGO1: 500, LNEWYORK2: 500 } });
// What a seller has beside: a product and a customer that no fact knows.
seller.seed({ sku: 'SOCK-M', price: 633, stock: 500 });
const settings = {
  accessToken: seller.credentials.accessToken,
  locations: ['LCHICAGO1', 'LNEWYORK2'],
  skus: ['SHOE-42'],
  baseUrl: 'https://connect.squareupsandbox.com',
};
const { reads, writes } = liveDoors({ fetch: simulatorFetch(seller), clock, settings });
const { suites, unseen } = planLiveContract({ manifest: square.manifest, arrange: { ...reads, ...writes } });

test('what only a till does cannot be seen, and all else can', () => {
  expect(unseen.toSorted()).toEqual(['listInventory', 'listPayouts', 'processReturn']);
});

test('a second effect is seen', async () => {
  const door = await writes.upsertCustomer();
  const input = await door.input();
  await door.system.call('upsertCustomer', input);
  const booked = [...seller.books.customers.values()].find((it) => it['reference_id'] === input.ref);
  if (!booked) throw new Error('He was booked');
  seller.books.customers.set('twin', { ...booked, id: 'twin' });
  expect(await door.count(input.ref)).toBe(2);
});

describe.for(suites.map(({ name, facts }) => [name, facts] as const))('%s', ([, facts]) => {
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});
