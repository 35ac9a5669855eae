import { afterAll, beforeAll, expect, test } from 'vitest';
import { IntegrationError } from '../../src/primitives/index.ts';
import { event, openExceptions, orderEvent, run, states } from '../orchestrator-world.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

const refuse = () => {
  throw new IntegrationError('no', { code: 'conflict' });
};

test('a step that nobody awaits is finished before the run ends', async () => {
  const done: string[] = [];
  const { journal } = await run(async (_order, { step }) => {
    void step('slow', async () => {
      for (let round = 0; round < 20; round++) await Promise.resolve();
      done.push('slow');
    });
  });
  expect(done).toEqual(['slow']);
  expect((await journal.steps(1)).map((it) => it.name)).toEqual(['slow']);
});

test('a step that nobody awaits and that fails parks the run, and does not bring the process down', async () => {
  const { journal, world } = await run(async (_order, { step }) => {
    void step('forgotten', async () => {
      for (let round = 0; round < 20; round++) await Promise.resolve();
      refuse();
    });
  });
  await world.rest();
  expect(await states(journal)).toEqual(['parked']);
  expect(await openExceptions(journal)).toMatchObject([{ code: 'conflict', step: 'forgotten' }]);
  expect(unhandled).toEqual([]);
});

test('a step that nobody awaits and that has to be tried again keeps the run open until it is done', async () => {
  let tries = 0;
  const { journal, clock, world } = await run(async (_order, { step }) => {
    void step('flaky', async () => {
      await Promise.resolve();
      if (++tries < 3) throw new IntegrationError('down', { code: 'system-unavailable' });
    });
  });
  expect(await states(journal)).toEqual(['waiting']);
  await clock.advance(60_000);
  await world.idle();
  expect({ tries, states: await states(journal) }).toEqual({ tries: 3, states: ['done'] });
});

test('a step that nobody awaits is not lost by a stop', async () => {
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { journal, world } = await run(
    async (_order, { step }) => {
      await step('first', () => gate.promise);
      void step('second', () => void done.push('second'));
    },
    { first: [] },
  );
  await world.record([orderEvent('A-1')]);
  await world.rest();
  const stopped = world.stop();
  gate.resolve();
  await stopped;
  expect(done).toEqual([]);
  await world.restart();
  await world.idle();
  expect(done).toEqual(['second']);
  expect(await states(journal)).toEqual(['done']);
});

test('when two steps fail side by side, the second one does not bring the process down', async () => {
  const { journal, world } = await run(async (_order, { step }) => {
    const first = step('first', refuse);
    const second = step('second', async () => {
      await Promise.resolve();
      refuse();
    });
    await first;
    await second;
  });
  await world.rest();
  expect(await states(journal)).toEqual(['parked']);
  expect(unhandled).toEqual([]);
});

test('a wait or a sleep that nobody awaits does not keep the run open', async () => {
  const { journal } = await run(async (_order, { sleep, waitFor }) => {
    void sleep('1d');
    void waitFor('fulfillment.created');
  });
  expect(await states(journal)).toEqual(['done']);
});

test('a step inside a step is refused with the way out', async () => {
  const { journal } = await run(async (_order, { step }) => {
    await step('outer', () => step('inner', () => 1));
  });
  expect(await openExceptions(journal)).toMatchObject([
    { code: 'input-invalid', reason: expect.stringContaining("'outer'") },
  ]);
});

test('two waits side by side for one kind of event take one event each', async () => {
  const got: string[] = [];
  const { world } = await run(
    async (_order, { waitFor }) => {
      const both = await Promise.all([waitFor('fulfillment.created'), waitFor('fulfillment.created')]);
      got.push(...both.map((it) => it.id));
    },
    { before: [event('fulfillment.created', 'f1', 'A-1')] },
  );
  expect(got).toEqual([]);
  await world.record([event('fulfillment.created', 'f2', 'A-1')]);
  await world.idle();
  expect(got.toSorted()).toEqual(['shop/fulfillment.created/f1', 'shop/fulfillment.created/f2']);
});
