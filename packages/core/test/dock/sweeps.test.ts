import { expect, test } from 'vitest';
import { memoryJournal } from '../../src/journal/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { aDock, openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';
import { virtualClock } from '../virtual-clock.ts';

const minute = 60_000;

test('an order whose webhook never arrives is found by the sweep and booked once', async () => {
  const { shop, erp, clock } = await openDock();
  shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T12:01:00.000Z' });
  await clock.advance(30 * minute);
  expect(erp.requests).toHaveLength(1);
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('an order that came by webhook and is found by sweeps too is booked once', async () => {
  const { shop, erp, clock, push } = await openDock();
  shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T12:01:00.000Z' });
  await push(placed('A-1'));
  await clock.advance(30 * minute);
  expect(erp.requests).toHaveLength(1);
});

test('windows overlap: what was created just before the end of the last one and seen too late is still read', async () => {
  const { shop, erp, clock } = await openDock();
  await clock.advance(5 * minute);
  const lastEnd = shop.windows.at(-1)?.to ?? '';
  // Created 400 ms before the window ended, and visible only afterwards.
  shop.facts.push({ ...placed('A-1'), createdAt: new Date(Date.parse(lastEnd) - 400).toISOString() });
  await clock.advance(5 * minute);
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('two windows meet without a gap: an order at the very end of one is in the next', async () => {
  const { shop, erp, clock } = await openDock();
  shop.facts.push({ ...placed('A-1'), createdAt: shop.windows.at(-1)?.to ?? '' });
  await clock.advance(5 * minute);
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('a sweep goes on where it stopped, however long the process was down', async () => {
  const journal = memoryJournal();
  const first = await openDock({ journal });
  const readUpTo = first.shop.windows.at(-1)?.to ?? '';
  await first.dock.stop();
  await first.clock.advance(3 * 24 * 60 * minute);
  first.shop.facts.push({ ...placed('A-1'), createdAt: readUpTo });
  const second = await openDock({ journal, clock: first.clock, shop: first.shop });
  expect(second.erp.told).toEqual(['createOrder A-1']);
});

test('a clock that was a day ahead for a while hides no order that came while the process was down', async () => {
  const journal = memoryJournal();
  const noon = Date.parse('2026-11-27T12:00:00Z');
  const first = await openDock({ journal, clock: virtualClock(noon + 24 * 60 * minute) });
  await first.dock.stop();
  first.shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T13:00:00.000Z' });
  const second = await openDock({ journal, clock: virtualClock(noon + 120 * minute), shop: first.shop });
  expect(second.erp.told).toEqual(['createOrder A-1']);
  expect(await journal.cursor('sweep/shop/orders')).toBe('2026-11-27T14:00:00.000Z');
});

test('a sweep whose source ends early because the process stops reads its window again', async () => {
  const journal = memoryJournal();
  const first = await openDock({ journal });
  const readUpTo = await journal.cursor('sweep/shop/orders');
  const asked = Promise.withResolvers<void>();
  first.shop.beforeSweep = async (signal) => {
    asked.resolve();
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  };
  await first.clock.advance(5 * minute);
  await asked.promise;
  await first.dock.stop();
  await journal.open();
  expect(await journal.cursor('sweep/shop/orders')).toBe(readUpTo);
});

test('a sweep that never succeeded still begins one day before the very first start', async () => {
  const journal = memoryJournal();
  const first = aDock({ journal });
  first.shop.beforeSweep = () => {
    throw new TypeError('not yet');
  };
  first.shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T11:00:00.000Z' });
  await first.dock.start();
  await first.clock.advance(2 * 24 * 60 * minute);
  await first.dock.stop();
  first.shop.beforeSweep = () => undefined;
  const second = await openDock({ journal, clock: first.clock, shop: first.shop });
  expect(second.erp.told).toEqual(['createOrder A-1']);
});

test('the first sweep reads from where it is told', async () => {
  const { shop } = await openDock({ sweeps: { since: '2026-11-01T00:00:00.000Z' } });
  expect(shop.windows[0]?.from).toBe('2026-10-31T23:58:00.000Z');
});

test('the cursor stands still while a sweep fails, and a sweep that fails for long is brought to a person', async () => {
  const { shop, erp, clock, dock, journal } = await openDock({ sweeps: { alarmAfter: 3 } });
  const before = await journal.cursor('sweep/shop/orders');
  let down = true;
  shop.beforeSweep = () => {
    if (down) throw new TypeError('socket hang up');
  };
  shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T12:01:00.000Z' });
  await clock.advance(30 * minute);
  expect(await journal.cursor('sweep/shop/orders')).toBe(before);
  expect(await dock.exceptions.list()).toMatchObject([{ kind: 'sweep', system: 'shop', step: 'shop/orders' }]);
  down = false;
  await clock.advance(5 * minute);
  expect(erp.told).toEqual(['createOrder A-1']);
  expect(await dock.exceptions.list()).toEqual([]);
});

test('the alarm of a sweep closes by itself, however many facts the sweep could not take before', async () => {
  const { shop, clock, dock, journal } = await openDock({ sweeps: { alarmAfter: 3 } });
  const refused = { kind: 'sweep', system: 'shop', code: 'unmapped', reason: 'no', owner: 'operations' } as const;
  const at = '2026-11-27T12:00:00.000Z';
  await journal.append(
    Array.from({ length: 1_000 }, (_, position) => ({
      type: 'exception.opened' as const,
      exception: { ...refused, step: `shop/orders: ${position}`, actions: ['resolve', 'skip'] as const },
      at,
    })),
  );
  let down = true;
  shop.beforeSweep = () => {
    if (down) throw new TypeError('socket hang up');
  };
  await clock.advance(30 * minute);
  expect((await dock.status()).openExceptions).toBe(1_001);
  down = false;
  await clock.advance(5 * minute);
  expect((await dock.status()).openExceptions).toBe(1_000);
});

test('a sweep can be run by hand, and is not run twice at once', async () => {
  const { shop, erp, dock } = await openDock();
  const before = shop.windows.length;
  const gate = Promise.withResolvers<void>();
  shop.beforeSweep = () => gate.promise;
  shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T11:59:59.000Z' });
  const both = Promise.all([dock.sweep('shop'), dock.sweep()]);
  gate.resolve();
  await both;
  await rest();
  expect(erp.told).toEqual(['createOrder A-1']);
  expect(shop.windows.length - before).toBe(1);
});

test('a sweep by hand that fails tells why', async () => {
  const { shop, dock } = await openDock();
  shop.beforeSweep = () => {
    throw new TypeError('socket hang up');
  };
  await expect(dock.sweep('shop')).rejects.toThrow(TypeError);
});

test('one bad old order in a backfill is an exception, and the others go through', async () => {
  const { shop, erp, dock, clock, journal } = await openDock({ sweeps: { since: '2026-11-26T00:00:00.000Z' } });
  const bad = placed('A-2', { total: { amount: '1.00', currency: 'USD' } });
  for (const fact of [placed('A-1'), bad, placed('A-3')]) {
    shop.facts.push({ ...fact, createdAt: '2026-11-27T11:59:30.000Z' });
  }
  await clock.advance(20 * minute);
  expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-3']);
  expect(await dock.exceptions.list()).toMatchObject([
    { kind: 'sweep', key: 'A-2', code: 'unbalanced', path: 'total' },
  ]);
  expect(await journal.cursor('sweep/shop/orders')).toBe('2026-11-27T12:20:00.000Z');
});

test('a bad order of a backfill goes through by a replay once it is mended, even long after its window', async () => {
  const { shop, erp, dock, clock } = await openDock();
  shop.facts.push({
    ...placed('A-2', { total: { amount: '1.00', currency: 'USD' } }),
    createdAt: '2026-11-27T11:59:30.000Z',
  });
  await clock.advance(240 * minute);
  expect(await dock.exceptions.replay({ key: 'A-2' })).toMatchObject({ matched: 1, done: 0 });
  expect(await dock.exceptions.list()).toHaveLength(1);
  shop.facts[0] = { ...placed('A-2'), createdAt: '2026-11-27T11:59:30.000Z' };
  expect(await dock.exceptions.replay({ key: 'A-2' })).toMatchObject({ matched: 1, done: 1 });
  await rest();
  expect(erp.told).toEqual(['createOrder A-2']);
  expect(await dock.exceptions.list()).toEqual([]);
});

test('what a connector refuses by name is an exception under its key, and the others of the window go through', async () => {
  const { shop, erp, dock, clock } = await openDock();
  const refused = new IntegrationError("The status 'layaway' has no counterpart", { code: 'unmapped', path: 'status' });
  const createdAt = '2026-11-27T11:59:30.000Z';
  shop.facts.push({ name: 'order.placed', id: 'A-1', key: 'A-1', refused, createdAt } as never);
  shop.facts.push({ ...placed('A-2'), createdAt });
  await clock.advance(5 * minute);
  expect(erp.told).toEqual(['createOrder A-2']);
  expect(await dock.exceptions.list()).toMatchObject([{ kind: 'sweep', key: 'A-1', code: 'unmapped', path: 'status' }]);
});

test('what was refused under the name of another event goes through by a replay once it is mended', async () => {
  const { shop, erp, dock, clock } = await openDock();
  const refused = new IntegrationError('A row is not known', { code: 'unmapped' });
  const createdAt = '2026-11-27T11:59:30.000Z';
  shop.facts.push({ name: 'return.processed', id: 'A-1', key: 'A-1', refused, createdAt } as never);
  await clock.advance(5 * minute);
  expect(await dock.exceptions.replay({ key: 'A-1' })).toMatchObject({ matched: 1, done: 0 });
  shop.facts[0] = { ...placed('A-11'), createdAt };
  expect(await dock.exceptions.replay({ key: 'A-1' })).toMatchObject({ matched: 1, done: 0 });
  shop.facts[0] = { ...placed('A-1'), createdAt };
  expect(await dock.exceptions.replay({ key: 'A-1' })).toMatchObject({ matched: 1, done: 1 });
  await rest();
  expect(erp.told).toContain('createOrder A-1');
  expect(await dock.exceptions.list()).toEqual([]);
});
