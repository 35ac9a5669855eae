/** Variants of items as products of their own. */
import { type CapabilityInput, Product, Return } from '@crossdock/core';
import { expect, test } from 'vitest';
import { aSale, occurredAt, openCompany, type OpenCompany, openOrder, usd } from './company.ts';

const items = { variants: { separator: '.' } };

/** A company whose parka comes in two colours. */
function openWardrobe(over: Parameters<typeof openCompany>[0] = {}): OpenCompany {
  const open = openCompany({ ...over, settings: { items, ...over.settings } });
  open.company.seedItem({ number: 'PARKA', displayName: 'Parka', unitPrice: 120, variants: ['RED', 'BLUE'] });
  return open;
}

const sale = (...skus: readonly string[]) => {
  const lines = skus.map((sku, index) => ({
    id: String(index + 1),
    sku,
    quantity: { amount: '1' },
    unitPrice: usd('120.00'),
    gross: usd('120.00'),
  }));
  const total = usd(`${120 * skus.length}.00`);
  return aSale('shop-1', { charges: [], lines, total, outstanding: total });
};

const product = (sku: string, over: object = {}) =>
  Product.parse({ sku, refs: {}, name: `Name of ${sku}`, state: 'active', ...over });

async function listed({ system }: Pick<OpenCompany, 'system'>, request: CapabilityInput<'listProducts'>) {
  const pages = [];
  for (let cursor: string | undefined; ;) {
    const page = await system.call('listProducts', { ...request, cursor });
    pages.push(page);
    if (page.next === undefined) return pages;
    cursor = page.next;
  }
}

test('a variant is sold, shipped, told and taken back as itself', async () => {
  const { company, system } = openWardrobe();
  await system.call('createOrder', sale('PARKA.RED', 'PARKA', 'SOCKS'));
  expect(openOrder(company, 'shop-1')?.lines.map(({ object, variant }) => [object, variant])).toEqual([
    ['PARKA', 'RED'],
    ['PARKA', ''],
    ['SOCKS', ''],
  ]);
  const skusNow = async () => (await system.call('getOrder', { orderRef: 'shop-1' })).lines.map(({ sku }) => sku);
  expect(await skusNow()).toEqual(['PARKA.RED', 'PARKA', 'SOCKS']);
  await system.call('postInvoice', { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt });
  expect(await skusNow()).toEqual(['PARKA.RED', 'PARKA', 'SOCKS']);
  const onHand = () => ['RED', 'BLUE', ''].map((it) => company.books.onHand('PARKA', 'MAIN', it));
  expect(onHand()).toEqual([-1, 0, -1]);
  const back = Return.parse({
    ref: 'shop-1-R1',
    channel: 'web',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    lines: [{ id: '1', sku: 'PARKA.RED', quantity: { amount: '1' }, disposition: 'restock', gross: usd('120.00') }],
    total: usd('120.00'),
    outstanding: usd('120.00'),
  });
  await system.call('processReturn', back);
  expect(onHand()).toEqual([0, 0, -1]);
});

test('an order of another variant is another order', async () => {
  const { system } = openWardrobe();
  await system.call('createOrder', sale('PARKA.RED'));
  await expect(system.call('createOrder', sale('PARKA.BLUE'))).rejects.toMatchObject({ code: 'conflict' });
});

test('a variant that the company does not have is refused by its line', async () => {
  const { company, system } = openWardrobe();
  for (const sku of ['PARKA.GREEN', 'NONE.RED', '.RED', 'PARKA.', `PARKA.${'X'.repeat(11)}`]) {
    await expect(system.call('createOrder', sale('PARKA.RED', sku)), sku).rejects.toMatchObject({
      code: 'unmapped',
      path: 'lines.1.sku',
    });
  }
  expect(company.books.orders()).toEqual([]);
});

test('variants are read as products of their item, and cost what it does', async () => {
  const { company, system } = openWardrobe();
  company.seedItem({ number: 'A.B', variants: ['C'] });
  const found = await system.call('getProducts', { skus: ['PARKA.RED', 'PARKA', 'A.B', 'A.B.C', 'PARKA.NONE'] });
  const told = found.map(({ sku, parent, options, name, barcodes }) => ({ sku, parent, options, name, barcodes }));
  expect(told).toEqual([
    { sku: 'PARKA', options: {}, name: 'Parka', barcodes: [] },
    { sku: 'A.B', options: {}, name: 'A.B', barcodes: [] },
    { sku: 'PARKA.RED', parent: 'PARKA', options: { variant: 'RED' }, name: 'Parka RED', barcodes: [] },
    { sku: 'A.B.C', parent: 'A.B', options: { variant: 'C' }, name: 'A.B C', barcodes: [] },
  ]);
  expect(await system.call('getPrices', { skus: ['PARKA.BLUE', 'PARKA.NONE'] })).toMatchObject([
    { sku: 'PARKA.BLUE', price: usd('120.00') },
  ]);
});

test('items are listed, then their variants, in pages of any size; a name that would be another product is refused', async () => {
  const open = openWardrobe();
  const { company } = open;
  company.seedItem({ number: 'CAP', variants: ['S.M', 'L'] });
  company.seedItem({ number: 'PARKA.BLUE' });
  for (const limit of [1, 2, 1000]) {
    const pages = await listed(open, { limit });
    expect(pages.every((page) => page.items.length <= limit)).toBe(true);
    const variants = pages.flatMap((page) => page.items).filter(({ parent }) => parent !== undefined);
    expect(variants.map(({ sku }) => sku).toSorted()).toEqual(['CAP.L', 'PARKA.RED']);
    const refused = pages.flatMap((page) => page.refused);
    expect(refused.map((it) => `${it.identifiers[0]}: ${it.code} ${it.path}`).toSorted()).toEqual([
      'CAP S.M: unmapped code',
      'PARKA BLUE: unmapped code',
    ]);
  }
});

test('variants are listed with the changes of their item', async () => {
  const open = openWardrobe();
  const { clock, company } = open;
  await clock.advance(60_000);
  const changedFrom = new Date(clock.now()).toISOString();
  company.seedItem({ number: 'CAP', variants: ['L'] });
  const skus = async (request: object) =>
    (await listed(open, request)).flatMap((page) => page.items.map(({ sku }) => sku));
  expect(await skus({ changedFrom })).toEqual(['CAP', 'CAP.L']);
  expect(await skus({ changedBefore: changedFrom })).not.toContain('CAP.L');
  expect(await skus({ changedBefore: changedFrom })).toContain('PARKA.RED');
});

test('a variant is published once under its code, and renamed', async () => {
  const { company, system } = openWardrobe();
  const made = await system.call('publishProduct', product('PARKA.GREEN'));
  expect(made).toMatchObject({ type: 'itemVariant', number: 'PARKA GREEN', reference: 'PARKA.GREEN' });
  expect(await system.call('publishProduct', product('PARKA.GREEN', { name: 'Green' }))).toMatchObject({ id: made.id });
  expect(company.books.variants().filter(({ code }) => code === 'GREEN')).toEqual([
    { item: 'PARKA', code: 'GREEN', description: 'Green' },
  ]);
  expect(await system.call('getProducts', { skus: ['PARKA.GREEN'] })).toMatchObject([{ name: 'Green' }]);
});

test('a variant without its item, or one that is no longer sold, is refused', async () => {
  const { company, system } = openWardrobe();
  const before = [company.books.items().length, company.books.variants().length];
  await expect(system.call('publishProduct', product('NONE.RED'))).rejects.toMatchObject({
    code: 'unmapped',
    path: 'sku',
  });
  const archived = product('PARKA.RED', { state: 'archived' });
  await expect(system.call('publishProduct', archived)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'state',
  });
  expect([company.books.items().length, company.books.variants().length]).toEqual(before);
});

test('a SKU that is the number of an item is that item', async () => {
  const { company, system } = openWardrobe();
  company.seedItem({ number: 'PARKA.RED', displayName: 'A real item' });
  await system.call('publishProduct', product('PARKA.RED', { name: 'Still an item' }));
  expect(company.books.items().find(({ number }) => number === 'PARKA.RED')?.displayName).toBe('Still an item');
  await system.call('createOrder', sale('PARKA.RED'));
  expect(openOrder(company, 'shop-1')?.lines).toMatchObject([{ object: 'PARKA.RED', variant: '' }]);
});

test('stock of a variant is its own, and that of the item is what is of none', async () => {
  const { system } = openWardrobe();
  const change = (sku: string, amount: string) => ({
    ref: `count-${amount}`,
    reason: 'count' as const,
    changes: [{ sku, location: 'store-1', delta: { amount } }],
    occurredAt,
  });
  await system.call('adjustInventory', change('PARKA.RED', '4'));
  await system.call('adjustInventory', change('PARKA', '6'));
  const levels = await system.call('getInventory', { skus: ['PARKA', 'PARKA.RED'] });
  expect(levels.map(({ sku, onHand }) => [sku, onHand.amount])).toEqual([
    ['PARKA', '6'],
    ['PARKA.RED', '4'],
  ]);
});

test('a change of an item is news of its variants, with one question for all of a page', async () => {
  const { company, system } = openWardrobe();
  company.seedItem({ number: 'CAP', variants: ['L'] });
  const window = { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', signal: new AbortController().signal };
  const events = [];
  for await (const event of system.connection.events?.sweeps?.['items']?.run(window) ?? []) events.push(event);
  const keys = events.flatMap(({ name, key }) => (name === 'price.changed' && /[A-Z]+\./.test(key) ? [key] : []));
  expect(keys).toEqual(['PARKA.RED', 'PARKA.BLUE', 'CAP.L']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(system.exchanges.filter(({ path }) => path.endsWith('/itemVariants'))).toHaveLength(1);
});

test('without a separator a variant needs a name in the configuration, and is never told as its item', async () => {
  const overrides = { 'PARKA-RED': { item: 'PARKA', variant: 'RED' } };
  const { company, system, reconfigure } = openWardrobe({ settings: { items: { overrides } } });
  await system.call('createOrder', sale('PARKA-RED'));
  expect((await system.call('getOrder', { orderRef: 'shop-1' })).lines).toMatchObject([{ sku: 'PARKA-RED' }]);
  expect(await system.call('getProducts', { skus: ['PARKA-RED'] })).toMatchObject([{ sku: 'PARKA-RED' }]);
  const bare = reconfigure({ items: {} });
  await expect(bare.call('getOrder', { orderRef: 'shop-1' })).rejects.toMatchObject({
    code: 'unmapped',
    path: 'itemVariantId',
  });
  const { refused } = await bare.call('listOrders', {});
  expect(refused).toMatchObject([{ identifiers: [openOrder(company, 'shop-1')?.number], code: 'unmapped' }]);
  await expect(bare.call('createOrder', sale('PARKA.RED'))).rejects.toMatchObject({ code: 'unmapped' });
});

test('a variant that is gone is not told as its item', async () => {
  let gone = false;
  const { system, reconfigure } = openWardrobe({
    fetch: (platform) => (input, init) => {
      const request = new Request(input, init);
      const isAsked = gone && request.url.includes('/itemVariants?');
      return isAsked ? Promise.resolve(Response.json({ value: [] })) : platform.handle(request);
    },
  });
  await system.call('createOrder', sale('PARKA.RED'));
  gone = true;
  await expect(reconfigure().call('getOrder', { orderRef: 'shop-1' })).rejects.toMatchObject({
    code: 'unmapped',
    path: 'lines.itemVariantId',
  });
});

test('two processes that publish a variant at the same moment publish one', async () => {
  let first = true;
  const { company, system } = openWardrobe({
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      if (first && request.method === 'POST' && request.url.endsWith('/itemVariants')) {
        first = false;
        await platform.handle(request.clone());
      }
      return platform.handle(request);
    },
  });
  await system.call('publishProduct', product('PARKA.GREEN'));
  expect(company.books.variants().filter(({ code }) => code === 'GREEN')).toHaveLength(1);
});

test('a variant that the configuration names and the company does not have is told at the start', async () => {
  const overrides = { 'PARKA-PINK': { item: 'PARKA', variant: 'PINK' } };
  const { system } = openWardrobe({ settings: { items: { overrides } } });
  const findings = system.connection.check?.(new AbortController().signal) ?? Promise.resolve([]);
  expect(await system.clock.settle(findings)).toMatchObject([
    { path: 'items.overrides.PARKA-PINK', message: "Business Central has no variant 'PINK' of item 'PARKA'" },
  ]);
});
