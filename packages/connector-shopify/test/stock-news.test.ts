import { type CheckedInput, IntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openNewsShop } from './support/news-arrangements.ts';
import type { OpenShop, OpenShopOptions } from './support/open-shop.ts';
import { always, decode } from './support/read.ts';

type Told = SourceEvent | RefusedEvent;

const warehouse = '70000000001';
const store = '70000000002';
const codes = { [warehouse]: 'warehouse' };

function openStock(options: object = {}, fetch?: OpenShopOptions['fetch']): OpenShop {
  const open = openNewsShop({
    ...(fetch && { fetch }),
    simulator: {
      locations: [
        { id: warehouse, name: 'Warehouse', country: 'CH' },
        { id: store, name: 'Store 17', country: 'CH' },
      ],
    },
    options: { locations: codes, ...options },
  });
  for (const sku of ['SHOE', 'TWICE']) open.shop.addProduct({ title: sku, variants: [{ sku }] });
  open.shop.addProduct({ title: 'Other twin', variants: [{ sku: 'TWICE' }] });
  open.shop.addProduct({ title: 'Download', variants: [{ sku: 'DOWNLOAD', tracked: false }] });
  return open;
}

async function runSweep({ system }: OpenShop, name: 'inventory' | 'locations'): Promise<readonly Told[]> {
  const events: Told[] = [];
  const [from, to] = always;
  const sweep = system.connection.events?.sweeps?.[name];
  if (!sweep) throw new Error(`There is no sweep ${name}`);
  for await (const event of sweep.run({ from, to, signal: new AbortController().signal })) events.push(event);
  return events;
}

const swept = async (open: OpenShop, name: 'inventory' | 'locations') => open.clock.settle(runSweep(open, name));

const pushed = async (open: OpenShop, topic = 'inventory_levels/update') => decode(open, await open.delivery(topic));
const later = (open: OpenShop) => open.clock.advance(60_000);
const unitsOf = (events: readonly Told[]) =>
  events.map((it) => ('data' in it ? (it.data as { available?: { amount: string } }).available?.amount : it.name));

let calls = 0;
const nextCall = () => ({ key: `k-${++calls}`, txn: 'test', attempt: 1, signal: new AbortController().signal });
const place = { sku: 'SHOE', location: 'warehouse' };
const pieces = (units: number) => ({ amount: String(units), unit: 'EA' });

/** Sets and changes levels by the connection that also tells of them. */
async function publish({ clock, system }: OpenShop, units: number, expected?: number): Promise<void> {
  const level = { ...place, kind: 'sellable' as const, quantity: pieces(units) };
  const levels = [{ ...level, ...(expected !== undefined && { expected: pieces(expected) }) }];
  const input: CheckedInput<'setInventory'> = { ref: `levels-${units}`, levels, asOf: '2026-11-24T09:00:00Z' };
  await clock.settle(system.connection.capabilities.setInventory?.run(input, nextCall()) ?? Promise.reject(missing));
}

async function adjust({ clock, system }: OpenShop, delta: number): Promise<void> {
  const input: CheckedInput<'adjustInventory'> = {
    ref: `adjust-${delta}`,
    reason: 'receipt',
    changes: [{ ...place, delta: pieces(delta) }],
    occurredAt: '2026-11-24T09:00:00Z',
  };
  await clock.settle(system.connection.capabilities.adjustInventory?.run(input, nextCall()) ?? Promise.reject(missing));
}

const missing = new Error('The connector cannot do it');

describe('a level that changed', () => {
  test('is told as it is now, by webhook and sweep under the same id', async () => {
    const open = openStock();
    open.shop.setStock('SHOE', warehouse, { available: 7, committed: 2, damaged: 1 });
    const held = await open.delivery('inventory_levels/update');
    await later(open);
    open.shop.sellStock('SHOE', warehouse, 1);
    const told = await decode(open, held);
    expect(told).toMatchObject([
      {
        name: 'inventory.changed',
        key: 'SHOE@warehouse',
        occurredAt: '2026-11-24T09:01:00.000Z',
        data: {
          sku: 'SHOE',
          location: 'warehouse',
          onHand: { amount: '10' },
          available: { amount: '6' },
          committed: { amount: '3' },
          damaged: { amount: '1' },
        },
      },
    ]);
    expect(told[0]?.id).toMatch(/^SHOE@warehouse\/2026-11-24T09:01:00\.000Z\/[0-9a-f]{12}$/);
    expect(await pushed(open)).toEqual(told);
    expect(await swept(open, 'inventory')).toEqual(told);
    const [other] = await swept({ ...open, system: open.system.restart() }, 'inventory');
    expect(other?.id).toBe(told[0]?.id);
  });

  test('and changed back within the same second is told once more', async () => {
    const open = openStock();
    const ids = [];
    for (const available of [5, 4, 5]) {
      open.shop.setStock('SHOE', warehouse, { available });
      ids.push(...(await pushed(open)).map(({ id }) => id));
    }
    expect(new Set(ids).size).toBe(3);
    expect((await swept(open, 'inventory')).map(({ id }) => id)).toEqual(ids.slice(2));
  });

  test('of a thing that is stocked for the first time, or no more, is told', async () => {
    const open = openStock();
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    expect(unitsOf(await pushed(open, 'inventory_levels/connect'))).toEqual(['5']);
    await later(open);
    open.shop.disconnectStock('SHOE', warehouse);
    const told = await pushed(open, 'inventory_levels/disconnect');
    expect(unitsOf(told)).toEqual(['0']);
    expect(await swept(open, 'inventory')).toEqual(told);
    expect(await open.system.call('getInventory', { skus: ['SHOE'] })).toEqual([]);
  });

  test('of what is not counted, has no SKU or one of many is not told; the sweep parks the last', async () => {
    const open = openStock();
    open.shop.setStock('DOWNLOAD', warehouse, { available: 1 });
    expect(await pushed(open)).toEqual([]);
    open.shop.setStock('TWICE', warehouse, { available: 1 });
    expect(await pushed(open)).toEqual([]);
    const [found] = open.shop.catalog.bySku('SHOE');
    open.shop.setStock('SHOE', warehouse, { available: 1 });
    if (found) found.variant.sku = null;
    expect(await pushed(open)).toEqual([]);
    expect(await swept(open, 'inventory')).toMatchObject([
      { name: 'inventory.changed', key: 'TWICE@warehouse', refused: { code: 'conflict', path: 'sku' } },
    ]);
  });

  test('at a place that the options do not name is refused once, with its number', async () => {
    const open = openStock();
    for (const sku of ['SHOE', 'TWICE']) open.shop.setStock(sku, store, { available: 1 });
    const before = open.system.exchanges.length;
    expect(await pushed(open)).toEqual([]);
    expect(open.system.exchanges).toHaveLength(before);
    const refused = await swept(open, 'inventory');
    expect(refused).toMatchObject([
      { id: `${store}/unmapped`, key: store, refused: { code: 'unmapped', path: 'location.id' } },
    ]);
    expect(refused.map((it) => ('refused' in it ? it.refused.message : ''))).toEqual([
      `Shopify's location '${store}' is not known to the connector`,
    ]);
  });

  test('is told from every page', async () => {
    const open = openStock();
    const skus = Array.from({ length: 130 }, (_, index) => `PART-${index}`);
    for (const sku of skus) {
      open.shop.addProduct({ title: sku, variants: [{ sku }] });
      open.shop.setStock(sku, warehouse, { available: 1 });
    }
    const keys = (await swept(open, 'inventory')).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(skus.map((sku) => `${sku}@warehouse`).toSorted());
  });
});

describe('a level that we set', () => {
  test('is not told back, until somebody changes it; and back to ours is news', async () => {
    const open = openStock();
    await publish(open, 20);
    expect(await pushed(open)).toEqual([]);
    expect(await swept(open, 'inventory')).toEqual([]);
    for (const available of [19, 20]) {
      await later(open);
      open.shop.setStock('SHOE', warehouse, { available });
      expect(unitsOf(await pushed(open))).toEqual([String(available)]);
    }
  });

  test('is not told back by an adjustment either, whether the level was known before or not', async () => {
    const open = openStock();
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    await adjust(open, 3);
    expect(await pushed(open)).toEqual([]);
    await later(open);
    open.shop.setStock('SHOE', warehouse, { available: 2 });
    expect(unitsOf(await pushed(open))).toEqual(['2']);
    await adjust(open, 4);
    expect(await pushed(open)).toEqual([]);
  });

  test('is told when something else of it changed with it', async () => {
    const open = openStock();
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    await pushed(open);
    open.shop.sellStock('SHOE', warehouse, 1);
    await publish(open, 20);
    expect(unitsOf(await pushed(open))).toEqual(['20']);
  });

  test('and that somebody puts back to what was told before is told again', async () => {
    const open = openStock();
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    const [first] = await pushed(open);
    await later(open);
    await publish(open, 20);
    await later(open);
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    const [second] = await pushed(open);
    expect(second?.id).toBeDefined();
    expect(second?.id).not.toBe(first?.id);
  });

  test('is not told back while the answer is still on its way, nor when it is lost', async () => {
    let looked: readonly Told[] | undefined;
    let lose = false;
    const open = openStock({}, (shop) => {
      const reach = simulatorFetch(shop);
      return async (input, init) => {
        const request = new Request(input, init);
        const isWrite = (await request.clone().text()).includes('mutation SetQuantities');
        const answer = await reach(request);
        if (isWrite) looked = await runSweep(open, 'inventory');
        if (isWrite && lose) throw new TypeError('fetch failed');
        return answer;
      };
    });
    await publish(open, 20);
    expect(looked).toEqual([]);
    lose = true;
    await expect(publish(open, 30)).rejects.toBeInstanceOf(IntegrationError);
    expect(looked).toEqual([]);
    for (const available of [29, 30]) {
      await later(open);
      open.shop.setStock('SHOE', warehouse, { available });
      expect(unitsOf(await pushed(open))).toEqual([String(available)]);
    }
  });

  test('is not told back where the answer does not say what an adjustment led to, if it was read before', async () => {
    const open = openStock({}, (shop) => {
      const reach = simulatorFetch(shop);
      return async (input, init) => {
        const answer = await reach(input, init);
        const text = (await answer.text()).replaceAll(/"quantityAfterChange":\d+/g, '"quantityAfterChange":null');
        return new Response(text, { status: answer.status, headers: answer.headers });
      };
    });
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    await pushed(open);
    await adjust(open, 3);
    expect(await pushed(open)).toEqual([]);
  });

  test('stays ours when the next setting of it was refused', async () => {
    const open = openStock();
    await publish(open, 20);
    await expect(publish(open, 30, 4)).rejects.toMatchObject({ code: 'conflict' });
    expect(await pushed(open)).toEqual([]);
  });

  test('is told when the platform refused to set it, and somebody else did', async () => {
    const open = openStock();
    open.shop.setStock('SHOE', warehouse, { available: 5 });
    await pushed(open);
    await expect(publish(open, 20, 4)).rejects.toMatchObject({ code: 'conflict' });
    open.shop.setStock('SHOE', warehouse, { available: 20 });
    expect(unitsOf(await pushed(open))).toEqual(['20']);
  });
});

describe('a location that changed', () => {
  test('is told under our code, by webhook and sweep under the same id', async () => {
    const open = openStock();
    open.shop.editLocation(warehouse, { name: 'Depot' });
    const told = await pushed(open, 'locations/update');
    expect(told).toMatchObject([
      { name: 'location.changed', key: 'warehouse', data: { code: 'warehouse', name: 'Depot', country: 'CH' } },
    ]);
    expect(told[0]?.data).not.toHaveProperty('kind');
    expect(told[0]?.data).not.toHaveProperty('timeZone');
    expect(await swept(open, 'locations')).toEqual(told);
  });

  test('is told closed, open again, and gone', async () => {
    const open = openStock();
    const states: unknown[] = [];
    const look = async (topic: string) => {
      for (const { data } of await pushed(open, topic)) states.push(data);
      await later(open);
    };
    open.shop.deactivateLocation(warehouse);
    await look('locations/deactivate');
    open.shop.activateLocation(warehouse);
    await look('locations/activate');
    open.shop.deleteLocation(warehouse);
    await look('locations/delete');
    expect(states).toMatchObject([
      { active: false },
      { active: true },
      { active: false, code: 'warehouse', name: 'Warehouse' },
    ]);
  });

  test('has its number as code without the option', async () => {
    const open = openStock({ locations: undefined });
    const { id } = open.shop.addLocation({ name: 'Store 18' });
    expect(await pushed(open, 'locations/create')).toMatchObject([{ key: `${id}`, data: { code: `${id}` } }]);
    open.shop.deleteLocation(id);
    expect(await pushed(open, 'locations/delete')).toMatchObject([{ key: `${id}`, data: { active: false } }]);
  });

  test('and that the options do not name is refused by its number while it is open', async () => {
    const open = openStock();
    const { id } = open.shop.addLocation({ name: 'Store 18' });
    expect(await pushed(open, 'locations/create')).toEqual([]);
    expect((await swept(open, 'locations')).filter(({ key }) => key === `${id}`)).toMatchObject([
      { id: `${id}/unmapped`, refused: { code: 'unmapped', path: 'location.id' } },
    ]);
    open.shop.deactivateLocation(id);
    expect((await swept(open, 'locations')).filter(({ key }) => key === `${id}`)).toEqual([]);
    open.shop.deleteLocation(id);
    expect(await pushed(open, 'locations/delete')).toEqual([]);
  });
});

test('what the options do not ask for is neither read nor told', async () => {
  const open = openStock({ changes: { of: ['products'] } });
  open.shop.setStock('SHOE', warehouse, { available: 1 });
  open.shop.editLocation(warehouse, { name: 'Depot' });
  expect([...(await pushed(open)), ...(await pushed(open, 'locations/update'))]).toEqual([]);
  expect([...(await swept(open, 'inventory')), ...(await swept(open, 'locations'))]).toEqual([]);
  open.shop.deleteLocation(warehouse);
  expect(await pushed(open, 'locations/delete')).toEqual([]);
  expect(open.system.exchanges).toEqual([]);
});

describe('goods that are restocked', () => {
  const line = { sku: 'SHOE', quantity: 3, unitPrice: '20.00' };
  const unitsAt = ({ shop }: OpenShop) => {
    const [found] = shop.catalog.bySku('SHOE');
    const level = found && shop.stock.level(found.variant.inventoryItemId, BigInt(warehouse));
    return ['available', 'committed', 'on_hand'].map((name) => shop.stock.unitsOf(level, name));
  };
  const sold = (open: OpenShop) => {
    open.shop.setStock('SHOE', warehouse, { available: 10 });
    const { id } = open.shop.placeOrder({ lines: [line] });
    return id;
  };

  test('can be sold again from where they are, and that is told', async () => {
    const open = openStock();
    const id = sold(open);
    open.shop.fulfil(id);
    await later(open);
    const { id: returnId } = open.shop.returnGoods(id, { lines: [{ line: 0, quantity: 2 }] });
    open.shop.processReturn(id, returnId, { units: [1] });
    expect(unitsAt(open)).toEqual([11, 0, 11]);
    expect(unitsOf(await pushed(open))).toEqual(['11']);
    await later(open);
    open.shop.processReturn(id, returnId, { disposition: 'NOT_RESTOCKED' });
    expect(unitsAt(open)).toEqual([11, 0, 11]);
  });

  test('once: the refund that pays a return back puts nothing on the shelf a second time', async () => {
    const open = openStock();
    const id = sold(open);
    open.shop.fulfil(id);
    open.shop.processReturn(id, open.shop.returnGoods(id, { lines: [{ line: 0, quantity: 3 }] }).id);
    expect(unitsAt(open)).toEqual([13, 0, 13]);
  });

  test('by a refund without a return are there too, and those that are not restocked are not', async () => {
    const open = openStock();
    const id = sold(open);
    open.shop.fulfil(id);
    open.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
    open.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'NO_RESTOCK' }] });
    expect(unitsAt(open)).toEqual([11, 0, 11]);
  });

  test('that never left are not committed any more, and nothing comes in', async () => {
    const open = openStock();
    const id = sold(open);
    open.shop.sellStock('SHOE', warehouse, 3);
    expect(unitsAt(open)).toEqual([7, 3, 10]);
    open.shop.cancel(id);
    expect(unitsAt(open)).toEqual([10, 0, 10]);
  });

  test('of an item that is not tracked are in no book', async () => {
    const open = openStock();
    const { id } = open.shop.placeOrder({ lines: [{ ...line, sku: 'DOWNLOAD' }] });
    open.shop.fulfil(id);
    open.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
    expect(open.shop.stock.changes).toEqual([]);
  });
});
