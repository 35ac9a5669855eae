import { describe, expect, test } from 'vitest';
import { memoryJournal } from '../../src/journal/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { interceptedJournal } from '../intercepted-journal.ts';
import { openExceptions, orderEvent, run, states } from '../orchestrator-world.ts';

describe('a cancellation that meets a run at work', () => {
  test('lets the step under way finish, then undoes it and all before it', async () => {
    const trail: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { journal, world } = await run(
      async (_order, { step }) => {
        await step('one', () => 1, { undo: () => void trail.push('undo one') });
        await step('two', () => gate.promise, { undo: () => void trail.push('undo two') });
        await step('three', () => void trail.push('three'));
      },
      { first: [] },
    );
    await world.record([orderEvent('A-1')]);
    await world.rest();
    await world.cancel(1, 'changed their mind');
    gate.resolve();
    await world.idle();
    expect(trail).toEqual(['undo two', 'undo one']);
    expect(await states(journal)).toEqual(['cancelled']);
  });

  test.each([
    ['ends well', () => undefined, 'done'],
    [
      'is refused',
      () => {
        throw new IntegrationError('no', { code: 'conflict' });
      },
      'parked',
    ],
    [
      'is to be tried again',
      () => {
        throw new IntegrationError('down', { code: 'system-unavailable' });
      },
      'waiting',
    ],
  ])('undoes it although its last step %s', async (_how, ending) => {
    const trail: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { journal, world } = await run(
      async (_order, { step }) => {
        await step('one', () => 1, { undo: () => void trail.push('undo one') });
        await step('last', async () => {
          await gate.promise;
          return ending();
        });
      },
      { first: [] },
    );
    await world.record([orderEvent('A-1')]);
    await world.rest();
    gate.resolve();
    await world.cancel(1, 'changed their mind');
    await world.idle();
    expect(trail).toEqual(['undo one']);
    expect(await states(journal)).toEqual(['cancelled']);
    expect(await openExceptions(journal)).toEqual([]);
  });

  test('holds at every moment: whatever the run was about to write', async () => {
    for (let moment = 1; moment <= 6; moment++) {
      const trail: string[] = [];
      const open: { cancel?: () => Promise<void> } = {};
      let written = 0;
      let cancelling: Promise<void> | undefined;
      const journal = interceptedJournal(memoryJournal(), {
        beforeAppend: ([change]) => {
          if (change?.type === 'event.recorded' || change?.type === 'run.undoing') return;
          written++;
          if (written === moment) cancelling = open.cancel?.();
        },
      });
      const { world } = await run(
        async (_order, { step, sleep }) => {
          await step('one', () => void trail.push('one'), { undo: () => void trail.push('undo one') });
          await step('two', () => void trail.push('two'), { undo: () => void trail.push('undo two') });
          await sleep('1d');
        },
        { journal, first: [] },
      );
      open.cancel = () => world.cancel(1, 'changed their mind');
      await world.record([orderEvent('A-1')]);
      await world.idle();
      if (!cancelling) break;
      await cancelling;
      await world.idle();
      expect({ moment, states: await states(journal) }).toEqual({ moment, states: ['cancelled'] });
      const done = trail.filter((it) => !it.startsWith('undo'));
      expect(trail.filter((it) => it.startsWith('undo'))).toEqual(done.toReversed().map((it) => `undo ${it}`));
    }
  });

  test('that cannot be written changes nothing: the run goes on', async () => {
    const gate = Promise.withResolvers<void>();
    const journal = interceptedJournal(memoryJournal(), {
      beforeAppend: ([change]) => {
        if (change?.type === 'run.undoing') throw new IntegrationError('full', { code: 'journal-full' });
      },
    });
    const { world } = await run(
      async (_order, { step }) => {
        await step('one', () => gate.promise);
      },
      { journal, first: [] },
    );
    await world.record([orderEvent('A-1')]);
    await world.rest();
    const cancelled = world.cancel(1, 'changed their mind');
    gate.resolve();
    await expect(cancelled).rejects.toMatchObject({ code: 'journal-full' });
    await world.idle();
    expect(await states(journal)).toEqual(['done']);
  });
});

test('a run that has ended cannot be cancelled', async () => {
  const { world } = await run(async (_order, { step }) => {
    await step('one', () => 1);
  });
  await expect(world.cancel(1, 'too late')).rejects.toMatchObject({ code: 'run-cancelled' });
});

test('a run that waits for its turn is cancelled without having begun, and the next one has its turn', async () => {
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { journal, world } = await run(
    async (order, { step }) => {
      await step('work', async () => {
        await gate.promise;
        done.push(order.number);
      });
    },
    { first: [] },
  );
  await world.record(['1', '2', '3'].map((number) => orderEvent('A', number)));
  await world.rest();
  await world.cancel(2, 'a duplicate');
  gate.resolve();
  await world.idle();
  expect(done).toEqual(['1', '3']);
  expect(await states(journal)).toEqual(['done', 'cancelled', 'done']);
});

test('an undo that a changed flow would leave out is brought to a person, not forgotten', async () => {
  const trail: string[] = [];
  const { journal, world } = await run(async (_order, { step, sleep }) => {
    await step('one', () => 1, { undo: () => void trail.push('undo one') });
    await step('two', () => 2, { undo: () => void trail.push('undo two') });
    await sleep('1d');
  });
  await world.restart({
    run: async (_order, { step, sleep }) => {
      await step('one', () => 1, { undo: () => void trail.push('undo one') });
      await step('zwei', () => 2);
      await sleep('1d');
    },
  });
  await world.cancel(1, 'changed their mind');
  await world.idle();
  expect(await states(journal)).toEqual(['parked']);
  expect(await openExceptions(journal)).toMatchObject([
    { code: 'flow-changed', actions: ['retry', 'resolve', 'skip'] },
  ]);
  expect(trail).toEqual([]);
});
