import { expect, test } from 'vitest';
import { inQueries, placesOf } from '../../src/inventory-visibility/places.ts';
import { openVisibility } from './environment.ts';

const occurredAt = '2026-11-27T10:00:00Z';

const paths = ({ system }: ReturnType<typeof openVisibility>) =>
  system.exchanges.filter((it) => it.path.includes('/onhand/')).map((it) => it.path.split('/onhand/')[1]);

test('more than 512 changes go in several requests, and each counts once though a reply is lost', async () => {
  const it = openVisibility();
  const changes = Array.from({ length: 1_100 }, (_, number) => ({
    sku: `SHOE-${number}`,
    location: 'store-1',
    delta: { amount: '1' },
  }));
  it.service.faults.arm('lost-reply', { match: (subject) => subject.includes('/onhand/bulk') });
  await it.system.call('adjustInventory', { ref: 'count-1', reason: 'count', changes, occurredAt });
  expect(it.service.books.changes()).toHaveLength(1_100);
  // The first was answered into the void, so all of them are sent again.
  expect(paths(it)).toEqual(['bulk', 'bulk', 'bulk', 'bulk']);
});

test('more than 5,000 products are asked for in several queries', async () => {
  const it = openVisibility();
  const skus = Array.from({ length: 5_001 }, (_, number) => `SHOE-${number}`);
  it.service.seedStock({ product: 'SHOE-5000', site: '1', location: '11', units: 3 });
  const levels = await it.system.call('getInventory', { skus, locations: ['store-1'] });
  expect(levels.map(({ sku }) => sku)).toEqual(['SHOE-5000']);
  expect(paths(it)).toEqual(['indexquery', 'indexquery']);
});

test('a query never names more than 100 pairs of site and location, and every place is in one', () => {
  const locations = Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [`store-${n}`, { site: `S${n % 40}`, location: `L${n}` }]),
  );
  const places = placesOf(undefined, { locations });
  const queries = inQueries(places, true);
  for (const group of queries) {
    const [sites, codes] = [new Set(group.map((it) => it.site)), new Set(group.map((it) => it.location))];
    expect(sites.size * codes.size).toBeLessThanOrEqual(100);
  }
  expect(queries.flat().map((it) => it.code)).toHaveLength(300);
  expect(queries.length).toBeLessThan(60);
  expect(inQueries(places, false)).toHaveLength(300);
});

test('when one query is told to wait, those behind it wait too', async () => {
  const locations = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`store-${n}`, { site: '1', location: `L${n}` }]),
  );
  const it = openVisibility({ settings: { locations } });
  let asked = 0;
  it.service.faults.arm('throttle-storm', { match: () => (asked += 1) === 8 });
  await it.system.call('getInventory', { skus: ['SHOE'] });
  const told = it.service.requests.findIndex(({ status }) => status === 429);
  const { exchanges } = it.system;
  const at = exchanges.find(({ status }) => status === 429)?.at ?? 0;
  expect(told).toBeGreaterThan(0);
  const tooSoon = exchanges.filter((exchange) => exchange.at > at && exchange.at < at + 10_000);
  expect(tooSoon).toEqual([]);
  // Those that were in flight already, four at once, are all that left in that moment.
  expect(exchanges.filter((exchange) => exchange.at === at).length).toBeLessThan(20);
});

test('pages of one location are cut from one answer', async () => {
  const it = openVisibility();
  for (let number = 0; number < 5; number++) {
    it.service.seedStock({ product: `SHOE-${number}`, site: '1', location: '11', units: 1 });
  }
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await it.system.call('listInventory', {
      limit: 2,
      locations: ['store-1'],
      ...(cursor !== undefined && { cursor }),
    });
    seen.push(...page.items.map(({ sku }) => sku));
    ({ next: cursor } = page);
    if (cursor === undefined) break;
  }
  expect(seen).toHaveLength(5);
  expect(paths(it)).toEqual(['indexquery']);
});

test('a cursor that is none of ours is refused', async () => {
  const { system } = openVisibility();
  for (const cursor of ['x', Buffer.from('[-1]').toString('base64url'), Buffer.from('{}').toString('base64url')]) {
    await expect(system.call('listInventory', { cursor })).rejects.toMatchObject({ code: 'input-invalid' });
  }
});
