import { describe, expect, test } from 'vitest';
import { inventoryVisibility } from '../../src/inventory-visibility/index.ts';
import { openVisibility, places } from './environment.ts';
import { usualConfiguration } from '../../src/testing/inventory-visibility/configuration.ts';

const occurredAt = '2026-11-27T10:00:00Z';
/** What is wrong, and where. What was found there instead is told by the core. */
const problemsOf = (changes: object) =>
  inventoryVisibility({ ...openVisibility().settings, ...changes }).problems.map(
    ({ path, message }) => `${path}: ${message.replace(/ \(found [^)]*\)$/, '')}`,
  );

describe('the configuration', () => {
  test.each(['fno', 'FNO', 'iv', '@iv'])('does not take the data source %s to write to', (source) => {
    expect(problemsOf({ changes: { source, inbound: 'inbound' } })).toEqual([
      expect.stringMatching(new RegExp(`^changes\\.source: '${source}' .*read-only`)),
    ]);
    expect(problemsOf({ levels: { source, measure: 'onhand' } })).toEqual([
      expect.stringMatching(/^levels\.source: .*read-only/),
    ]);
  });

  test('takes a service by region and island', () => {
    expect(problemsOf({ service: { region: 'eus', island: '104' } })).toEqual([]);
    expect(problemsOf({ service: { region: 'eus/x', island: '104' } })).not.toEqual([]);
  });

  test('names what contradicts itself', () => {
    const twice = {
      a: { product: 'T', dimensions: { colorId: 'Red' } },
      b: { product: 't', dimensions: { colorId: 'RED' } },
    };
    expect(problemsOf({ items: { dimensions: ['colorId'], overrides: twice } })).toEqual([
      "items.overrides.b: is the same product as 'a'",
    ]);
    expect(problemsOf({ items: { overrides: { a: twice.a } } })).toEqual([
      'items.overrides.a.dimensions.colorId: is not among items.dimensions',
    ]);
    expect(problemsOf({ items: { dimensions: ['siteId'] } })).toEqual(["items.dimensions: must not name 'siteId'"]);
    const locations = { x: { site: '1', location: 'A' }, y: { site: '1', location: 'a' } };
    expect(problemsOf({ locations })).toEqual(["locations.y: is the same place as 'x'"]);
    expect(problemsOf({ reading: { onHand: ['physicalinvent'] } })).toHaveLength(1);
  });
});

test('a data source that the service keeps is refused by the service too', async () => {
  const { service } = openVisibility();
  const { system } = openVisibility({ settings: { changes: { source: 'till', inbound: 'in' } } });
  const changes = [{ sku: 'SHOE', location: 'store-1', delta: { amount: '1' } }];
  await expect(
    system.call('adjustInventory', { ref: 'count-1', reason: 'count', changes, occurredAt }),
  ).rejects.toMatchObject({ code: 'unmapped', disposition: 'reject' });
  expect(service.books.changes()).toEqual([]);
});

test('a request of which a part was refused is made up for by the same request, and nothing counts twice', async () => {
  const dimensions = ['colorId', 'sizeId', 'styleId'];
  const overrides = { HAT: { product: 'HAT', dimensions: { styleId: 'Wool' } } };
  const it = openVisibility({ settings: { items: { dimensions, overrides } } });
  const changes = [
    { sku: 'SHOE', location: 'store-1', delta: { amount: '-2' } },
    { sku: 'HAT', location: 'store-1', delta: { amount: '1' } },
  ];
  const request = { ref: 'count-1', reason: 'count', changes, occurredAt } as const;
  await expect(it.system.call('adjustInventory', { ...request, changes: [...changes] })).rejects.toMatchObject({
    code: 'unmapped',
    path: 'changes.1',
    details: { taken: 1, asked: 2 },
    message: expect.stringContaining('the same request again makes up for the rest') as string,
  });
  await it.reconfigure({ items: {} }).call('adjustInventory', { ...request, changes: [...changes] });
  expect(it.service.books.changes().map(({ product, measure, units }) => [product, measure, units])).toEqual([
    ['SHOE', 'pos.outbound', 2],
    ['HAT', 'pos.inbound', 1],
  ]);
});

test('reasons may be counted in measures of their own, and one measure may go both ways', async () => {
  const it = openVisibility({
    settings: { changes: { source: 'shop', inbound: 'onhand', byReason: { sale: { inbound: 'onhand' } } } },
  });
  const changes = [{ sku: 'SHOE', location: 'store-1', delta: { amount: '-2.5' } }];
  await it.system.call('adjustInventory', { ref: 'sale-1', reason: 'sale', changes, occurredAt });
  expect(it.service.books.units('SHOE', '1', '11', 'shop.onhand')).toBe(-2.5);
});

test('digits that a number cannot hold are refused, not rounded', async () => {
  const { system, service } = openVisibility();
  const changes = [{ sku: 'SHOE', location: 'store-1', delta: { amount: '0.12345678901234567890' } }];
  await expect(
    system.call('adjustInventory', { ref: 'count-1', reason: 'count', changes, occurredAt }),
  ).rejects.toMatchObject({ code: 'quantity-invalid', path: 'changes.0.delta' });
  expect(service.books.changes()).toEqual([]);
});

test('levels are exact sums of measures, below zero too', async () => {
  const { service, system } = openVisibility();
  const at = { product: 'SHOE', ...places['store-1'] };
  service.seedStock({ ...at, units: 0.1 });
  service.seedStock({ ...at, units: 0.2, measure: 'pos.inbound' });
  service.seedStock({ ...at, units: 5, measure: 'pos.outbound' });
  const [level] = await system.call('getInventory', { skus: ['SHOE'] });
  expect(level).toMatchObject({ onHand: { amount: '-4.7' }, available: { amount: '-4.7' }, refs: { stock: 'SHOE' } });
});

test('an expected level is compared, and what an earlier sending set is no contradiction', async () => {
  const { service, system } = openVisibility();
  const level = { sku: 'SHOE', location: 'store-1', kind: 'on-hand', quantity: { amount: '12' } } as const;
  const asOf = occurredAt;
  await system.call('setInventory', { ref: 'l-1', levels: [{ ...level, expected: { amount: '0' } }], asOf });
  service.faults.arm('lost-reply', { match: (it) => it.includes('/setonhand/') });
  const next = { ...level, quantity: { amount: '9' }, expected: { amount: '12' } };
  await system.call('setInventory', { ref: 'l-2', levels: [next], asOf });
  await expect(
    system.call('setInventory', { ref: 'l-3', levels: [{ ...next, quantity: { amount: '3' } }], asOf }),
  ).rejects.toMatchObject({ code: 'conflict', path: 'levels.0.expected', details: { expected: '12', shown: '9' } });
  expect(service.books.units('SHOE', '1', '11', 'shop.onhand')).toBe(9);
});

test('without a place to count in, changes and levels are refused by the name of the option', async () => {
  const { reconfigure } = openVisibility();
  const system = reconfigure({ changes: undefined, levels: undefined });
  const changes = [{ sku: 'SHOE', location: 'store-1', delta: { amount: '1' } }];
  await expect(
    system.call('adjustInventory', { ref: 'c-1', reason: 'count', changes, occurredAt }),
  ).rejects.toMatchObject({ code: 'unmapped', message: expect.stringContaining('add it to changes') as string });
  const levels = [{ sku: 'SHOE', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '1' } }];
  await expect(system.call('setInventory', { ref: 'l-1', levels, asOf: occurredAt })).rejects.toMatchObject({
    code: 'unmapped',
  });
});

test('places share a query only where an index set tells them apart', async () => {
  const configuration = { ...usualConfiguration, indexes: [['colorId', 'sizeId']] };
  const it = openVisibility({ simulator: { configuration } });
  it.service.seedStock({ product: 'SHOE', ...places['store-1'], units: 2 });
  expect(await it.system.call('getInventory', { skus: ['SHOE'] })).toHaveLength(1);
  const system = it.reconfigure({ reading: { ...it.settings.reading, byPlace: true } });
  await expect(system.call('getInventory', { skus: ['SHOE'] })).rejects.toMatchObject({ code: 'unmapped' });
});

test('an item that is not answered leaves open what happened', async () => {
  const { system } = openVisibility({ answers: (_, items) => items.slice(1) });
  const changes = [
    { sku: 'SHOE', location: 'store-1', delta: { amount: '1' } },
    { sku: 'BELT', location: 'store-1', delta: { amount: '1' } },
  ];
  await expect(
    system.call('adjustInventory', { ref: 'count-1', reason: 'count', changes, occurredAt }),
  ).rejects.toMatchObject({ code: 'outcome-unknown', disposition: 'unknown' });
});

test('of a product with variants only those that were asked for are told, as of the time that the service may lag behind', async () => {
  const { service, system } = openVisibility();
  for (const sizeId of ['L', 'M']) {
    service.seedStock({ product: 'T-shirt', dimensions: { colorId: 'Red', sizeId }, ...places['store-1'], units: 3 });
  }
  const levels = await system.call('getInventory', { skus: ['TEE-RED-L'] });
  expect(levels.map(({ sku, asOf }) => [sku, asOf])).toEqual([['TEE-RED-L', '2026-11-27T11:55:00.000Z']]);
});
