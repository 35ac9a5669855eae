import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Change, memoryJournal } from '../../src/journal/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { sqliteJournal } from '../../src/sqlite.ts';
import { aDock, openDock, rest } from '../dock-world.ts';
import { interceptedJournal } from '../intercepted-journal.ts';
import { temporaryDirectory } from '../journal/subjects.ts';
import { placed, webhook } from '../systems.ts';

/** A journal on a disk that is full for changes of some kind. */
function fullDisk() {
  const disk = { full: (_change: Change): boolean => false };
  const journal = interceptedJournal(memoryJournal(), {
    beforeAppend(changes) {
      if (changes.some((it) => disk.full(it))) throw new IntegrationError('The disk is full', { code: 'journal-full' });
    },
  });
  return { disk, journal };
}

const steps: string[] = [];
const twoSteps = defineFlow({
  name: 'two-steps',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder'] },
  async run(order, { erp, step }) {
    await step('first', () => void steps.push('first'));
    await erp.createOrder(order);
    await step('last', () => void steps.push('last'));
  },
});
beforeEach(() => void steps.splice(0));

test('a webhook that cannot be stored is not acknowledged, and says when to come again', async () => {
  const { disk, journal } = fullDisk();
  const { dock, push, erp } = await openDock({ journal });
  disk.full = () => true;
  const response = await dock.systems.shop.webhook(webhook(placed(), { id: 'w1' }));
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('30');
  expect(await response.json()).toEqual({ error: 'journal-full' });
  disk.full = () => false;
  expect(await push(placed(), 'w1')).toBe(200);
  await rest();
  expect(erp.told).toEqual(['createOrder A-1']);
});

test.each(['event.recorded', 'step.attempted', 'step.finished', 'run.finished'] as const)(
  'a run that cannot write %s goes on by itself when there is room again',
  async (kind) => {
    const { disk, journal } = fullDisk();
    const { push, erp, clock } = await openDock({ journal, flows: [twoSteps] });
    disk.full = ({ type }) => type === kind;
    expect(await push(placed())).toBe(200);
    await clock.advance(120_000);
    expect((await journal.runs({ states: ['done'] })).length).toBe(0);
    disk.full = () => false;
    await clock.advance(120_000);
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
    expect(erp.told).toEqual(['createOrder A-1']);
    expect(steps.at(-1)).toBe('last');
  },
);

test('steps that are under way when the disk fills up are not begun a second time beside themselves', async () => {
  const { disk, journal } = fullDisk();
  let inside = 0;
  let most = 0;
  const gate = Promise.withResolvers<void>();
  const beside = defineFlow({
    ...twoSteps,
    name: 'beside',
    needs: {},
    async run(_order, { step }) {
      await Promise.all([
        step('quick', () => 1),
        step('slow', async () => {
          most = Math.max(most, ++inside);
          await gate.promise;
          inside--;
        }),
      ]);
    },
  });
  const { push, clock } = await openDock({ journal, flows: [beside] });
  disk.full = ({ type }) => type === 'step.finished';
  await push(placed());
  await clock.advance(30_000);
  disk.full = () => false;
  gate.resolve();
  await clock.advance(30_000);
  expect(most).toBe(1);
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
});

test('a timer that cannot be written is set when there is room again', async () => {
  const { disk, journal } = fullDisk();
  const sleeper = defineFlow({
    ...twoSteps,
    name: 'sleeper',
    needs: {},
    run: async (_order, { sleep }) => {
      await sleep('1h');
    },
  });
  const { push, clock } = await openDock({ journal, flows: [sleeper] });
  disk.full = ({ type }) => type === 'run.waiting' || type === 'run.woken';
  await push(placed());
  await clock.advance(10_000);
  disk.full = ({ type }) => type === 'run.woken';
  await clock.advance(7_200_000);
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['waiting']);
  disk.full = () => false;
  await clock.advance(10_000);
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
});

test('listeners are told that the journal fails', async () => {
  const { disk, journal } = fullDisk();
  const { push, dock } = await openDock({ journal });
  const told: string[] = [];
  dock.on('journal.failed', (error) => void told.push(error.code));
  disk.full = ({ type }) => type === 'step.attempted' || type === 'step.finished' || type === 'delivery.received';
  await push(placed());
  await rest();
  expect(told).toContain('journal-full');
});

describe('a file that cannot be used', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  beforeEach(() => void (directory = temporaryDirectory()));
  afterEach(() => directory.remove());

  test('because its folder is not there stops the start with the path', async () => {
    const { dock, push } = aDock({ journal: sqliteJournal(directory.path('nowhere/journal.db')) });
    await expect(dock.start()).rejects.toMatchObject({
      code: 'journal-unwritable',
      message: expect.stringContaining('nowhere/journal.db'),
    });
    expect(await push(placed())).toBe(503);
  });

  test('because it is no journal stops the start', async () => {
    writeFileSync(directory.path('journal.db'), 'Dear diary, '.repeat(200));
    const { dock } = aDock({ journal: sqliteJournal(directory.path('journal.db')) });
    await expect(dock.start()).rejects.toMatchObject({ code: 'journal-corrupt' });
  });

  test('because another dock has it is refused clearly, and the first one goes on', async () => {
    const file = directory.path('journal.db');
    const first = await openDock({ journal: sqliteJournal(file) });
    const second = aDock({ journal: sqliteJournal(file) });
    await expect(second.dock.start()).rejects.toMatchObject({
      code: 'journal-locked',
      message: expect.stringContaining('in use by another'),
    });
    expect(await second.push(placed())).toBe(503);
    expect(await first.push(placed())).toBe(200);
    await rest();
    expect(first.erp.told).toEqual(['createOrder A-1']);
    await first.dock.stop();
    await second.dock.start();
    expect((await second.journal.runs({})).map((it) => it.state)).toEqual(['done']);
    await second.dock.stop();
  });
});
