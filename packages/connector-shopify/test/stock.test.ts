import { expect, test } from 'vitest';
import { failureOf } from './support/read.ts';
import { openStockedShop } from './support/stock-arrangements.ts';

const level = (sku: string, units: number, more: object = {}) => ({
  sku,
  location: 'warehouse',
  kind: 'sellable' as const,
  quantity: { amount: String(units) },
  ...more,
});
const publication = (levels: ReturnType<typeof level>[], ref = 'levels-1') => ({
  ref,
  levels,
  asOf: '2026-11-24T09:00:00Z',
});

test('what can be sold and what lies there are told apart', async () => {
  const { system } = openStockedShop();
  const [read] = await system.call('getInventory', { skus: ['SHOE-42'], locations: ['warehouse'] });
  expect(read).toMatchObject({ onHand: { amount: '10' }, available: { amount: '7' }, committed: { amount: '2' } });
});

test('what lies there can be set, and what is promised stays promised', async () => {
  const { system } = openStockedShop();
  await system.call('setInventory', publication([level('SHOE-42', 20, { kind: 'on-hand' })]));
  const [read] = await system.call('getInventory', { skus: ['SHOE-42'], locations: ['warehouse'] });
  expect(read).toMatchObject({ onHand: { amount: '20' }, available: { amount: '17' }, committed: { amount: '2' } });
});

test('a sale between reading and setting is not wiped out', async () => {
  const { system, shop } = openStockedShop();
  const before = { expected: { amount: '7' } };
  shop.sellStock('SHOE-42', '70000000001', 1);
  const failure = await failureOf(() => system.call('setInventory', publication([level('SHOE-42', 8, before)])));
  expect(failure).toMatchObject({ code: 'conflict', disposition: 'reject', path: 'levels.0' });
  const after = { expected: { amount: '6' } };
  await system.call('setInventory', publication([level('SHOE-42', 8, after)], 'levels-2'));
});

test('a refused publication can be repeated under its key once the levels are the expected ones', async () => {
  const { system, shop } = openStockedShop();
  const input = publication([level('SHOE-43', 9, { expected: { amount: '4' } })]);
  const call = () => system.call('setInventory', input, { key: 'flow/1/levels-1/set' });
  expect(await failureOf(call)).toMatchObject({ code: 'conflict' });
  shop.sellStock('SHOE-43', '70000000001', 1);
  await call();
  expect(shop.stock.changes).toHaveLength(1);
});

test('stock is put where a thing never was', async () => {
  const { system } = openStockedShop();
  await system.call('setInventory', publication([level("SOCK 'M'", 4, { location: 'store-17' })]));
  const [read] = await system.call('getInventory', { skus: ["SOCK 'M'"], locations: ['store-17'] });
  expect(read?.available?.amount).toBe('4');
});

test('more than 250 levels go in batches; a refusal names the level and how many were done', async () => {
  const { system, shop } = openStockedShop();
  const skus = Array.from({ length: 260 }, (_, index) => `PART-${index}`);
  for (const sku of skus) shop.addProduct({ title: sku, variants: [{ sku }] });
  const wrong = skus.map((sku, index) => level(sku, 5, index === 255 ? { expected: { amount: '1' } } : {}));
  const failure = await failureOf(() => system.call('setInventory', publication(wrong)));
  expect(failure).toMatchObject({ code: 'conflict', path: 'levels.255' });
  expect(failure?.message).toContain('250 of 260 levels were done before it');
  await system.call(
    'setInventory',
    publication(
      skus.map((sku) => level(sku, 6)),
      'levels-2',
    ),
  );
  const read = await system.call('getInventory', { skus });
  expect(new Set(read.map(({ available }) => available?.amount))).toEqual(new Set(['6']));
  expect(read).toHaveLength(260);
});

test('a publication is looked up by the levels that the shop shows', async () => {
  const { system, clock } = openStockedShop();
  const input = { ...publication([]), levels: [{ ...level('SHOE-42', 8), quantity: { amount: '8', unit: 'EA' } }] };
  const look = () => {
    const once = system.connection.capabilities.setInventory?.once;
    const call = { key: 'k', txn: 't', attempt: 1, signal: new AbortController().signal };
    return clock.settle(once?.probe?.(input, call) ?? Promise.reject(new Error('It cannot be looked up')));
  };
  expect(await look()).toBeUndefined();
  const document = await system.call('setInventory', input);
  expect(await look()).toEqual(document);
});

test('a location that the options do not name is told as refused, and its stock of a SKU refuses the SKU', async () => {
  const { system, shop } = openStockedShop({ options: { locations: { '70000000001': 'warehouse' } } });
  expect(shop.books.locations).toHaveLength(2);
  const pages = [await system.call('listInventory', {})];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(await system.call('listInventory', { cursor: next }));
  }
  expect(pages.flatMap(({ refused }) => refused)).toMatchObject([
    { code: 'unmapped', identifiers: ['gid://shopify/Location/70000000002'] },
  ]);
  const failure = await failureOf(() => system.call('getInventory', { skus: ['SHOE-42'] }));
  expect(failure).toMatchObject({ code: 'unmapped', path: 'location.id' });
});

test('a listing of changes has the levels that changed, and no others', async () => {
  const { system, shop, clock } = openStockedShop();
  await clock.advance(60_000);
  const changedFrom = new Date(clock.now()).toISOString();
  shop.sellStock('SHOE-43', '70000000001', 1);
  const { items } = await system.call('listInventory', { changedFrom, locations: ['warehouse'] });
  expect(items.map(({ sku }) => sku)).toEqual(['SHOE-43']);
});
