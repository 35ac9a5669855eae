import { afterEach, describe, expect, test } from 'vitest';
import { type ExampleWorld, openWorld } from './world.ts';

const boots = { sku: 'DESERT-BOOT-M', quantity: 2, unitPrice: '149.50' };
const socks = { sku: 'MERINO-SOCK-S', quantity: 3, unitPrice: '12.35' };
const taxes = [{ title: 'CA State Tax', rate: '0.0725' }];

let opened: ExampleWorld[] = [];
afterEach(async () => {
  for (const it of opened) await it.close();
  opened = [];
});

/** A shop and an ERP with one order that was shipped and billed. */
async function withOrder(options?: Parameters<typeof openWorld>[0]) {
  const it = await openWorld(options);
  opened.push(it);
  const { shop, world } = it;
  const { id } = shop.placeOrder({ lines: [boots, socks], taxes, shipping: { title: 'Standard', price: '5.95' } });
  shop.fulfil(id);
  await world.settle();
  return { ...it, id };
}

const creditsOf = ({ erp }: ExampleWorld) => [...erp.books.creditMemos(), ...erp.books.cashRefunds()];

describe('money that went back in the shop', () => {
  test('becomes a credit in the ledger, to the cent, and the goods are back on the shelf', async () => {
    const it = await withOrder();
    const { shop, erp, world, id } = it;
    shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }], shipping: '5.95' });
    const status = await world.settle();
    expect(status).toMatchObject({ runs: { done: 2 }, openExceptions: 0 });
    expect(creditsOf(it)).toMatchObject([{ total: '166.29', posted: true }]);
    expect(erp.books.itemReceipts()).toMatchObject([{ lines: [{ sku: boots.sku, quantity: 1 }] }]);
  });

  test('without goods coming back moves no stock', async () => {
    const it = await withOrder();
    it.shop.refund(it.id, { lines: [{ line: 1, quantity: 1, restock: 'NO_RESTOCK' }] });
    expect(await it.world.settle()).toMatchObject({ runs: { done: 2 }, openExceptions: 0 });
    expect(creditsOf(it)).toMatchObject([{ total: '13.24', posted: true }]);
    expect(it.erp.books.itemReceipts()).toEqual([]);
  });

  test('is credited once, whichever answer of the ERP is lost and however often the shop tells it', async () => {
    const rates = { 'lost-reply': 0.4, 'duplicate-webhook': 0.5, 'shuffled-webhook': 0.5, 'error-after': 0.2 };
    const it = await withOrder({ rates, seed: 7 });
    it.shop.refund(it.id, { lines: [{ line: 0, quantity: 2, restock: 'RETURN' }] });
    expect(await it.world.settle()).toMatchObject({ runs: { done: 2 }, openExceptions: 0 });
    expect(creditsOf(it)).toMatchObject([{ total: '320.68' }]);
  });

  test('for a return is credited with the goods, once', async () => {
    const it = await withOrder();
    const { shop, erp, world, id } = it;
    const back = shop.returnGoods(id, { lines: [{ line: 0, quantity: 1 }] });
    shop.processReturn(id, back.id);
    expect(await world.settle()).toMatchObject({ runs: { done: 3 }, openExceptions: 0 });
    expect(creditsOf(it)).toMatchObject([{ total: '160.34', posted: true }]);
    expect(erp.books.itemReceipts()).toMatchObject([{ lines: [{ sku: boots.sku, quantity: 1 }] }]);
  });

  test('before anything left is no credit: there is no bill', async () => {
    const it = await openWorld();
    opened.push(it);
    const { shop, erp, clock, world } = it;
    const { id } = shop.placeOrder({ lines: [boots, socks], taxes });
    await clock.advance(60_000);
    shop.cancel(id);
    expect(await world.settle()).toMatchObject({ openExceptions: 0 });
    expect([erp.books.cashSales(), creditsOf(it)]).toEqual([[], []]);
  });

  test('for units that left and units that never did is a credit for those that left', async () => {
    const it = await openWorld();
    opened.push(it);
    const { shop, erp, clock, world } = it;
    const { id } = shop.placeOrder({ lines: [boots, socks], taxes });
    await clock.advance(60_000);
    shop.fulfil(id, [{ line: 0, quantity: 1 }]);
    await clock.advance(60_000);
    shop.refund(id, {
      lines: [
        { line: 0, quantity: 1, restock: 'RETURN' },
        { line: 1, quantity: 3, restock: 'CANCEL' },
      ],
    });
    await clock.advance(60_000);
    shop.fulfil(id);
    shop.cancel(id);
    expect(await world.settle()).toMatchObject({ openExceptions: 0 });
    const [credit] = creditsOf(it);
    expect(credit).toMatchObject({ total: '160.34', posted: true });
    expect(erp.books.itemReceipts()).toMatchObject([{ lines: [{ sku: boots.sku, quantity: 1 }] }]);
  });

  test('with all that the buyer paid is a credit for what left and is billed, and not for what never left', async () => {
    const it = await openWorld();
    opened.push(it);
    const { shop, erp, clock, world } = it;
    const { id } = shop.placeOrder({ lines: [boots, socks], taxes });
    await clock.advance(60_000);
    shop.fulfil(id, [{ line: 0, quantity: 1 }]);
    await clock.advance(60_000);
    shop.cancel(id);
    expect(await world.settle()).toMatchObject({ openExceptions: 0 });
    // The shop paid back everything, also what had left: the ledger then has nothing either.
    expect(erp.books.cashSales()).toMatchObject([{ subtotal: '149.50', total: '160.34' }]);
    expect(creditsOf(it)).toMatchObject([{ total: '160.34', posted: true }]);
    expect(erp.books.itemReceipts()).toEqual([]);
  });

  test('before the order is billed waits for the bill', async () => {
    const it = await openWorld();
    opened.push(it);
    const { shop, erp, clock, world } = it;
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    await clock.advance(60_000);
    shop.fulfil(id, [{ line: 0, quantity: 1 }]);
    await clock.advance(60_000);
    shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
    await clock.advance(60_000);
    expect([creditsOf(it), erp.books.cashSales()]).toEqual([[], []]);
    shop.fulfil(id);
    await world.settle();
    expect(erp.books.cashSales()).toHaveLength(1);
    expect(creditsOf(it)).toMatchObject([{ total: '160.34' }]);
  });
});
