import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Change, type Journal, memoryJournal } from '../../src/journal/index.ts';
import { sqliteJournal } from '../../src/sqlite.ts';
import { at, delivery, event, exception, newRun } from './samples.ts';
import { temporaryDirectory } from './subjects.ts';

const names = ['order.placed', 'order.paid', 'posting.confirmed'] as const;
const keys = ['a', 'b', 'c'] as const;
const minute = fc.integer({ min: 0, max: 20 }).map(at);
const key = fc.constantFrom(...keys);
const run = fc.integer({ min: 1, max: 8 });
const name = fc.constantFrom(...names);
const position = fc.integer({ min: 0, max: 20 });
/** Of the two flows, one carries levels. */
const runToStart = fc
  .record({ key, lane: key, flow: fc.constantFrom('documents', 'levels') })
  .map((more) => newRun(more.key, { ...more, ...(more.flow === 'levels' && { supersede: true }) }));
const exceptionState = fc.constantFrom('retried', 'resolved', 'skipped' as const);
const told = fc.record({ key, system: fc.constantFrom('erp', 'shop') }).map(exception);

/** Any change, legal or not, about few runs, keys and names, so that they meet. */
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        fact: fc.integer({ min: 0, max: 30 }),
        name,
        key,
        at: minute,
        runs: fc.array(runToStart, { maxLength: 2 }),
      })
      .map(({ fact, runs, at: recordedAt, ...more }): Change => ({
        type: 'event.recorded',
        event: event(String(fact), { ...more, recordedAt, identifiers: [`#${fact % 5}`] }),
        runs,
      })),
  },
  fc.record({
    type: fc.constant('run.started' as const),
    eventSeq: position,
    run: runToStart,
    generation: fc.constant(2),
    at: minute,
  }),
  fc.integer({ min: 0, max: 5 }).map((id): Change => ({ type: 'delivery.received', delivery: delivery(String(id)) })),
  fc.record({
    type: fc.constant('delivery.settled' as const),
    delivery: run,
    state: fc.constantFrom('decoded', 'failed' as const),
    at: minute,
  }),
  fc.record({ type: fc.constant('delivery.reopened' as const), delivery: run, at: minute }),
  {
    weight: 3,
    arbitrary: fc.record({ run, ordinal: position, at: minute }).map((it): Change => ({
      type: 'step.finished',
      step: { ...it, kind: 'step', name: `s${it.ordinal}`, result: '1' },
    })),
  },
  fc
    .record({ run, at: minute })
    .map((it): Change => ({ type: 'step.attempted', attempt: { ...it, name: 's', outcome: 'sent' } })),
  {
    weight: 4,
    arbitrary: fc.record(
      {
        type: fc.constant('run.waiting' as const),
        run,
        waits: fc.array(fc.record({ events: fc.uniqueArray(name, { minLength: 1 }), key, afterSeq: position }), {
          maxLength: 2,
        }),
        waitingFor: fc.constant('it'),
        wakeAt: fc.integer({ min: 0, max: 9 }),
        at: minute,
      },
      { requiredKeys: ['type', 'run', 'waits', 'waitingFor', 'at'] },
    ),
  },
  fc.record({ type: fc.constant('run.woken' as const), run, at: minute }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant('run.parked' as const), run, exception: told, at: minute }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('run.resumed' as const), run, exceptionState, at: minute }) },
  fc.record({
    type: fc.constant('run.undoing' as const),
    run,
    code: fc.constant('forbidden'),
    reason: fc.constant('no'),
    at: minute,
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('run.finished' as const),
      run,
      outcome: fc.constantFrom('done', 'undone', 'cancelled' as const),
      at: minute,
    }),
  },
  fc.record({ type: fc.constant('exception.opened' as const), exception: told, at: minute }),
  fc.record({ type: fc.constant('exception.closed' as const), exception: run, state: exceptionState, at: minute }),
  fc.record({ type: fc.constant('cursor.moved' as const), name: key, value: minute, at: minute }),
  fc.record({ type: fc.constant('decision.made' as const), key, text: fc.constant('so be it'), at: minute }),
);

/** Batches appended at the same instant, then perhaps pruned. */
const turn = fc.record({
  batches: fc.array(fc.array(change, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  prune: fc.option(minute, { freq: 6 }),
});

async function play(journal: Journal, { batches, prune }: { batches: readonly Change[][]; prune: string | null }) {
  const results = await Promise.allSettled(batches.map((batch) => journal.append(batch)));
  return {
    results: results.map((it) => (it.status === 'fulfilled' ? it.value : (it.reason as { code: string }).code)),
    pruned: prune === null ? undefined : await journal.prune(prune),
  };
}

async function readAll(journal: Journal) {
  const runs = await journal.runs({});
  return {
    runs,
    steps: await Promise.all(runs.map(({ id }) => journal.steps(id))),
    attempts: await Promise.all(runs.map(({ id }) => journal.attempts(id))),
    events: await journal.events({}),
    next: await Promise.all(keys.map((it) => journal.nextEvent(names.slice(1), it, 3))),
    exceptions: await journal.exceptions({}),
    pending: await journal.pendingDeliveries(0, 100),
    due: await journal.dueRuns(5, 100),
    nextWakeAt: await journal.nextWakeAt(),
    cursors: await Promise.all(keys.map((it) => journal.cursor(it))),
    known: await Promise.all(['#0', '#1', '#2', ...keys].map((it) => journal.keysOf(it))),
    traces: await Promise.all(keys.map((it) => journal.trace(it))),
    counts: await journal.counts(),
  };
}

test(
  'the journals in memory and in SQLite tell the same story, and it follows from the entries',
  { timeout: 60_000 },
  async () => {
    const directory = temporaryDirectory();
    let files = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 25 }), async (turns) => {
          files += 1;
          const file = directory.path(`${files}.db`);
          const memory = memoryJournal();
          const sqlite = sqliteJournal(file, { durability: 'normal' });
          await Promise.all([memory.open(), sqlite.open()]);
          for (const it of turns) expect(await play(sqlite, it)).toEqual(await play(memory, it));
          expect(await readAll(sqlite)).toEqual(await readAll(memory));
          await sqlite.close();
          await sqlite.open();
          expect(await readAll(sqlite)).toEqual(await readAll(memory));
          expect((await sqlite.verify()).problems).toEqual([]);
          await sqlite.close();
        }),
        { numRuns: 100 },
      );
    } finally {
      directory.remove();
    }
  },
);
