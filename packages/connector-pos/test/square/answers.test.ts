import { simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { clampedTime } from '../../src/square/capabilities/inventory-changes.ts';
import { openSeller } from './support/open-seller.ts';
import { failureOf, sweep, toldOf } from './support/read.ts';

type Answer = (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>;

/** A seller whose answers to one endpoint are changed on their way. */
function openWith(path: string, answer: Answer) {
  return openSeller({
    fetch: (seller) => {
      const send = simulatorFetch(seller);
      return (input, init) => {
        const request = new Request(input, init);
        return request.url.endsWith(path) ? answer(request, send) : send(request);
      };
    },
  });
}

const problem = { category: 'INVALID_REQUEST_ERROR', code: 'INVALID_VALUE', detail: 'One of the changes is wrong' };
const sale = (ref: string) => ({
  ref,
  reason: 'sale' as const,
  changes: [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: '-1' } }],
  occurredAt: '2026-11-24T14:30:00Z',
});

describe('an answer of 200 that holds errors', () => {
  test('to a change is no success: nobody knows what of it was done', async () => {
    const { system, seller } = openWith('/changes/batch-create', async () => Response.json({ errors: [problem] }));
    expect(await failureOf(() => system.call('adjustInventory', sale('web-1')))).toMatchObject({
      code: 'outcome-unknown',
      details: { squareCode: 'INVALID_VALUE' },
    });
    expect(seller.books.changes.some((it) => it.referenceId === 'web-1')).toBe(false);
  });

  test('to a question is the error that it holds', async () => {
    const { system } = openWith('/counts/batch-retrieve', async () => Response.json({ errors: [problem] }));
    expect(await failureOf(() => system.call('getInventory', { skus: ['SHOE-42'] }))).toMatchObject({
      code: 'input-invalid',
    });
  });
});

test('a change whose answer cannot be read may have happened: asked for again under its key, it has one effect', async () => {
  let answers = 0;
  const { system, seller } = openWith('/changes/batch-create', async (request, send) => {
    const answer = await send(request);
    return answers++ === 0 ? Response.json({ changes: 'many' }) : answer;
  });
  const call = () => system.call('adjustInventory', sale('web-1'), { key: 'one' });
  expect(await failureOf(call)).toMatchObject({ code: 'outcome-unknown', disposition: 'unknown' });
  await call();
  expect([answers, seller.books.changes.filter((it) => it.referenceId === 'web-1').length]).toEqual([2, 1]);
});

test('a page whose cursor grew too old is not asked for again and again: the whole list is', async () => {
  let asked = 0;
  const { seller, system } = openWith('/changes/batch-retrieve', async (request, send) => {
    const { cursor } = (await request.clone().json()) as { readonly cursor?: string };
    if (cursor === undefined) return send(request);
    asked++;
    return Response.json({ errors: [{ category: 'INVALID_REQUEST_ERROR', code: 'INVALID_CURSOR' }] }, { status: 400 });
  });
  for (let count = 0; count < 110; count++) seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  expect(await failureOf(() => sweep(system, 'stock'))).toMatchObject({ code: 'conflict' });
  expect(asked).toBe(1);
});

test('a level that is what it was is written down all the same, so that it shows that it was set', async () => {
  const { seller, system, clock } = openSeller();
  const levels = [{ sku: 'SHOE-42', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '12' } }];
  await system.call('setInventory', { ref: 'levels-1', levels, asOf: new Date(clock.now()).toISOString() });
  expect(seller.books.changes.filter((it) => it.referenceId === 'levels-1')).toHaveLength(1);
});

test('an exchange at the till is told, whatever reason somebody wrote on its refund', async () => {
  const { seller, system } = openSeller();
  const { id: orderId } = seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  const { id } = seller.till.takeBack({ orderId, exchange: [{ sku: 'SOCK-M', price: 633 }] });
  seller.till.corrupt(id, (order) => {
    const refunds = order['refunds'] as readonly object[];
    return { ...order, refunds: refunds.map((it) => ({ ...it, reason: 'crossdock return web-R1' })) };
  });
  expect((await toldOf(system, 'return.processed', id)).data.exchange).toHaveLength(1);
});

test('a time that is moved is a full minute, and the same however late the request is repeated', () => {
  const sentAt = Date.parse('2026-11-26T15:00:30.500Z');
  const clockAt = (now: number) => ({ now: () => now, sleep: () => Promise.resolve() });
  for (const [occurredAt, moved] of [
    ['2026-11-24T15:00:00Z', '2026-11-25T16:01:00.000Z'],
    ['2026-11-26T17:00:00Z', '2026-11-26T15:00:00.000Z'],
    ['2026-11-26T14:59:59.999Z', '2026-11-26T14:59:59.999Z'],
  ] as const) {
    expect(clampedTime(occurredAt, clockAt(sentAt), {})).toBe(moved);
    expect(clampedTime(occurredAt, clockAt(sentAt + 1_800_000), { firstSentAt: sentAt })).toBe(moved);
  }
});
