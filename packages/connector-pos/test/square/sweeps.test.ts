import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { decode, sweep } from './support/read.ts';

const hour = 3_600_000;

describe('a sweep', () => {
  test('reads 25 stores in groups of ten, and no store is skipped', async () => {
    const stores = Array.from({ length: 25 }, (_, index) => ({ id: `LSTORE${index}` }));
    const { seller, system } = openSeller({ simulator: { locations: stores }, options: { locations: undefined } });
    for (const { id } of stores) seller.till.sell({ ...usualSale, locationId: id });
    const before = system.exchanges.length;
    const told = await sweep(system, 'orders');
    expect(new Set(told.map((it) => ('data' in it ? (it.data as { location?: string }).location : '')))).toEqual(
      new Set(stores.map((it) => it.id)),
    );
    const searches = system.exchanges.slice(before).filter((it) => it.path === '/v2/orders/search');
    expect(searches).toHaveLength(3);
  });

  test('by the time of the last change finds a sale that a till sent three days late, on its own day', async () => {
    const { seller, system, clock } = openSeller();
    await clock.advance(71 * hour);
    const { id } = seller.till.sell({ ...usualSale, offlineAt: '2026-11-24T16:00:00Z' });
    const [told] = await sweep(system, 'orders', { from: clock.now() - 600_000 });
    expect(told).toMatchObject({
      key: `stores-${id}`,
      occurredAt: '2026-11-24T16:00:00Z',
      data: { businessDate: '2026-11-24' },
    });
  });

  test('does not believe a till whose clock is years behind or a day ahead', async () => {
    const { seller, system, clock } = openSeller();
    const now = new Date(clock.now()).toISOString();
    seller.till.sell({ ...usualSale, offlineAt: '2020-01-01T00:00:00Z' });
    seller.till.sell({ ...usualSale, offlineAt: '2026-11-25T16:00:00Z' });
    const told = await sweep(system, 'orders');
    expect(told.map((it) => 'occurredAt' in it && it.occurredAt)).toEqual([now, now]);
  });

  test('over many pages tells everything once', { timeout: 60_000 }, async () => {
    const { seller, system } = openSeller();
    const ids: string[] = [];
    for (let count = 0; count < 520; count++) {
      ids.push(seller.till.sell({ lines: [{ sku: 'SOCK-M', price: 633 }] }).id);
    }
    const told = await sweep(system, 'orders');
    expect(told.map((it) => it.id).toSorted()).toEqual(ids.toSorted());
  });

  test('asks again after a throttle storm, an outage and an expired token', async () => {
    const { seller, system } = openSeller();
    const { id } = seller.till.sell(usualSale);
    seller.faults.arm('throttle-storm', { times: 2 });
    seller.faults.arm('outage', { times: 2 });
    expect((await sweep(system, 'orders')).map((it) => it.id)).toEqual([id]);
    expect(seller.faults.struck).toMatchObject({ 'throttle-storm': 2, outage: 2 });
  });

  test('leaves alone what was paid before crossdock was connected', async () => {
    const { seller, clock, reconnect } = openSeller();
    seller.till.sell(usualSale);
    await clock.advance(hour);
    const { id } = seller.till.sell(usualSale);
    const system = reconnect({ ordersFrom: new Date(clock.now() - 60_000).toISOString() });
    expect((await sweep(system, 'orders')).map((it) => it.id)).toEqual([id]);
  });
});

describe('a change of stock', () => {
  test('is told with its reason: sale, return, transfer, receipt, loss', async () => {
    const { seller, system, clock, reconnect } = openSeller();
    const { id: orderId } = seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
    seller.till.takeBack({ orderId });
    const other = reconnect({});
    const occurredAt = new Date(clock.now()).toISOString();
    const change = (delta: string) => [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: delta } }];
    await other.call('adjustInventory', { ref: 'grn-1', reason: 'receipt', changes: change('5'), occurredAt });
    await other.call('adjustInventory', { ref: 'loss-1', reason: 'lost', changes: change('-1'), occurredAt });
    const lines = [{ sku: 'SHOE-42', quantity: { amount: '2' } }];
    await other.call('transferInventory', { ref: 'move-1', from: 'store-1', to: 'store-3', lines, occurredAt });
    const told = (await sweep(system, 'stock')).filter((it) => it.name === 'inventory.moved');
    expect(told.map((it) => ('data' in it ? it.data : it))).toMatchObject([
      { reason: 'sale', delta: { amount: '-1' }, documentRef: `stores-${orderId}` },
      { reason: 'return', delta: { amount: '1' } },
      { reason: 'receipt', delta: { amount: '5' }, documentRef: 'grn-1' },
      { reason: 'lost', delta: { amount: '-1' } },
      { reason: 'transfer-out', delta: { amount: '-2' }, location: 'store-1' },
      { reason: 'transfer-in', delta: { amount: '2' }, location: 'store-3' },
    ]);
    expect(new Set(told.map((it) => it.id)).size).toBe(6);
  });

  test('to a store that is left alone is told from our end', async () => {
    const { clock, reconnect } = openSeller();
    const occurredAt = new Date(clock.now()).toISOString();
    const lines = [{ sku: 'SHOE-42', quantity: { amount: '2' } }];
    await reconnect({}).call('transferInventory', { ref: 'move-1', from: 'store-1', to: 'store-3', lines, occurredAt });
    const system = reconnect({ locations: { LCHICAGO1: { code: 'store-1' } } });
    const told = (await sweep(system, 'stock')).filter((it) => it.name === 'inventory.moved');
    expect(told).toMatchObject([{ data: { reason: 'transfer-out', location: 'store-1', delta: { amount: '-2' } } }]);
  });

  test('of our own application is not told again, where the options name it', async () => {
    const { seller, clock, reconnect, delivery } = openSeller();
    const system = reconnect({ applicationId: seller.credentials.clientId });
    const occurredAt = new Date(clock.now()).toISOString();
    const changes = [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: '-1' } }];
    await system.call('adjustInventory', { ref: 'web-1', reason: 'sale', changes, occurredAt });
    expect((await sweep(system, 'stock')).filter((it) => it.name === 'inventory.moved')).toEqual([]);
    const pushed = await decode(system, await delivery('inventory.count.updated'));
    expect(pushed.filter((it) => it.name === 'inventory.moved')).toEqual([]);
  });

  test('in a state that is not known is refused by name, and the others go on', async () => {
    const { seller, system } = openSeller();
    const [variation] = seller.books.variations();
    const locationId = 'LCHICAGO1';
    const at = new Date(seller.books.now()).toISOString();
    seller.books.changes.push({
      id: 'CHANGEODD',
      serial: 1,
      kind: 'ADJUSTMENT',
      variationId: variation?.id ?? '',
      units: 100_000,
      from: { state: 'IN_STOCK', locationId },
      to: { state: 'SUPPORTED_BY_NEWER_VERSION', locationId },
      occurredAt: at,
      createdAt: at,
    });
    seller.till.sell(usualSale);
    const told = await sweep(system, 'stock');
    expect(told.filter((it) => 'refused' in it)).toMatchObject([
      { id: 'CHANGEODD', refused: { code: 'unmapped', path: 'to_state' } },
    ]);
    expect(told.filter((it) => it.name === 'inventory.moved' && !('refused' in it))).toHaveLength(2);
  });
});
