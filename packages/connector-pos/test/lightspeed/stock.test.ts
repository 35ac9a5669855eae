import { describe, expect, test } from 'vitest';
import { lightspeed } from '../../src/lightspeed/index.ts';
import { one } from '../../src/testing/lightspeed/numbers.ts';
import { chicago, newYork, openRetailer, type OpenRetailerOptions, simulatedOutlets } from './support/open-retailer.ts';
import { sweep } from './support/read.ts';
import { doneUnder } from './support/stock-doors.ts';

const occurredAt = '2026-11-24T14:59:00Z';
const asOf = occurredAt;
const levelOf = (sku: string, amount: string, location = 'store-1') => [
  { sku, location, kind: 'on-hand' as const, quantity: { amount } },
];
const shoes = (delta: string) => [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: delta } }];

type Open = ReturnType<typeof openRetailer>;
const inStock = ({ retailer }: Open, sku: string, at = chicago): number =>
  (retailer.books.inStock(sku, at) ?? Number.NaN) / one;

/** Every answer that can be left open by the platform. */
const ways: readonly (OpenRetailerOptions & { readonly what: string })[] = [
  { what: 'a stocktake sets the level', simulator: { stocktake: 'sets' } },
  { what: 'a stocktake moves the level by the difference', simulator: { stocktake: 'moves' } },
  {
    what: 'bodies lie in data',
    simulator: { wrappedConsignments: true },
    options: { consignmentBodies: 'wrapped' },
  },
];

describe.each(ways)('where $what', (options) => {
  test('a level is the one that was set, and a change and a transfer come on top', async () => {
    const open = openRetailer(options);
    await open.system.call('setInventory', { ref: 'count-1', levels: levelOf('SHOE-42', '9'), asOf });
    await open.system.call('adjustInventory', { ref: 'web-1', reason: 'sale', changes: shoes('-2'), occurredAt });
    await open.system.call('adjustInventory', { ref: 'grn-1', reason: 'receipt', changes: shoes('5'), occurredAt });
    const lines = [{ sku: 'SHOE-42', quantity: { amount: '4' } }];
    await open.system.call('transferInventory', { ref: 'tr-1', from: 'store-1', to: 'store-2', lines, occurredAt });
    expect(inStock(open, 'SHOE-42')).toBe(8);
    expect(inStock(open, 'SHOE-42', newYork)).toBe(4);
  });
});

describe('a change of stock', () => {
  const steps = Array.from({ length: 15 }, (_, index) => index + 1);

  test.each(steps)('that ended after request %d is gone on with by another process', async (request) => {
    const open = openRetailer();
    const input = {
      ref: 'grn-1',
      reason: 'receipt' as const,
      changes: [...shoes('5'), { sku: 'SOCK-M', location: 'store-2', delta: { amount: '-1' } }],
      occurredAt,
    };
    const dying = new AbortController();
    open.system.interfere({ request, with: () => dying.abort() });
    await open.system.call('adjustInventory', input, { signal: dying.signal }).catch(() => undefined);
    const other = open.reconnect({});
    await other.call('adjustInventory', input);
    expect(inStock(open, 'SHOE-42')).toBe(17);
    expect(inStock(open, 'SOCK-M', newYork)).toBe(6);
    expect(doneUnder(open, 'grn-1')).toHaveLength(2);
  });

  test('whose consignment somebody called off is refused', async () => {
    const open = openRetailer();
    const input = { ref: 'grn-1', reason: 'receipt', changes: shoes('5'), occurredAt } as const;
    const dying = new AbortController();
    open.system.interfere({ request: 7, with: () => dying.abort() });
    await open.system.call('adjustInventory', input, { signal: dying.signal }).catch(() => undefined);
    const { books } = open.retailer;
    const [begun] = books.consignments.values();
    if (begun?.status !== 'OPEN') throw new Error('It was to be begun, and not more');
    books.consignments.put({ ...begun, status: 'CANCELLED', version: books.nextVersion() });
    await expect(open.reconnect({}).call('adjustInventory', input)).rejects.toMatchObject({ code: 'conflict' });
    expect(inStock(open, 'SHOE-42')).toBe(12);
  });

  test('is not told back to whoever asked for it, and one of the store is', async () => {
    const open = openRetailer();
    await open.system.call('adjustInventory', { ref: 'web-1', reason: 'sale', changes: shoes('-2'), occurredAt });
    const { books } = open.retailer;
    const [ours] = books.consignments.values();
    if (!ours) throw new Error('Nothing was booked');
    books.consignments.put({
      ...ours,
      id: books.nextId(),
      reference: 'web-1/1-000000000000',
      version: books.nextVersion(),
    });
    const told = await sweep(open.system, 'consignments');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ name: 'inventory.moved', data: { sku: 'SHOE-42', location: 'store-1' } });
  });

  const manyMoreThanARequestTakes = () => {
    const outlets = [{ id: chicago, name: 'Chicago', timeZone: 'America/Chicago', registers: 40 }];
    const open = openRetailer({ simulator: { outlets } });
    const changes = Array.from({ length: 501 }, (_, index) => {
      const sku = `MANY-${index}`;
      open.retailer.seed({ sku });
      return { sku, location: 'store-1', delta: { amount: '2' } };
    });
    return { open, input: { ref: 'grn-2', reason: 'receipt' as const, changes, occurredAt } };
  };
  const fillings = ({ system }: Open): readonly number[] =>
    system.exchanges.flatMap(({ path }, index) => (path.endsWith('/bulk') ? [index] : []));

  test('of more products than a request takes is sent in several', async () => {
    const { open, input } = manyMoreThanARequestTakes();
    await open.system.call('adjustInventory', input);
    expect(fillings(open)).toHaveLength(2);
    expect(inStock(open, 'MANY-0')).toBe(2);
    expect(inStock(open, 'MANY-500')).toBe(2);
  });

  test('that ended between two of them is received whole by another process', async () => {
    const whole = manyMoreThanARequestTakes();
    await whole.open.system.call('adjustInventory', whole.input);
    const { open, input } = manyMoreThanARequestTakes();
    const dying = new AbortController();
    open.system.interfere({ request: fillings(whole.open)[1] ?? 0, with: () => dying.abort() });
    await open.system.call('adjustInventory', input, { signal: dying.signal }).catch(() => undefined);
    expect(doneUnder(open, 'grn-2')).toHaveLength(0);
    await open.reconnect({}).call('adjustInventory', input);
    expect(inStock(open, 'MANY-0')).toBe(2);
    expect(inStock(open, 'MANY-500')).toBe(2);
    expect(doneUnder(open, 'grn-2')).toHaveLength(1);
  });
});

describe('a level', () => {
  test('of a whole batch goes at once, even where the retailer has one register', async () => {
    const open = openRetailer({
      simulator: { outlets: simulatedOutlets.map((it) => ({ ...it, registers: it.id === chicago ? 1 : 0 })) },
    });
    const { setInventory: most = Number.NaN } = lightspeed.manifest.limits.batchSizes ?? {};
    const levels = Array.from({ length: most }, (_, index) => {
      const sku = `BATCH-${index}`;
      open.retailer.seed({ sku, price: 100, stock: 1 });
      return levelOf(sku, '5');
    });
    const begun = open.clock.now();
    await open.system.call('setInventory', { ref: 'batch-1', levels: levels.flat(), asOf });
    expect(open.clock.now()).toBe(begun);
    expect(inStock(open, 'BATCH-0')).toBe(5);
  });

  test('of a product that was oversold can be set', async () => {
    const open = openRetailer();
    open.retailer.stock.set(open.retailer.books.productOf('SHOE-42')?.id ?? '', chicago, -3 * one);
    const [level] = await open.system.call('getInventory', { skus: ['SHOE-42'], locations: ['store-1'] });
    expect(level?.onHand.amount).toBe('-3');
    await open.system.call('setInventory', { ref: 'count-1', levels: levelOf('SHOE-42', '2'), asOf });
    expect(inStock(open, 'SHOE-42')).toBe(2);
  });

  test('that is shown already is set once more without harm, also where another was expected', async () => {
    const open = openRetailer();
    const [wanted] = levelOf('SHOE-42', '12');
    if (!wanted) throw new Error('No level');
    const levels = [{ ...wanted, expected: { amount: '4' } }];
    await open.system.call('setInventory', { ref: 'count-1', levels, asOf });
    expect(inStock(open, 'SHOE-42')).toBe(12);
  });

  test('is shown after a sale at a till without being asked for', async () => {
    const open = openRetailer();
    open.retailer.till.sell({ outletId: chicago, lines: [{ sku: 'SHOE-42', price: 7990, quantity: '2' }] });
    const [level] = await open.system.call('getInventory', { skus: ['SHOE-42'], locations: ['store-1'] });
    expect(level?.onHand.amount).toBe('10');
  });

  test('of an outlet that the options leave alone is not listed', async () => {
    const open = openRetailer({ options: { outlets: { [newYork]: { code: 'store-2' } } } });
    const { items } = await open.system.call('listInventory', {});
    expect(items.map((it) => it.location)).toEqual(['store-2']);
  });
});
