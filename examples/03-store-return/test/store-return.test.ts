import { afterEach, describe, expect, test } from 'vitest';
import { articles, store } from '../src/demo/articles.ts';
import { auditReturns } from '../src/demo/audit.ts';
import { isClean } from '../src/demo/report.ts';
import { tellStory } from '../src/demo/story.ts';
import { type StoreTill, storeTill } from '../src/demo/till.ts';
import { chanceOf, openReturnWorld, type ReturnWorld } from '../src/demo/world.ts';

const [runner, , sock] = articles;

let opened: ReturnWorld[] = [];
afterEach(async () => {
  for (const world of opened) await world.close();
  opened = [];
});

/** A web order of two pairs of shoes and a pair of socks that was shipped and billed. */
async function withOrder() {
  const world = await openReturnWorld({ seed: 1, rates: {} });
  opened.push(world);
  const { shop, clock, seller } = world;
  const { id } = shop.placeOrder({
    lines: [
      { sku: runner.sku, unitPrice: runner.price, quantity: 2 },
      { sku: sock.sku, unitPrice: sock.price, quantity: 1 },
    ],
    taxes: [{ title: 'Sales tax', rate: '0.0825' }],
  });
  shop.fulfil(id);
  await clock.advance(60 * 60_000);
  return { world, till: storeTill(seller, chanceOf(1)), orderId: String(id) };
}

const auditOf = (
  { shop, seller, erp, places }: ReturnWorld,
  till: Pick<StoreTill, 'returns' | 'sold'>,
  changes: Partial<Parameters<typeof auditReturns>[0]> = {},
) => auditReturns({ till, shop, seller, erp: erp.books, placeOfStore: places.store, ...changes });

test('the story of the demo ends with clean books, and its process was killed in the middle', async () => {
  const lines: string[] = [];
  const outcome = await tellStory({ orders: 8, returns: 5, seed: 1129, json: false }, (line) => lines.push(line));
  expect(outcome.audit.findings).toEqual([]);
  expect(isClean(outcome)).toBe(true);
  expect(outcome.creditsAtKill).toBeGreaterThan(0);
  expect(outcome.creditsAtKill).toBeLessThan(5);
  expect(Object.keys(outcome.faults)).toEqual(expect.arrayContaining(['lost-reply', 'missing-webhook']));
  expect(lines).toHaveLength(5);
  for (const changes of [{ openExceptions: 1 }, { journalSound: false }, { returns: 6 }])
    expect(isClean({ ...outcome, ...changes })).toBe(false);
});

test('a return is refunded, credited and put away once, whichever answer the process is killed at', async () => {
  let kills = 0;
  for (let nth = 1; ; nth++) {
    const { world, till, orderId } = await withOrder();
    world.killAtAnswer(nth);
    till.takeBack({ orderId, lines: [{ sku: runner.sku, quantity: 1 }] });
    for (let minute = 0; minute < 30 && !world.isDead; minute++) await world.clock.advance(60_000);
    const isKilled = world.isDead;
    if (isKilled) {
      kills++;
      await world.kill();
      await world.restart();
    }
    await world.settle();
    expect({ nth, ...auditOf(world, till) }).toMatchObject({
      nth,
      refunded: 1,
      credited: 1,
      received: 1,
      findings: [],
    });
    // Sweeps go on for ever: it is enough that all requests of the return were among those that were answered to nobody.
    if (!isKilled || world.erp.books.creditMemos().length === 0 || nth >= 24) break;
    await world.close();
    opened = [];
  }
  expect(kills).toBeGreaterThan(15);
});

describe('a return that is not as the web sold it', () => {
  test('waits for a person when the till gave back another amount, and moves neither money nor goods', async () => {
    const { world, orderId } = await withOrder();
    world.seller.till.takeBack({
      locationId: store.atSquare,
      referenceId: `shop-${orderId}`,
      unlinked: [{ sku: runner.sku, price: 100 }],
    });
    await world.settle();
    const [exception] = await world.clock.settle(world.dock.exceptions.list());
    expect(exception).toMatchObject({
      code: 'conflict',
      reason: expect.stringContaining('gave back 1.00 USD') as string,
    });
    expect(world.shop.books.bookedOrders.flatMap((it) => it.refunds)).toEqual([]);
    expect(world.erp.books.creditMemos()).toEqual([]);
  });

  test('waits for a person when more comes back than was sold, by article or by units', async () => {
    const { world, till, orderId } = await withOrder();
    till.takeBack({ orderId, lines: [{ sku: runner.sku, quantity: 3 }] });
    till.takeBack({ orderId, lines: [{ sku: 'WOOL-BEANIE', quantity: 1 }] });
    await world.settle();
    const exceptions = await world.clock.settle(world.dock.exceptions.list());
    expect(exceptions.map((it) => it.code)).toEqual(['conflict', 'conflict']);
    expect(world.erp.books.creditMemos()).toEqual([]);
  });

  test('is refunded once when the same goods come back a second time', async () => {
    const { world, till, orderId } = await withOrder();
    till.takeBack({ orderId, lines: [{ sku: sock.sku, quantity: 1 }] });
    await world.settle();
    till.takeBack({ orderId, lines: [{ sku: sock.sku, quantity: 1 }] });
    await world.settle();
    expect(await world.clock.settle(world.dock.status())).toMatchObject({ openExceptions: 1 });
    expect(world.shop.books.bookedOrders.flatMap((it) => it.refunds)).toHaveLength(1);
    expect(world.erp.books.creditMemos()).toHaveLength(1);
  });
});

test('what the store sold itself and takes back is left to its day', async () => {
  const { world } = await withOrder();
  const { till } = world.seller;
  const { id } = till.sell({ lines: [{ sku: sock.sku, price: 1235 }] });
  till.takeBack({ orderId: id });
  till.takeBack({ unlinked: [{ sku: sock.sku, price: 1235 }] });
  await world.settle();
  expect(await world.clock.settle(world.dock.status())).toMatchObject({ openExceptions: 0, runs: { done: 3 } });
  expect(world.erp.books.creditMemos()).toEqual([]);
});

test('the audit finds what is planted', async () => {
  const { world, till, orderId } = await withOrder();
  till.takeBack({ orderId, lines: [{ sku: runner.sku, quantity: 1 }] });
  await world.settle();
  const { erp, shop } = world;
  expect(auditOf(world, till).findings).toEqual([]);
  const [memo] = erp.books.creditMemos();
  const memos = memo ? [memo] : [];
  const withBooks = (changes: Partial<typeof erp.books>) => auditOf(world, till, { erp: { ...erp.books, ...changes } });
  expect(withBooks({ creditMemos: () => [...memos, ...memos] }).findings).toHaveLength(1);
  expect(withBooks({ creditMemos: () => [] })).toMatchObject({ credited: 0, findings: [expect.any(String)] });
  expect(withBooks({ creditMemos: () => memos.map((it) => ({ ...it, total: '140.66' })) }).findings).toHaveLength(1);
  expect(withBooks({ itemReceipts: () => [] })).toMatchObject({ received: 0, findings: [expect.any(String)] });
  expect(withBooks({ payments: () => [] }).findings).toHaveLength(1);
  expect(withBooks({ stock: () => [] }).findings).toHaveLength(articles.length);
  expect(withBooks({ balances: () => false }).findings).toHaveLength(1);
  const nobody = auditOf(world, { returns: new Map(), sold: new Map() }).findings;
  expect(nobody).toEqual(
    expect.arrayContaining([
      expect.stringContaining('nothing came back'),
      expect.stringContaining('no till took it back'),
    ]),
  );
  shop.setStock(sock.sku, store.atShop, { available: 3 });
  expect(auditOf(world, till).findings).toEqual([`${sock.sku}: 3 in the store on the web, not 10`]);
});
