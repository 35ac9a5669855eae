import { expect, test } from 'vitest';
import { IntegrationError } from '../../src/primitives/index.ts';
import { event, openExceptions, orderEvent, run, states } from '../orchestrator-world.ts';

const numbers = ['1', '2', '3', '4'];

test.each(['document', undefined] as const)(
  'a %s is never superseded: every one takes effect, in order',
  async (kind) => {
    const done: string[] = [];
    const { journal, world } = await run(
      async (order, { step }) => {
        await step('post', () => void done.push(order.number));
      },
      { first: [], ...(kind && { kind }) },
    );
    await world.record(numbers.map((number) => orderEvent('A', number)));
    await world.idle();
    expect(done).toEqual(numbers);
    expect(await states(journal)).toEqual(['done', 'done', 'done', 'done']);
  },
);

test('a level that has begun comes to its end before the newest one begins', async () => {
  const trail: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { world } = await run(
    async (order, { step }) => {
      await step('publish', async () => {
        trail.push(`begin ${order.number}`);
        await gate.promise;
        trail.push(`end ${order.number}`);
      });
    },
    { first: [], kind: 'level' },
  );
  await world.record([orderEvent('A', '1')]);
  await world.rest();
  for (const number of ['2', '3', '4']) await world.record([orderEvent('A', number)]);
  gate.resolve();
  await world.idle();
  expect(trail).toEqual(['begin 1', 'end 1', 'begin 4', 'end 4']);
});

test.each([
  ['after the newer one took effect', false],
  ['while the newer one waits for its turn', true],
])('a level that comes late, %s, does not replace it, also not after a restart', async (_when, together) => {
  const published: string[] = [];
  const { journal, world } = await run(
    async (order, { step }) => {
      await step('publish', () => void published.push(order.number));
    },
    { first: [], kind: 'level' },
  );
  const level = (number: string, occurredAt: string) => ({ ...orderEvent('A', number), occurredAt });
  const [old, newer, late] = [
    level('1', '2026-11-27T10:00:00Z'),
    level('3', '2026-11-27T10:10:00Z'),
    level('2', '2026-11-27T10:05:00Z'),
  ];
  await world.record(together ? [old, newer, late] : [old, newer]);
  await world.idle();
  await world.restart();
  await world.record([late]);
  await world.idle();
  expect(published).toEqual(['1', '3']);
  expect(await states(journal)).toEqual(['done', 'done', 'superseded']);
  await world.record([level('4', '2026-11-27T10:10:00Z')]);
  await world.idle();
  expect(published).toEqual(['1', '3', '4']);
});

test('an event whose key a flow cannot tell is told once, however often the event comes', async () => {
  const { journal, world } = await run(async () => undefined, { first: [] });
  const odd = { ...orderEvent('A', '1'), envelope: JSON.stringify({ data: null }) };
  for (let time = 0; time < 3; time++) await world.record([odd]);
  expect(await openExceptions(journal)).toHaveLength(1);
  expect(await openExceptions(journal)).toMatchObject([{ flow: 'test', key: 'A', code: 'internal' }]);
});

test('more runs are due at once than one look takes: all are woken', async () => {
  let woken = 0;
  const { clock, world } = await run(
    async (_order, { sleep, step }) => {
      await sleep('1h');
      await step('wake', () => void woken++);
    },
    { first: [] },
  );
  await world.record(Array.from({ length: 200 }, (_, position) => orderEvent(`A-${position}`)));
  await world.idle();
  await clock.advance(3_600_000);
  await world.idle();
  expect(woken).toBe(200);
});

test('a cancelled run is undone although its undo has to be tried again', async () => {
  let down = true;
  const trail: string[] = [];
  const { journal, clock, world } = await run(async (_order, { step, waitFor }) => {
    await step('one', () => 1, {
      undo: () => {
        if (down) throw new IntegrationError('down', { code: 'system-unavailable' });
        trail.push('undo one');
      },
    });
    await waitFor('fulfillment.created');
  });
  await world.cancel(1, 'changed their mind');
  await world.idle();
  expect(await states(journal)).toEqual(['waiting']);
  await world.record([event('fulfillment.created', 'f1', 'A-1')]);
  down = false;
  await clock.advance(10_000);
  await world.idle();
  expect({ trail, states: await states(journal) }).toEqual({ trail: ['undo one'], states: ['cancelled'] });
});

test('an undo that fails for good waits for a person, and goes on where it stopped when retried', async () => {
  let refused = true;
  const trail: string[] = [];
  const { journal, world } = await run(
    async (_order, { step }) => {
      await step('one', () => 1, { undo: () => void trail.push('undo one') });
      await step('two', () => 2, {
        undo: () => {
          if (refused) throw new IntegrationError('already shipped', { code: 'conflict' });
          trail.push('undo two');
        },
      });
      await step('three', () => 3, { undo: () => void trail.push('undo three') });
      await step('four', () => {
        throw new IntegrationError('no', { code: 'conflict' });
      });
    },
    { onFailure: 'undo' },
  );
  expect(trail).toEqual(['undo three']);
  expect(await openExceptions(journal)).toMatchObject([
    { reason: 'already shipped', actions: ['retry', 'resolve', 'skip'] },
  ]);
  refused = false;
  await world.exceptions.retry(1);
  await world.idle();
  expect(trail).toEqual(['undo three', 'undo two', 'undo one']);
  expect(await states(journal)).toEqual(['undone']);
});
