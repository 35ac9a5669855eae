import { expect, test } from 'vitest';

import { at, delivery, event, exception, finished, newRun, parked, startRun, step, waiting, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

describeJournals('reading', (use) => {
  test('steps come in the order in which they finished, whoever was told first', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const second = step(run, 2, { kind: 'call', name: 'erp:createOrder/a', result: '{"id":"ü"}' });
    await journal.append([second, step(run, 1, { kind: 'sleep' })]);
    expect(await journal.steps(run)).toEqual([
      { run, ordinal: 1, kind: 'sleep', name: 'step-1', result: '"1"', at: at(1) },
      { run, ordinal: 2, kind: 'call', name: 'erp:createOrder/a', result: '{"id":"ü"}', at: at(2) },
    ]);
  });

  test('attempts are read back as they were told, in order', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const sent = { run, name: 'createOrder', at: at(), outcome: 'sent' } as const;
    const failed = {
      ...sent,
      outcome: 'unknown',
      system: 'erp',
      code: 'timeout',
      message: 'No reply',
      retryAt: 5000,
    } as const;
    await journal.append([sent, failed].map((attempt) => ({ type: 'step.attempted', attempt })));
    expect(await journal.attempts(run)).toEqual([sent, failed]);
  });

  test('runs are found by state, flow and key, in pages', async () => {
    const journal = use();
    const a = await startRun(journal, 'a');
    const b = await startRun(journal, 'b', { run: { flow: 'notify' } });
    await write(journal, finished(a.id));
    expect((await journal.runs({ states: ['done'] })).map((it) => it.id)).toEqual([a.id]);
    expect((await journal.runs({ states: ['ready', 'waiting'] })).map((it) => it.id)).toEqual([b.id]);
    expect((await journal.runs({ states: ['ready', 'done'] })).map((it) => it.id)).toEqual([a.id, b.id]);
    expect((await journal.runs({ flow: 'notify' })).map((it) => it.id)).toEqual([b.id]);
    expect((await journal.runs({ key: 'a' })).map((it) => it.id)).toEqual([a.id]);
    expect((await journal.runs({ after: a.id })).map((it) => it.id)).toEqual([b.id]);
    expect((await journal.runs({ limit: 1 })).map((it) => it.id)).toEqual([a.id]);
    expect(await journal.run(99)).toBeUndefined();
  });

  test('identifiers lead to the key, from the event and from later steps', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a', { event: { identifiers: ['#1001', 'gid://shop/1'] } });
    await write(journal, { ...step(run, 1), identifiers: [{ id: 'SO-7', key: 'a' }] } as ReturnType<typeof step>);
    await startRun(journal, 'b', { event: { identifiers: ['#1001'] } });
    expect(await journal.keysOf('SO-7')).toEqual(['a']);
    expect(await journal.keysOf('#1001')).toEqual(['a', 'b']);
    expect(await journal.keysOf('a')).toEqual(['a']);
    expect(await journal.keysOf('nobody')).toEqual([]);
  });

  test('a trace tells all that happened to a key, in order, and nothing of others', async () => {
    const journal = use();
    const { id: run, eventSeq } = await startRun(journal, 'a', { run: { key: 'a' } });
    await startRun(journal, 'b');
    const changes = [
      step(run, 1),
      waiting(run, { wakeAt: 1 }),
      { type: 'run.woken', run, at: at(2) },
      parked(run),
      { type: 'run.resumed', run, exceptionState: 'retried', at: at(3) },
      { type: 'decision.made', key: 'a', text: 'held by Kim', at: at(4) },
      { type: 'exception.opened', exception: exception({ kind: 'sweep', key: 'a' }), at: at(5) },
      finished(run),
      { type: 'run.started', eventSeq, run: newRun('other', { flow: 'notify' }), generation: 2, at: at(6) },
    ] as const;
    for (const change of changes) await write(journal, change);
    const trace = await journal.trace('a');
    expect(trace.map((it) => it.change)).toEqual([
      { type: 'event.recorded', event: event('a'), runs: [newRun('a')] },
      ...changes,
    ]);
    expect(trace.map((it) => it.seq)).toEqual(trace.map((it) => it.seq).toSorted((x, y) => x - y));
    expect(trace[1]).toMatchObject({ at: at(1), run, flow: 'order-to-cash' });
    expect(trace.at(-1)).toMatchObject({ flow: 'notify' });
    expect((await journal.trace('other')).map((it) => it.change.type)).toEqual(['event.recorded', 'run.started']);
    expect(await journal.trace('nobody')).toEqual([]);
  });

  test('counts tell what is pending, open and ended', async () => {
    const journal = use();
    const runs = {
      ready: 0,
      waiting: 0,
      blocked: 0,
      parked: 0,
      undoing: 0,
      done: 0,
      undone: 0,
      cancelled: 0,
      superseded: 0,
      resolved: 0,
    };
    expect(await journal.counts()).toEqual({ pendingDeliveries: 0, openExceptions: 0, runs });
    const ids = [];
    for (const fact of ['1', '2', '3', '4', '5', '6']) ids.push((await startRun(journal, fact)).id);
    const [one = 0, two = 0, three = 0, four = 0] = ids;
    await journal.append([
      finished(one),
      finished(two, { outcome: 'cancelled' }),
      waiting(three),
      parked(four),
      { type: 'delivery.received', delivery: delivery('w1') },
    ]);
    expect(await journal.counts()).toEqual({
      pendingDeliveries: 1,
      openExceptions: 1,
      runs: { ...runs, ready: 2, waiting: 1, parked: 1, done: 1, cancelled: 1 },
    });
  });

  test('a cursor is where it was moved last', async () => {
    const journal = use();
    expect(await journal.cursor('shop/orders')).toBeUndefined();
    for (const value of ['1', '2'])
      await write(journal, { type: 'cursor.moved', name: 'shop/orders', value, at: at() });
    expect(await journal.cursor('shop/orders')).toBe('2');
    expect(await journal.cursor('shop/returns')).toBeUndefined();
  });
});
