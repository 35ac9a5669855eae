import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Observer, silentObserver } from '../../src/primitives/index.ts';
import { openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

test('listeners are told of events, runs and exceptions as they happen, without any payload', async () => {
  const { dock, push } = await openDock();
  const told: unknown[] = [];
  dock.on('event.recorded', (event) => void told.push(event));
  dock.on('run.changed', ({ flow, key, state }) => void told.push([flow, key, state]));
  dock.on('exception.opened', ({ code, kind }) => void told.push([kind, code]));
  await push(placed());
  await rest();
  await push({ ...placed('A-2'), status: 'layaway' });
  await rest();
  expect(told).toEqual([
    {
      id: 'shop/order.placed/A-1',
      name: 'order.placed',
      key: 'A-1',
      source: 'shop',
      occurredAt: '2026-11-27T10:00:00.000Z',
    },
    ['book', 'A-1', 'running'],
    ['book', 'A-1', 'done'],
    ['delivery', 'unmapped'],
  ]);
});

test('an event that is known already is not told again', async () => {
  const { dock, push } = await openDock();
  let told = 0;
  dock.on('event.recorded', () => void told++);
  await push(placed(), 'w1');
  await rest();
  await push(placed(), 'w2');
  await rest();
  expect(told).toBe(1);
});

test('a listener that throws stops nothing, nor the listeners after it, and is logged without what it said', async () => {
  const logged: unknown[] = [];
  const observer: Observer = { ...silentObserver, log: (...line) => void logged.push(line) };
  const { dock, push, erp } = await openDock({ observer });
  const told: string[] = [];
  dock.on('event.recorded', () => {
    throw new Error('no mail for Jane Doe');
  });
  const failsLater: () => unknown = async () => {
    await Promise.resolve();
    throw new Error('no mail for Jane Doe');
  };
  dock.on('event.recorded', failsLater);
  dock.on('event.recorded', ({ key }) => void told.push(key));
  await push(placed());
  await rest();
  expect(told).toEqual(['A-1']);
  expect(erp.told).toEqual(['createOrder A-1']);
  expect(logged).toEqual([
    ['error', "a listener of 'event.recorded' failed", { code: 'internal' }],
    ['error', "a listener of 'event.recorded' failed", { code: 'internal' }],
  ]);
  expect(unhandled).toEqual([]);
});

test('a listener that was taken away is not told any more', async () => {
  const { dock, push } = await openDock();
  let told = 0;
  const stop = dock.on('event.recorded', () => void told++);
  stop();
  await push(placed());
  await rest();
  expect(told).toBe(0);
});
