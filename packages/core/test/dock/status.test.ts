import { expect, test } from 'vitest';
import { memoryJournal } from '../../src/journal/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { aDock, openDock, rest } from '../dock-world.ts';
import { interceptedJournal } from '../intercepted-journal.ts';
import { placed } from '../systems.ts';

const minute = 60_000;

test('a dock that is not started says so instead of failing', async () => {
  const { dock } = aDock();
  expect(await dock.status()).toMatchObject({ healthy: false, concerns: ['not started'], undecoded: 0 });
  await dock.start();
  await dock.stop();
  expect(await dock.status()).toMatchObject({ healthy: false, concerns: ['not started'] });
});

test('a quiet dock is healthy, and tells what it did and how far it has read', async () => {
  const { dock, push, clock } = await openDock();
  await push(placed());
  await rest();
  await clock.advance(minute);
  expect(await dock.status()).toMatchObject({
    healthy: true,
    concerns: [],
    runs: { done: 1, parked: 0 },
    openExceptions: 0,
    undecoded: 0,
    systems: {
      shop: { gate: 'open', sweeps: { orders: { readUpTo: '2026-11-27T12:00:00.000Z', behindMs: minute } } },
      erp: { gate: 'open', sweeps: {} },
    },
  });
});

test('a closed gate is a concern that gives its reason, and no ill health', async () => {
  const { dock } = await openDock();
  dock.systems.erp.close({ reason: 'stock-taking' });
  expect(await dock.status()).toMatchObject({
    healthy: true,
    concerns: ['erp: stock-taking'],
    systems: { erp: { gate: 'closed', reason: 'stock-taking' } },
  });
});

test('exceptions are a concern and no ill health', async () => {
  const { dock, push } = await openDock();
  await push({ ...placed(), status: 'layaway' });
  await rest();
  expect(await dock.status()).toMatchObject({ healthy: true, concerns: ['1 exception waits for a person'] });
});

test('a sweep that misses several beats is ill health, until it has caught up', async () => {
  const { dock, shop, clock } = await openDock();
  let down = true;
  shop.beforeSweep = () => {
    if (down) throw new IntegrationError('away', { code: 'system-unavailable' });
  };
  await clock.advance(14 * minute);
  expect(await dock.status()).toMatchObject({ healthy: true });
  await clock.advance(2 * minute);
  expect(await dock.status()).toMatchObject({ healthy: false, concerns: ['sweep shop/orders is 16 min behind'] });
  down = false;
  await clock.advance(5 * minute);
  expect(await dock.status()).toMatchObject({ healthy: true, concerns: [] });
});

test.each([
  [16 * minute, '16 min'],
  [5 * 60 * minute, '5 h'],
])('how far a sweep is behind is told in words: %d ms are %s', async (passedMs, words) => {
  const { dock, shop, clock } = await openDock();
  shop.beforeSweep = () => {
    throw new IntegrationError('away', { code: 'system-unavailable' });
  };
  await clock.advance(passedMs);
  const { concerns } = await dock.status();
  expect(concerns[0]).toBe(`sweep shop/orders is ${words} behind`);
});

test('after a long stop a sweep has its beats to catch up', async () => {
  const journal = memoryJournal();
  const first = await openDock({ journal });
  await first.dock.stop();
  await first.clock.advance(24 * 60 * minute);
  const second = aDock({ journal, clock: first.clock, shop: first.shop });
  second.shop.beforeSweep = () => new Promise(() => undefined);
  await second.dock.start();
  expect(await second.dock.status()).toMatchObject({ healthy: true });
  await second.clock.advance(16 * minute);
  expect(await second.dock.status()).toMatchObject({ healthy: false });
});

test('a journal that cannot be read is ill health, not an error', async () => {
  const journal = memoryJournal();
  const { dock } = await openDock({ journal });
  await journal.close();
  expect(await dock.status()).toMatchObject({
    healthy: false,
    concerns: ['the journal cannot be read (journal-closed)'],
  });
});

test('a journal that cannot be written is ill health until it can', async () => {
  let full = true;
  const journal = interceptedJournal(memoryJournal(), {
    beforeAppend: ([change]) => {
      if (full && change?.type === 'delivery.received') throw new IntegrationError('full', { code: 'journal-full' });
    },
  });
  const { dock, push } = await openDock({ journal });
  expect(await push(placed())).toBe(503);
  expect(await dock.status()).toMatchObject({
    healthy: false,
    concerns: ['the journal cannot be written (journal-full)'],
  });
  full = false;
  expect(await push(placed())).toBe(200);
  await rest();
  expect(await dock.status()).toMatchObject({ healthy: true });
});

test('messages that are stored and not decoded yet are counted', async () => {
  const { dock, push, shop } = await openDock();
  const gate = Promise.withResolvers<void>();
  shop.beforeDecode = () => gate.promise;
  await push(placed());
  expect(await dock.status()).toMatchObject({ undecoded: 1 });
  gate.resolve();
  await dock.idle();
  expect(await dock.status()).toMatchObject({ undecoded: 0 });
});
