import { expect, test } from 'vitest';

import { type RunOutcome } from '../../src/journal/index.ts';
import { at, event, finished, newRun, parked, readyIds, startRun, step, waiting, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

const lane = { key: 'a', lane: 'a' };

describeJournals('lanes', (use) => {
  test('a run starts ready, and nothing of it is begun', async () => {
    const run = await startRun(use(), 'a');
    expect(run).toEqual({
      id: run.id,
      flow: 'order-to-cash',
      version: 1,
      key: 'a',
      lane: 'order-to-cash/a',
      eventSeq: run.eventSeq,
      state: 'ready',
      generation: 1,
      begun: false,
      undoing: false,
      startedAt: at(),
    });
  });

  test('one event may start runs of several flows', async () => {
    const journal = use();
    const runs = [newRun('a'), newRun('a', { flow: 'notify', lane: 'notify/a', version: 3 })];
    const effect = await write(journal, { type: 'event.recorded', event: event('a'), runs });
    expect(effect.ready).toEqual(await journal.runs({}));
    expect(effect.ready?.map(({ flow, version }) => [flow, version])).toEqual([
      ['order-to-cash', 1],
      ['notify', 3],
    ]);
  });

  test('the second run of a lane is blocked until the first has ended, the third until the second', async () => {
    const journal = use();
    const runs = [];
    for (const fact of ['1', '2', '3']) runs.push(await startRun(journal, fact, { run: lane }));
    expect(runs.map((it) => it.state)).toEqual(['ready', 'blocked', 'blocked']);
    const [first = 0, second = 0, third = 0] = runs.map((it) => it.id);
    expect(readyIds(await write(journal, finished(first)))).toEqual([second]);
    expect((await journal.run(third))?.state).toBe('blocked');
    expect(readyIds(await write(journal, finished(second)))).toEqual([third]);
    expect(readyIds(await write(journal, finished(third)))).toEqual([]);
  });

  test('runs of other lanes do not wait', async () => {
    const journal = use();
    await startRun(journal, '1', { run: { lane: 'a' } });
    expect((await startRun(journal, '2', { run: { lane: 'b' } })).state).toBe('ready');
  });

  test.each(['done', 'undone', 'cancelled', 'superseded', 'resolved'] as const)(
    'a run that ends as %s frees its lane',
    async (outcome: RunOutcome) => {
      const journal = use();
      const first = await startRun(journal, '1', { run: lane });
      const second = await startRun(journal, '2', { run: lane });
      expect(readyIds(await write(journal, finished(first.id, { outcome })))).toEqual([second.id]);
      expect(await journal.run(first.id)).toMatchObject({ state: outcome, finishedAt: at(1) });
    },
  );

  test('a parked run keeps its lane until a person has resolved it', async () => {
    const journal = use();
    const first = await startRun(journal, '1', { run: lane });
    const second = await startRun(journal, '2', { run: lane });
    expect(readyIds(await write(journal, parked(first.id)))).toEqual([]);
    expect((await journal.run(second.id))?.state).toBe('blocked');
    expect(readyIds(await write(journal, finished(first.id, { outcome: 'resolved' })))).toEqual([second.id]);
  });

  test('a waiting run and an undoing run keep their lane', async () => {
    const journal = use();
    const first = await startRun(journal, '1', { run: lane });
    const second = await startRun(journal, '2', { run: lane });
    await write(journal, waiting(first.id));
    expect((await journal.run(second.id))?.state).toBe('blocked');
    await write(journal, { type: 'run.undoing', run: first.id, code: 'forbidden', reason: 'no', at: at() });
    expect((await journal.run(second.id))?.state).toBe('blocked');
  });

  test('a blocked run that is cancelled frees nobody, and the run after it waits for the first', async () => {
    const journal = use();
    const first = await startRun(journal, '1', { run: lane });
    const second = await startRun(journal, '2', { run: lane });
    const third = await startRun(journal, '3', { run: lane });
    expect(readyIds(await write(journal, finished(second.id, { outcome: 'cancelled' })))).toEqual([]);
    expect((await journal.run(third.id))?.state).toBe('blocked');
    expect(readyIds(await write(journal, finished(first.id)))).toEqual([third.id]);
  });

  test('runs of a lane that are recorded at the same instant are still one after the other', async () => {
    const journal = use();
    const facts = Array.from({ length: 20 }, (_, position) => `f${position}`);
    await Promise.all(
      facts.map((fact) => write(journal, { type: 'event.recorded', event: event(fact), runs: [newRun(fact, lane)] })),
    );
    const runs = await journal.runs({});
    expect(runs.filter((it) => it.state === 'ready')).toHaveLength(1);
    expect(runs.filter((it) => it.state === 'blocked')).toHaveLength(19);
  });

  test('a replayed run takes its place by the order of the events', async () => {
    const journal = use();
    const first = await startRun(journal, '1', { run: lane });
    const second = await startRun(journal, '2', { run: lane });
    const third = await startRun(journal, '3', { run: lane });
    await write(journal, finished(first.id));
    const { id: again = 0, ready } = await write(journal, {
      type: 'run.started',
      eventSeq: first.eventSeq,
      run: newRun('1', lane),
      generation: 2,
      at: at(2),
    });
    expect(ready).toBeUndefined();
    expect(await journal.run(again)).toMatchObject({
      generation: 2,
      eventSeq: first.eventSeq,
      state: 'blocked',
      startedAt: at(2),
    });
    expect(readyIds(await write(journal, finished(second.id)))).toEqual([again]);
    expect(readyIds(await write(journal, finished(again)))).toEqual([third.id]);
  });

  test('a run that is started for a recorded event is ready at once in a free lane', async () => {
    const journal = use();
    const { id: eventSeq = 0 } = await write(journal, { type: 'event.recorded', event: event('1'), runs: [] });
    const effect = await write(journal, { type: 'run.started', eventSeq, run: newRun('1'), generation: 1, at: at() });
    expect(readyIds(effect)).toEqual([effect.id]);
  });

  test('a run cannot be started for an event that is not there', async () => {
    const change = { type: 'run.started', eventSeq: 9, run: newRun('1'), generation: 1, at: at() } as const;
    await expect(write(use(), change)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a newer level supersedes those that are blocked, and leaves the one whose turn it is', async () => {
    const journal = use();
    const level = { ...lane, supersede: true };
    const first = await startRun(journal, '1', { run: level });
    const second = await startRun(journal, '2', { run: level });
    const effect = await write(journal, { type: 'event.recorded', event: event('3'), runs: [newRun('3', level)] });
    expect(effect.superseded).toMatchObject([{ id: second.id, state: 'superseded' }]);
    expect(effect.ready).toBeUndefined();
    expect((await journal.trace('2')).map((it) => it.change)).toContainEqual(
      finished(second.id, { outcome: 'superseded', at: at() }),
    );
    expect(await journal.run(first.id)).toMatchObject({ state: 'ready' });
    expect(await journal.run(second.id)).toMatchObject({ state: 'superseded', finishedAt: at() });
    const [third] = await journal.runs({ after: second.id });
    expect(readyIds(await write(journal, finished(first.id)))).toEqual([third?.id]);
  });

  test('a level that comes late supersedes none that is newer, and one of another system is not compared', async () => {
    const journal = use();
    const level = { ...lane, supersede: true };
    const from = (source: string, occurredAt: string) => ({ event: { source, occurredAt }, run: level });
    await startRun(journal, '1', from('shop', '2026-11-27T10:00:00Z'));
    const newer = await startRun(journal, '2', from('shop', '2026-11-27T11:10:00+01:00'));
    const late = await startRun(journal, '3', from('shop', '2026-11-27T10:05:00Z'));
    expect((await journal.run(newer.id))?.state).toBe('blocked');
    expect(late.state).toBe('blocked');
    await startRun(journal, '4', from('erp', '2026-11-27T10:01:00Z'));
    expect((await journal.run(newer.id))?.state).toBe('superseded');
  });

  test.each([
    ['a finished step', step(1, 1)],
    ['an attempt', { type: 'step.attempted', attempt: { run: 1, name: 'createOrder', at: at(), outcome: 'sent' } }],
    ['an exception', parked(1)],
    ['a wait', waiting(1)],
  ] as const)('a level with %s is not superseded', async (_what, begin) => {
    const journal = use();
    const level = { ...lane, supersede: true };
    const first = await startRun(journal, '1', { run: level });
    await write(journal, begin);
    const { state } = (await journal.run(first.id)) ?? {};
    const second = await startRun(journal, '2', { run: level });
    const third = await startRun(journal, '3', { run: level });
    expect((await journal.run(first.id))?.state).toBe(state);
    expect((await journal.run(second.id))?.state).toBe('superseded');
    expect(third.state).toBe('blocked');
  });

  test('a journaled attempt or step makes a run begun, a wait does not', async () => {
    const journal = use();
    const [a, b, c] = [await startRun(journal, 'a'), await startRun(journal, 'b'), await startRun(journal, 'c')];
    const attempt = { run: b.id, name: 'createOrder', at: at(), outcome: 'sent' } as const;
    await journal.append([step(a.id, 1), { type: 'step.attempted', attempt }, waiting(c.id)]);
    expect((await journal.runs({})).map((it) => it.begun)).toEqual([true, true, false]);
  });

  test('a run that does not supersede leaves older ones in peace', async () => {
    const journal = use();
    const first = await startRun(journal, '1', { run: lane });
    await startRun(journal, '2', { run: lane });
    expect((await journal.run(first.id))?.state).toBe('ready');
  });

  test.each([
    step(1, 1),
    { type: 'step.attempted', attempt: { run: 1, name: 'createOrder', at: at(), outcome: 'sent' } },
    waiting(1),
    parked(1),
    { type: 'run.resumed', run: 1, exceptionState: 'retried', at: at() },
    { type: 'run.undoing', run: 1, code: 'forbidden', reason: 'no', at: at() },
    finished(1),
  ] as const)('nothing can be added to a run that has ended: $type', async (change) => {
    const journal = use();
    const run = await startRun(journal, '1');
    await write(journal, finished(run.id));
    const before = await journal.trace('1');
    await expect(write(journal, change)).rejects.toMatchObject({ code: 'run-cancelled' });
    expect(await journal.trace('1')).toEqual(before);
    await expect(write(journal, { ...finished(77) })).rejects.toMatchObject({ code: 'not-found' });
  });
});
