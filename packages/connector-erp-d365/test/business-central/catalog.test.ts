import { seededRandom } from '@crossdock/core';
import { generateCustomer, generateProduct } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { occurredAt, openCompany, usd } from './company.ts';

test('stock of the whole company is that of one location, where that is so', async () => {
  const settings = { inventory: { by: 'item', location: 'store-2' } } as const;
  const { company, system } = openCompany({ settings, simulator: { extension: false } });
  company.seedStock('SOCKS', 'MAIN', 3);
  company.seedStock('SOCKS', 'EAST', 4);
  expect(await system.call('getInventory', { skus: ['SOCKS', 'UNKNOWN'] })).toMatchObject([
    { sku: 'SOCKS', location: 'store-2', onHand: { amount: '7' } },
  ]);
  expect(await system.call('getInventory', { skus: ['SOCKS'], locations: ['store-1'] })).toEqual([]);
});

test('stock that nobody can tell, and a change of it that nobody can make, are refused by the option that is missing', async () => {
  const changes = [{ sku: 'SOCKS', location: 'store-1', delta: { amount: '1' } }];
  const change = { ref: 'count-1', reason: 'count', changes, occurredAt } as const;
  const without = openCompany({ settings: { inventory: undefined } });
  await expect(without.system.call('getInventory', { skus: ['SOCKS'] })).rejects.toMatchObject({ code: 'unmapped' });
  const byItem = openCompany({ settings: { inventory: { by: 'item', location: 'store-1' } } });
  await expect(byItem.system.call('adjustInventory', change)).rejects.toMatchObject({
    code: 'unmapped',
    message: expect.stringContaining('by: extension'),
  });
});

test('places of one location add up, and those of nobody are left out', async () => {
  const { company, system } = openCompany();
  company.seedLocation('SCRAP');
  for (const [place, units] of [
    ['MAIN', 5],
    ['SCRAP', 9],
  ] as const)
    company.seedStock('SOCKS', place, units);
  expect(await system.call('getInventory', { skus: ['SOCKS'] })).toMatchObject([
    { location: 'store-1', onHand: { amount: '5' } },
  ]);
});

test('a change of stock by nothing is no change, and one to an unknown place is refused by path', async () => {
  const { system } = openCompany();
  const change = (over: object) => ({
    ref: 'count-1',
    reason: 'count' as const,
    changes: [{ sku: 'SOCKS', location: 'store-1', delta: { amount: '1' }, ...over }],
    occurredAt,
  });
  const nothing = system.call('adjustInventory', change({ delta: { amount: '0' } }));
  await expect(nothing).rejects.toMatchObject({ code: 'input-invalid', path: 'changes.0.delta' });
  const nowhere = system.call('adjustInventory', change({ location: 'store-9' }));
  await expect(nowhere).rejects.toMatchObject({ code: 'unmapped', path: 'changes.0.location' });
});

test('a variant is named by the configuration, sold as such, and its stock is its own', async () => {
  const overrides = { 'PARKA-RED': { item: 'PARKA', variant: 'RED' } };
  const { company, system } = openCompany({ settings: { items: { overrides } } });
  company.seedItem({ number: 'PARKA', variants: ['RED', 'BLUE'] });
  const change = (sku: string, amount: string) => ({
    ref: `count-${sku}`,
    reason: 'count' as const,
    changes: [{ sku, location: 'store-1', delta: { amount } }],
    occurredAt,
  });
  await system.call('adjustInventory', change('PARKA-RED', '4'));
  await system.call('adjustInventory', change('PARKA', '6'));
  expect(await system.call('getInventory', { skus: ['PARKA-RED'] })).toMatchObject([{ onHand: { amount: '4' } }]);
});

test('a product is made under its number with what the company needs, then only changed', async () => {
  const settings = { products: { baseUnitOfMeasureCode: 'PCS', inventoryPostingGroupCode: 'RESALE' } };
  const { company, system } = openCompany({ settings });
  const product = generateProduct(seededRandom(1), { sku: 'PARKA' });
  const made = await system.call('publishProduct', { ...product, barcodes: ['4006381333931'] });
  company.seedStock('PARKA', 'MAIN', 2);
  const again = await system.call('publishProduct', { ...product, barcodes: [], name: 'Parka II', state: 'archived' });
  expect(again.id).toBe(made.id);
  expect(await system.call('getProducts', { skus: ['PARKA'] })).toMatchObject([
    { name: 'Parka II', state: 'archived', barcodes: ['4006381333931'] },
  ]);
});

test('numbers that the company gives itself are asked for in its words', async () => {
  const { system } = openCompany({ simulator: { manualNumbers: false } });
  const failure = system.call('publishProduct', generateProduct(seededRandom(1), { sku: 'PARKA' }));
  await expect(failure).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('Manual Nos.') });
});

test('a SKU that is no number of an item is refused', async () => {
  const { system } = openCompany();
  const long = generateProduct(seededRandom(1), { sku: 'X'.repeat(21) });
  await expect(system.call('publishProduct', long)).rejects.toMatchObject({ code: 'unsupported-document' });
  expect(await system.call('getProducts', { skus: ['X'.repeat(21)] })).toEqual([]);
});

test('prices are in the currency of the ledger, and there are none in another', async () => {
  const { system } = openCompany();
  expect(await system.call('getPrices', { skus: ['SOCKS'], currency: 'EUR' })).toEqual([]);
  expect(await system.call('getPrices', { skus: ['SOCKS'], currency: 'USD' })).toHaveLength(1);
});

test('a base price is set to five places, and one that is so already is not written again', async () => {
  const { company, system } = openCompany();
  const price = (amount: string) => ({ sku: 'SOCKS', refs: {}, price: usd(amount), taxIncluded: false });
  await system.call('publishPrice', price('4.12345'));
  await system.call('publishPrice', price('4.12345'));
  expect(system.exchanges.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  expect(await system.call('getPrices', { skus: ['SOCKS'] })).toMatchObject([{ price: usd('4.12345') }]);
  await expect(system.call('publishPrice', price('4.123456'))).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'price',
  });
  expect(company.books.items().find(({ number }) => number === 'SOCKS')?.unitPrice).toBe(4.12345);
});

test('a variant costs what its item does, so it has no price to publish', async () => {
  const overrides = { 'PARKA-RED': { item: 'PARKA', variant: 'RED' } };
  const { company, system } = openCompany({ settings: { items: { overrides } } });
  company.seedItem({ number: 'PARKA', unitPrice: 120, variants: ['RED'] });
  const asked = system.call('publishPrice', { sku: 'PARKA-RED', refs: {}, price: usd('1'), taxIncluded: false });
  await expect(asked).rejects.toMatchObject({ code: 'unsupported-document', path: 'sku' });
});

test('what a customer document does not carry stays as it is', async () => {
  const { company, system } = openCompany();
  const customer = generateCustomer(seededRandom(1));
  const made = await system.call('upsertCustomer', customer);
  const { email: _, ...rest } = customer;
  expect(await system.call('upsertCustomer', { ...rest, lastName: 'Changed' })).toMatchObject({ id: made.id });
  const [, booked] = company.books.customers();
  expect(booked).toMatchObject({ email: customer.email, displayName: expect.stringContaining('Changed') });
});

test('a customer is found by reference, by exact address, and not by a part of one', async () => {
  const { system } = openCompany();
  const customer = { ...generateCustomer(seededRandom(1)), ref: 'Shop-C1', phone: '+4545454545' };
  await system.call('upsertCustomer', customer);
  expect(await system.call('findCustomers', { ref: 'Shop-C1' })).toMatchObject([{ ref: 'Shop-C1' }]);
  expect(await system.call('findCustomers', { ref: 'shop-c1' })).toEqual([]);
  expect(await system.call('findCustomers', { phone: '+4545454545', ref: 'Shop-C1' })).toHaveLength(1);
});

test('what the company finds beside the address that was asked for is not told', async () => {
  const { company, system } = openCompany({
    // An environment whose filters find more than they should.
    fetch: (platform) => (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      if (url.pathname.endsWith('/customers')) url.searchParams.delete('$filter');
      return platform.handle(new Request(url, request));
    },
  });
  company.seedCustomer('C-1', { email: 'ada@shoppers.example' });
  expect(await system.call('findCustomers', { email: 'ADA@shoppers.example' })).toMatchObject([{ ref: 'erp-C-1' }]);
  expect(await system.call('findCustomers', { phone: '+15550100', taxId: 'X', ref: 'shop-c9' })).toEqual([]);
});

test('two processes that book one change of stock at the same moment book it once', async () => {
  const { company, system, reconfigure } = openCompany();
  const changes = [{ sku: 'SOCKS', location: 'store-1', delta: { amount: '5' } }];
  const change = { ref: 'count-1', reason: 'count', changes, occurredAt } as const;
  const both = [system, reconfigure()].map((it) => it.call('adjustInventory', change));
  const ends = await Promise.allSettled(both);
  expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(company.books.onHand('SOCKS', 'MAIN')).toBe(5);
});
