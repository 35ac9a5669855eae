import { expect, test } from 'vitest';

import { at, delivery, event, exception, finished, newRun, parked, startRun, step, waiting, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

describeJournals('pruning', (use) => {
  test('an ended run goes with its entries, its event and its identifiers', async () => {
    const journal = use();
    const { id, eventSeq } = await startRun(journal, 'a', { event: { identifiers: ['#1'] } });
    await journal.append([step(id, 1), parked(id), finished(id)]);
    expect(await journal.prune(at(2))).toBe(1);
    expect(await journal.run(id)).toBeUndefined();
    expect(await journal.event(eventSeq)).toBeUndefined();
    expect(await journal.steps(id)).toEqual([]);
    expect(await journal.exceptions({})).toEqual([]);
    expect(await journal.trace('a')).toEqual([]);
    expect(await journal.keysOf('#1')).toEqual([]);
    expect((await journal.counts()).runs.done).toBe(0);
    expect(await journal.prune(at(2))).toBe(0);
  });

  test('an identifier goes with the last that knows its key, be it an event or a run', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a', { run: { key: 'b' } });
    await write(journal, { type: 'event.recorded', event: event('5', { key: 'b', identifiers: ['#5'] }), runs: [] });
    await write(journal, finished(id));
    await journal.prune(at(1));
    expect(await journal.keysOf('#5'), 'while the run is there').toEqual(['b']);
    await journal.prune(at(2));
    expect(await journal.keysOf('#5')).toEqual([]);
  });

  test('a run that ended at the instant or later stays', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, finished(id));
    expect(await journal.prune(at(1))).toBe(0);
    expect(await journal.run(id)).toBeDefined();
  });

  test('ids are never used again', async () => {
    const journal = use();
    const old = await startRun(journal, 'a');
    await write(journal, finished(old.id));
    await journal.prune(at(2));
    await journal.close();
    await journal.open();
    const next = await startRun(journal, 'b');
    expect(next.id).toBeGreaterThan(old.id);
    expect(next.eventSeq).toBeGreaterThan(old.eventSeq);
  });

  test('open runs stay whatever their age, with all they know', async () => {
    const journal = use();
    const ids: number[] = [];
    for (const fact of ['a', 'b', 'c', 'd', 'e']) {
      const { id } = await startRun(journal, fact, { event: { identifiers: [`#${fact}`] } });
      await write(journal, step(id, 1));
      ids.push(id);
    }
    const [, b = 0, c = 0, d = 0] = ids;
    await startRun(journal, 'blocked', { run: { lane: 'order-to-cash/a' } });
    await journal.append([
      waiting(b),
      parked(c),
      { type: 'run.undoing', run: d, code: 'forbidden', reason: 'no', at: at() },
    ]);
    expect(await journal.prune(at(1000))).toBe(0);
    expect(await journal.runs({})).toHaveLength(6);
    expect(await journal.events({})).toHaveLength(6);
    expect(await journal.steps(b)).toHaveLength(1);
    expect(await journal.keysOf('#b')).toEqual(['b']);
    expect(await journal.exceptions({ states: ['open'] })).toHaveLength(1);
  });

  test('an event stays while one of its runs is open', async () => {
    const journal = use();
    const runs = [newRun('a'), newRun('a', { flow: 'notify', lane: 'notify/a' })];
    const { id: seq = 0, ready = [] } = await write(journal, { type: 'event.recorded', event: event('a'), runs });
    await write(journal, finished(ready[0]?.id ?? 0));
    expect(await journal.prune(at(2))).toBe(1);
    expect(await journal.event(seq)).toBeDefined();
    await write(journal, finished(ready[1]?.id ?? 0));
    expect(await journal.prune(at(2))).toBe(1);
    expect(await journal.event(seq)).toBeUndefined();
  });

  test('an event stays while a run that was started later for it is open', async () => {
    const journal = use();
    const { id, eventSeq } = await startRun(journal, 'a');
    await write(journal, finished(id));
    const other = { flow: 'notify', version: 1, key: 'other', lane: 'notify' };
    await write(journal, { type: 'run.started', eventSeq, run: other, generation: 1, at: at() });
    await journal.prune(at(2));
    expect(await journal.event(eventSeq)).toBeDefined();
  });

  test('events that an open run may still wait for stay, others of their age go', async () => {
    const journal = use();
    const confirmed = async (key: string) =>
      (
        await write(journal, {
          type: 'event.recorded',
          event: event(`e-${key}`, { name: 'posting.confirmed', key }),
          runs: [],
        })
      ).id ?? 0;
    const { id: run } = await startRun(journal, 'a');
    await write(journal, waiting(run, { waits: [{ events: ['posting.confirmed'], key: 'batch', afterSeq: 0 }] }));
    const [ofKey, waitedFor, ofNobody] = [await confirmed('a'), await confirmed('batch'), await confirmed('z')];
    expect((await journal.run(run))?.state).toBe('ready');
    await journal.prune(at(2));
    expect(await journal.event(ofKey)).toBeDefined();
    expect(await journal.event(waitedFor)).toBeDefined();
    expect(await journal.event(ofNobody)).toBeUndefined();
  });

  test('settled deliveries go, pending ones and those with an open exception stay', async () => {
    const journal = use();
    const ids: number[] = [];
    for (const key of ['w1', 'w2', 'w3']) {
      ids.push((await write(journal, { type: 'delivery.received', delivery: delivery(key) })).id ?? 0);
    }
    const [done = 0, failed = 0, pending = 0] = ids;
    await journal.append([
      { type: 'delivery.settled', delivery: done, state: 'decoded', at: at() },
      { type: 'delivery.settled', delivery: failed, state: 'failed', at: at() },
      { type: 'exception.opened', exception: exception({ kind: 'delivery', delivery: failed }), at: at() },
    ]);
    await journal.prune(at(2));
    expect(await journal.delivery(done)).toBeUndefined();
    expect((await journal.delivery(failed))?.state).toBe('failed');
    expect((await journal.delivery(pending))?.state).toBe('pending');
  });

  test('a run whose exception is still open stays', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, finished(run));
    await write(journal, { type: 'exception.opened', exception: exception({ run }), at: at() });
    expect(await journal.prune(at(2))).toBe(0);
    expect(await journal.exceptions({ states: ['open'] })).toHaveLength(1);
  });

  test('cursors stay where they are', async () => {
    const journal = use();
    for (const value of ['1', '2']) await write(journal, { type: 'cursor.moved', name: 'c', value, at: at() });
    await journal.prune(at(2));
    expect(await journal.cursor('c')).toBe('2');
  });

  test('more runs than fit in one transaction are pruned', async () => {
    const journal = use();
    const facts = Array.from({ length: 1200 }, (_, position) => String(position));
    await journal.append(facts.map((fact) => ({ type: 'event.recorded', event: event(fact), runs: [newRun(fact)] })));
    const runs = await journal.runs({ limit: 2000 });
    await journal.append(runs.map((run) => finished(run.id)));
    expect(await journal.prune(at(2))).toBe(1200);
    expect(await journal.events({})).toEqual([]);
  });
});
