import { describe, expect, test } from 'vitest';
import { byHand, countByHand } from './support/by-hand.ts';
import { chicago, honolulu, openRetailer, outlets, usualSale } from './support/open-retailer.ts';
import { decode, sweep } from './support/read.ts';

type Told = Awaited<ReturnType<typeof sweep>>[number];
const moved = (told: readonly Told[]) => told.map((it) => ('data' in it ? it.data : it));

/** Books a consignment in the back office and takes it through its states. */
async function consigned(
  retailer: ReturnType<typeof openRetailer>['retailer'],
  head: Readonly<Record<string, string>>,
  states: readonly string[],
  units = { count: '10', received: '9' },
): Promise<string> {
  const product = retailer.books.products.find((it) => it.sku === 'SHOE-42');
  const body = { name: 'Goods', outlet_id: chicago, ...head };
  const { data } = await byHand(retailer, 'POST', 'consignments', body);
  await byHand(retailer, 'POST', `consignments/${data.id}/bulk`, [{ product_id: product?.id, ...units }]);
  for (const status of states) await byHand(retailer, 'PUT', `consignments/${data.id}`, { ...body, status });
  return data.id;
}

describe('a movement of stock', () => {
  test('is told from sales and returns, with the document behind it', async () => {
    const { retailer, system } = openRetailer();
    const { id: saleId } = retailer.till.sell(usualSale);
    const back = retailer.till.takeBack({ saleId, lines: [{ line: 1, quantity: '2' }] });
    const told = (await sweep(system, 'sales')).filter((it) => it.name === 'inventory.moved');
    expect(moved(told)).toMatchObject([
      { sku: 'SHOE-42', location: 'store-1', delta: { amount: '-1' }, reason: 'sale', documentRef: `stores-${saleId}` },
      { sku: 'SOCK-M', delta: { amount: '-3' }, reason: 'sale' },
      { sku: 'SOCK-M', delta: { amount: '2' }, reason: 'return', documentRef: `stores-${back.id}` },
    ]);
    expect(told.map((it) => it.key)).toEqual(['SHOE-42@store-1', 'SOCK-M@store-1', 'SOCK-M@store-1']);
  });

  test('is told from receipts, transfers and returns to suppliers, each end once it has happened', async () => {
    const { retailer, system } = openRetailer();
    const transfer = { type: 'OUTLET', outlet_id: honolulu, source_outlet_id: chicago };
    await consigned(retailer, { type: 'SUPPLIER', reference: 'grn-1' }, ['RECEIVED']);
    await consigned(retailer, { type: 'SUPPLIER' }, []);
    await consigned(retailer, transfer, ['SENT', 'RECEIVED']);
    await consigned(retailer, transfer, ['SENT']);
    await consigned(retailer, { type: 'RETURN' }, ['SENT']);
    await consigned(retailer, { type: 'SUPPLIER' }, ['CANCELLED']);
    const told = await sweep(system, 'consignments');
    expect(moved(told)).toMatchObject([
      { reason: 'receipt', delta: { amount: '9' }, location: 'store-1', documentRef: 'grn-1' },
      { reason: 'transfer-out', delta: { amount: '-10' }, location: 'store-1' },
      { reason: 'transfer-in', delta: { amount: '9' }, location: 'store-3' },
      { reason: 'transfer-out', delta: { amount: '-10' }, location: 'store-1' },
      { reason: 'correction', delta: { amount: '-10' }, location: 'store-1' },
    ]);
    expect(new Set(told.map((it) => it.id)).size).toBe(5);
    expect(await sweep(system, 'consignments')).toEqual(told);
  });

  test('to a store that is left alone is told from our end', async () => {
    const { retailer, reconnect } = openRetailer();
    const system = reconnect({ outlets: { [chicago]: outlets[chicago] } });
    await consigned(retailer, { type: 'OUTLET', outlet_id: honolulu, source_outlet_id: chicago }, ['SENT', 'RECEIVED']);
    expect(moved(await sweep(system, 'consignments'))).toMatchObject([{ reason: 'transfer-out', location: 'store-1' }]);
  });

  test('is told by webhook from the consignment as it is, under the same id', async () => {
    const { retailer, system, delivery } = openRetailer();
    await consigned(retailer, { type: 'SUPPLIER' }, ['RECEIVED']);
    const pushed = await decode(system, await delivery('consignment_id'));
    expect(pushed).toEqual(await sweep(system, 'consignments'));
  });

  test('that we made ourselves is not told again', async () => {
    const { system, clock, reconnect } = openRetailer();
    const occurredAt = new Date(clock.now()).toISOString();
    const changes = [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: '5' } }];
    await reconnect({}).call('adjustInventory', { ref: 'grn-1', reason: 'receipt', changes, occurredAt });
    const levels = [{ sku: 'SOCK-M', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '9' } }];
    await reconnect({}).call('setInventory', { ref: 'levels-1', levels, asOf: occurredAt });
    expect(await sweep(system, 'consignments')).toEqual([]);
  });

  test('by a consignment in a state or of a type that is not known is refused by name, and the others go on', async () => {
    const { retailer, system } = openRetailer();
    const id = await consigned(retailer, { type: 'SUPPLIER' }, ['RECEIVED']);
    const { books } = retailer;
    const booked = books.consignments.get(id);
    if (!booked) throw new Error('It was booked');
    books.consignments.put({ ...booked, id: 'odd', status: 'SUPERSEDED', version: books.nextVersion() });
    const odd = { ...booked, id: 'odd-type', type: 'LOAN' as 'OUTLET', version: books.nextVersion() };
    books.consignments.put(odd);
    const told = await sweep(system, 'consignments');
    expect(told.map((it) => ('refused' in it ? [it.id, it.refused.code, it.refused.path] : it.name))).toEqual([
      'inventory.moved',
      ['odd', 'unmapped', 'status'],
      ['odd-type', 'unmapped', 'type'],
    ]);
  });
});

test('a count tells what was counted, once it is complete', async () => {
  const { retailer, system } = openRetailer();
  const product = retailer.books.products.find((it) => it.sku === 'SHOE-42');
  await countByHand(retailer, product?.id ?? '');
  expect(moved(await sweep(system, 'consignments'))).toMatchObject([
    { sku: 'SHOE-42', location: 'store-1', counted: { amount: '9' } },
  ]);
});
