import { describe, expect, test } from 'vitest';
import { openSeller } from './support/open-seller.ts';

const hour = 3_600_000;
const shoes = (delta: string) => [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: delta } }];

async function onHand(open: ReturnType<typeof openSeller>): Promise<string | undefined> {
  const [level] = await open.system.call('getInventory', { skus: ['SHOE-42'], locations: ['store-1'] });
  return level?.onHand.amount;
}

describe('a change of stock', () => {
  test('that is older than a day is sent as a younger one, and counts', async () => {
    const open = openSeller();
    await open.clock.advance(60 * hour);
    const occurredAt = '2026-11-24T16:00:00Z';
    await open.system.call('adjustInventory', { ref: 'web-7', reason: 'sale', changes: shoes('-1'), occurredAt });
    const change = open.seller.books.changes.find((it) => it.referenceId === 'web-7');
    expect(open.clock.now() - Date.parse(change?.occurredAt ?? '')).toBeLessThan(24 * hour);
    expect(await onHand(open)).toBe('11');
  });

  test('that is older than a day is the same request when it is repeated', async () => {
    const open = openSeller();
    await open.clock.advance(60 * hour);
    const request = { ref: 'web-7', reason: 'sale', changes: shoes('-1'), occurredAt: '2026-11-24T16:00:00Z' } as const;
    open.seller.faults.arm('lost-reply');
    await open.system.call('adjustInventory', request, { key: 'one' });
    expect(open.seller.faults.struck['lost-reply']).toBe(1);
    expect(await onHand(open)).toBe('11');
  });

  test('that a till with a fast clock dated in the future is taken', async () => {
    const open = openSeller();
    const occurredAt = new Date(open.clock.now() + 2 * hour).toISOString();
    await open.system.call('adjustInventory', { ref: 'web-8', reason: 'sale', changes: shoes('-1'), occurredAt });
    expect(await onHand(open)).toBe('11');
  });

  test('dated before a later count does not count against it', async () => {
    const open = openSeller();
    await open.clock.advance(hour);
    const counted = new Date(open.clock.now() - 1_000).toISOString();
    const levels = [{ sku: 'SHOE-42', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '10' } }];
    await open.system.call('setInventory', { ref: 'count-1', levels, asOf: counted });
    const occurredAt = new Date(open.clock.now() - 1_800_000).toISOString();
    await open.system.call('adjustInventory', { ref: 'web-9', reason: 'sale', changes: shoes('-1'), occurredAt });
    expect(await onHand(open)).toBe('10');
  });

  test('of more than a hundred lines is several requests with keys of their own, once each', async () => {
    const open = openSeller();
    const skus = Array.from({ length: 230 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) open.seller.seed({ sku, stock: 5 });
    const changes = skus.map((sku) => ({ sku, location: 'store-1', delta: { amount: '-1' } }));
    const request = { ref: 'big-1', reason: 'sale', changes, occurredAt: '2026-11-24T14:00:00Z' } as const;
    const written = () => open.system.exchanges.filter((it) => it.path.endsWith('/changes/batch-create')).length;
    await open.system.call('adjustInventory', request, { key: 'big' });
    expect([written(), open.seller.books.changes.filter((it) => it.referenceId === 'big-1').length]).toEqual([3, 230]);
    await open.system.restart().call('adjustInventory', request, { key: 'big' });
    expect(open.seller.books.changes.filter((it) => it.referenceId === 'big-1')).toHaveLength(230);
  });

  test.each([
    ['sale', '-1', 'IN_STOCK>SOLD'],
    ['return', '1', 'UNLINKED_RETURN>IN_STOCK'],
    ['receipt', '1', 'NONE>IN_STOCK'],
    ['damaged', '-1', 'IN_STOCK>WASTE'],
    ['correction', '-1', 'IN_STOCK>WASTE'],
    ['correction', '1', 'NONE>IN_STOCK'],
  ] as const)('because of a %s of %s goes %s', async (reason, delta, states) => {
    const { seller, system, clock } = openSeller();
    const occurredAt = new Date(clock.now()).toISOString();
    await system.call('adjustInventory', { ref: 'fact-1', reason, changes: shoes(delta), occurredAt });
    const change = seller.books.changes.find((it) => it.referenceId === 'fact-1');
    expect(`${change?.from?.state}>${change?.to?.state}`).toBe(states);
  });

  test('of an article that two variations have under one SKU is refused', async () => {
    const { seller, system, clock } = openSeller();
    seller.seed({ sku: 'SHOE-42' });
    const occurredAt = new Date(clock.now()).toISOString();
    const request = { ref: 'fact-1', reason: 'lost', changes: shoes('-1'), occurredAt } as const;
    await expect(system.call('adjustInventory', request)).rejects.toMatchObject({ code: 'conflict', path: 'sku' });
  });
});

test('stock below zero is told as it is', async () => {
  const open = openSeller();
  open.seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990, quantity: '14' }] });
  expect(await onHand(open)).toBe('-2');
});
