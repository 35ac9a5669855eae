import { expect, test } from 'vitest';
import { memoryJournal } from '../../src/journal/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';

const createdAt = '2026-11-01T10:00:00.000Z';
const orders = (...refs: readonly string[]) => refs.map((ref) => ({ ...placed(ref), createdAt }));

test('a backfill tells everything once, and how far it is', async () => {
  const { shop, erp, dock } = await openDock();
  shop.facts.push(...orders('A-1', 'A-2', 'A-3'));
  const progress: unknown[] = [];
  const report = await dock.backfill('shop', 'orders', { onProgress: (it) => progress.push(it) });
  await rest();
  expect(report).toEqual({ events: 3, refused: 0, resumed: false });
  expect(progress).toEqual([
    { done: 2, total: 3 },
    { done: 3, total: 3 },
  ]);
  expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-2', 'createOrder A-3']);
});

test('what was told by webhook, sweep or an earlier backfill takes effect once', async () => {
  const { shop, erp, dock, push } = await openDock();
  shop.facts.push(...orders('A-1', 'A-2'));
  await push(placed('A-1'));
  await dock.backfill('shop', 'orders');
  await dock.backfill('shop', 'orders');
  await rest();
  expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-2']);
  expect(shop.backfills.map((it) => it.resume)).toEqual([undefined, undefined]);
});

test('an interrupted one goes on in a later process after the last portion that was kept, with the span it began with', async () => {
  const journal = memoryJournal();
  const first = await openDock({ journal });
  first.shop.facts.push(...orders('A-1', 'A-2', 'A-3'));
  first.shop.beforePortion = (at) => {
    if (at > 0) throw new IntegrationError('away', { code: 'system-unavailable' });
  };
  const since = '2026-10-01T00:00:00.000Z';
  const failing = first.dock.backfill('shop', 'orders', { since });
  await expect(failing).rejects.toMatchObject({ code: 'system-unavailable' });
  await first.dock.stop();
  first.shop.beforePortion = () => undefined;
  const second = await openDock({ journal, clock: first.clock, shop: first.shop });
  const report = await second.dock.backfill('shop', 'orders', { since: '2026-11-20T00:00:00.000Z' });
  expect(report).toEqual({ events: 1, refused: 0, resumed: true });
  expect(second.shop.backfills.at(-1)).toEqual({ since, resume: '2' });
});

test('a fact that cannot be told is one exception, and a later backfill that can tell it closes it', async () => {
  const { shop, erp, dock } = await openDock();
  const refused = new IntegrationError("The status 'layaway' has no counterpart", { code: 'unmapped', path: 'status' });
  const { name, id, key } = placed('A-2');
  shop.facts.push(...orders('A-1'), { name, id, key, refused, createdAt } as never, ...orders('A-3'));
  expect(await dock.backfill('shop', 'orders')).toMatchObject({ events: 2, refused: 1 });
  await dock.backfill('shop', 'orders');
  expect(await dock.exceptions.list()).toMatchObject([
    { kind: 'backfill', system: 'shop', key: 'A-2', code: 'unmapped', path: 'status', actions: ['resolve', 'skip'] },
  ]);
  shop.facts[1] = { ...placed('A-2'), createdAt };
  await dock.backfill('shop', 'orders');
  await rest();
  expect(await dock.exceptions.list()).toEqual([]);
  expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-2', 'createOrder A-3']);
});

test('one is not run twice at once, and an unknown one is refused by name', async () => {
  const { shop, dock } = await openDock();
  const gate = Promise.withResolvers<void>();
  shop.facts.push(...orders('A-1'));
  shop.beforePortion = () => gate.promise;
  const first = dock.backfill('shop', 'orders');
  await expect(dock.backfill('shop', 'orders')).rejects.toMatchObject({ code: 'conflict' });
  await expect(dock.backfill('shop', 'customers')).rejects.toThrow(
    "There is no backfill 'shop/customers'; there are: 'shop/orders'",
  );
  gate.resolve();
  expect(await first).toMatchObject({ events: 1 });
});

test('one that is cancelled, or whose dock stops, keeps its place', async () => {
  const { shop, dock } = await openDock();
  shop.facts.push(...orders('A-1', 'A-2', 'A-3'));
  const caller = new AbortController();
  const cancelled = dock.backfill('shop', 'orders', { signal: caller.signal, onProgress: () => caller.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(await dock.backfill('shop', 'orders')).toMatchObject({ events: 3 });
});

test('it waits while more is under way than may be', async () => {
  const { shop, erp, dock, clock } = await openDock({ intake: { highWater: 2 } });
  const gate = Promise.withResolvers<void>();
  erp.before = () => gate.promise;
  shop.portion = 2;
  shop.facts.push(...orders('A-1', 'A-2', 'A-3', 'A-4'));
  const running = dock.backfill('shop', 'orders');
  await clock.advance(60_000);
  expect(await dock.status()).toMatchObject({ runs: { ready: 2 } });
  gate.resolve();
  await clock.advance(60_000);
  expect(await running).toMatchObject({ events: 4 });
  expect(erp.told).toHaveLength(4);
});
