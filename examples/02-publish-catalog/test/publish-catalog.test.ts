import { afterEach, describe, expect, test } from 'vitest';
import { type CatalogWorld, openCatalogWorld } from '../src/demo/world.ts';
import { tellStory } from '../src/demo/story.ts';

let opened: CatalogWorld[] = [];
afterEach(async () => {
  for (const world of opened) await world.close();
  opened = [];
});

async function open(options?: Parameters<typeof openCatalogWorld>[0]) {
  const world = await openCatalogWorld(options);
  opened.push(world);
  const shown = (sku: string) => {
    const [found, ...others] = world.shop.catalog.bySku(sku);
    expect(others).toEqual([]);
    return found && { title: found.product.title, status: found.product.status, price: found.variant.price };
  };
  return { ...world, shown };
}

const sock = { sku: 'SOCK', name: 'Sock', price: 12.35 };

describe('a release of the ERP', () => {
  test('reaches the shop as one product with its variants, and is read back', async () => {
    const { erp, enter, pass, shown, shop, dock } = await open();
    const parentId = erp.seedItem({ sku: 'TRAIL', displayName: 'Trail runner', isMatrixParent: true }).id;
    for (const size of ['S', 'M']) enter({ sku: `TRAIL-${size}`, name: 'Trail runner', price: 129.95, parentId, size });
    await pass(45);
    expect(shown('TRAIL-S')).toEqual({ title: 'Trail runner', status: 'ACTIVE', price: '129.95' });
    expect(shop.catalog.products).toHaveLength(1);
    expect(await dock.status()).toMatchObject({ openExceptions: 0, runs: { done: 4, waiting: 0 } });
  });

  test('is for sale from its day on, and not before', async () => {
    const from = '2026-12-01T06:00:00Z';
    const { enter, pass, shop } = await open({ releases: { SOCK: from } });
    enter(sock);
    await pass(45);
    const [found] = shop.catalog.bySku('SOCK');
    expect([...(found?.product.publications.values() ?? [])]).toEqual([Date.parse(from)]);
  });

  test('that is corrected afterwards shows the correction', async () => {
    const { enter, edit, pass, shown } = await open();
    const id = enter(sock);
    await pass(45);
    edit(id, { name: 'Merino sock', price: 13.9 });
    await pass(45);
    expect(shown('SOCK')).toEqual({ title: 'Merino sock', status: 'ACTIVE', price: '13.90' });
  });
});

describe('a drift', () => {
  test('that the shop tells is healed by the owner, and our healing is not told back', async () => {
    const { enter, pass, shown, shop, dock } = await open();
    enter(sock);
    await pass(45);
    shop.editProduct('SOCK', { title: 'Socks!!', price: '9.99' });
    await pass(45);
    expect(shown('SOCK')).toEqual({ title: 'Sock', status: 'ACTIVE', price: '12.35' });
    const { runs } = await dock.status();
    await pass(120);
    expect((await dock.status()).runs).toEqual(runs);
  });

  test('that nothing tells is found by comparing, field by field, and healed', async () => {
    const { enter, pass, shop, compare, clock, shown } = await open();
    enter(sock);
    enter({ sku: 'BELT', name: 'Belt', price: 35 });
    await pass(45);
    const [gone] = shop.catalog.bySku('BELT');
    if (gone) shop.catalog.remove(gone);
    const [kept] = shop.catalog.bySku('SOCK');
    if (kept) kept.variant.price = '1.00';
    const { compared, drifts } = await compare();
    expect(compared).toBe(2);
    expect(drifts.map(({ sku, what, fields }) => `${sku} ${what} ${fields.join(' ')}`).toSorted()).toEqual([
      'BELT price price',
      'BELT product sku',
      'SOCK price price',
    ]);
    for (const drift of drifts) await clock.settle(drift.heal());
    expect((await compare()).drifts).toEqual([]);
    expect(shown('BELT')).toEqual({ title: 'Belt', status: 'ACTIVE', price: '35.00' });
  });
});

test('what the ERP does not have the shop keeps as it is', async () => {
  const { shop, pass, shown, dock } = await open();
  shop.addProduct({ title: 'Gift wrap', variants: [{ sku: 'WRAP', price: '3.00' }] });
  await pass(45);
  expect(shown('WRAP')).toEqual({ title: 'Gift wrap', status: 'ACTIVE', price: '3.00' });
  expect(await dock.status()).toMatchObject({ openExceptions: 0 });
});

test('the story of the demo ends with clean books', async () => {
  const lines: string[] = [];
  const outcome = await tellStory((line) => lines.push(line));

  expect(outcome).toEqual({ articles: 4, found: 2, adrift: [], early: false, openExceptions: 0 });
  expect(lines.at(-1)).toContain('no drift');
}, 30_000);
