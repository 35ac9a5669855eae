import { expect, test } from 'vitest';

import { type Journal } from '../../src/journal/index.ts';
import { at, event, finished, parked, readyIds, startRun, waiting, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

const confirmed = (key: string, fact = '1') =>
  ({
    type: 'event.recorded',
    event: event(fact, { id: `erp/posting.confirmed/${fact}`, name: 'posting.confirmed', key }),
    runs: [],
  }) as const;

const forPosting = (key: string, afterSeq = 0) => ({
  waits: [{ events: ['posting.confirmed', 'order.cancelled'], key, afterSeq }],
});

async function stateOf(journal: Journal, run: number) {
  return (await journal.run(run))?.state;
}

describeJournals('waits', (use) => {
  test('a waiting run says what it waits for, and until when', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    const effect = await write(journal, waiting(id, { ...forPosting('a'), wakeAt: 5000, waitingFor: 'the posting' }));
    expect(effect).toEqual({});
    expect(await journal.run(id)).toMatchObject({ state: 'waiting', wakeAt: 5000, waitingFor: 'the posting' });
  });

  test('an event of the same name and key wakes the run, once', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, { ...forPosting('a'), wakeAt: 5000 }));
    const effects = await Promise.all([write(journal, confirmed('a')), write(journal, confirmed('a', '2'))]);
    expect(effects.map(readyIds)).toEqual([[id], []]);
    const run = await journal.run(id);
    expect(run?.state).toBe('ready');
    expect(run).not.toHaveProperty('wakeAt');
    expect(run).not.toHaveProperty('waitingFor');
  });

  test('an event with another key or another name does not wake the run', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, forPosting('a')));
    await write(journal, confirmed('b'));
    await write(journal, { ...confirmed('a', '2'), event: event('x', { name: 'order.paid', key: 'a' }) });
    expect(await stateOf(journal, id)).toBe('waiting');
  });

  test('any of several waits wakes the run', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    const waits = [...forPosting('a').waits, { events: ['order.paid'], key: 'z', afterSeq: 0 }];
    await write(journal, waiting(id, { waits }));
    await write(journal, { ...confirmed('z'), event: event('x', { name: 'order.paid', key: 'z' }) });
    expect(await stateOf(journal, id)).toBe('ready');
  });

  test('one event wakes every run that waits for it', async () => {
    const journal = use();
    const first = await startRun(journal, 'a');
    const second = await startRun(journal, 'b');
    await journal.append([waiting(first.id, forPosting('k')), waiting(second.id, forPosting('k'))]);
    expect(readyIds(await write(journal, confirmed('k')))).toEqual([first.id, second.id]);
  });

  test('a run stays ready if the event came before the wait', async () => {
    const journal = use();
    await write(journal, confirmed('a'));
    const { id } = await startRun(journal, 'a');
    expect(readyIds(await write(journal, waiting(id, forPosting('a'))))).toEqual([id]);
    expect(await stateOf(journal, id)).toBe('ready');
  });

  test('an event that was seen already does not count', async () => {
    const journal = use();
    const { id: seenSeq = 0 } = await write(journal, confirmed('a'));
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, forPosting('a', seenSeq)));
    expect(await stateOf(journal, id)).toBe('waiting');
    expect(readyIds(await write(journal, confirmed('a', '2')))).toEqual([id]);
  });

  test('an event and the wait for it may come in one batch', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await journal.append([waiting(id, forPosting('a')), confirmed('a')]);
    expect(await stateOf(journal, id)).toBe('ready');
    await journal.append([confirmed('a', '2'), waiting(id, forPosting('a'))]);
    expect(await stateOf(journal, id)).toBe('ready');
  });

  test('an event and the wait for it may come at the same instant', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await Promise.all([write(journal, confirmed('a')), write(journal, waiting(id, forPosting('a')))]);
    expect(await stateOf(journal, id)).toBe('ready');
  });

  test('due runs come earliest first, and only when they are due', async () => {
    const journal = use();
    const ids: number[] = [];
    for (const [fact, wakeAt] of [
      ['a', 3000],
      ['b', 1000],
      ['c', 2000],
    ] as const) {
      const { id } = await startRun(journal, fact);
      await write(journal, waiting(id, { wakeAt }));
      ids.push(id);
    }
    const [a, b, c] = ids;
    expect(await journal.nextWakeAt()).toBe(1000);
    expect((await journal.dueRuns(999, 10)).map((it) => it.id)).toEqual([]);
    expect((await journal.dueRuns(2000, 10)).map((it) => it.id)).toEqual([b, c]);
    expect((await journal.dueRuns(9000, 10)).map((it) => it.id)).toEqual([b, c, a]);
    expect((await journal.dueRuns(9000, 1)).map((it) => it.id)).toEqual([b]);
  });

  test('a run without a time is never due', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, forPosting('a')));
    expect(await journal.dueRuns(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
    expect(await journal.nextWakeAt()).toBeUndefined();
  });

  test('a timer wakes a waiting run; if an event was faster it changes nothing', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, { ...forPosting('a'), wakeAt: 1000 }));
    const woken = { type: 'run.woken', run: id, at: at() } as const;
    expect(readyIds(await write(journal, woken))).toEqual([id]);
    expect(await write(journal, woken)).toEqual({});
    expect(readyIds(await write(journal, confirmed('a')))).toEqual([]);
    expect(await journal.nextWakeAt()).toBeUndefined();
    await write(journal, finished(id));
    expect(await write(journal, woken)).toEqual({});
  });

  test('a run may wait again, for something else', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, { ...forPosting('a'), wakeAt: 1000 }));
    await write(journal, waiting(id, forPosting('b')));
    expect(await journal.run(id)).not.toHaveProperty('wakeAt');
    expect(readyIds(await write(journal, confirmed('a')))).toEqual([]);
    expect(readyIds(await write(journal, confirmed('b', '2')))).toEqual([id]);
  });

  test('a waiting run that is parked, resumed by a person or ended no longer waits', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, waiting(id, { ...forPosting('a'), wakeAt: 1000 }));
    await write(journal, parked(id));
    expect(readyIds(await write(journal, confirmed('a')))).toEqual([]);
    expect(await journal.nextWakeAt()).toBeUndefined();
    await write(journal, { type: 'run.resumed', run: id, exceptionState: 'retried', at: at() });
    await write(journal, waiting(id, { wakeAt: 1000, waits: [] }));
    expect(
      readyIds(await write(journal, { type: 'run.resumed', run: id, exceptionState: 'retried', at: at() })),
    ).toEqual([id]);
    await write(journal, waiting(id, { wakeAt: 1000 }));
    await write(journal, finished(id));
    expect(await journal.dueRuns(5000, 10)).toEqual([]);
    expect(await journal.run(id)).not.toHaveProperty('wakeAt');
  });

  test('an undoing run that waits is woken as undoing', async () => {
    const journal = use();
    const { id } = await startRun(journal, 'a');
    await write(journal, { type: 'run.undoing', run: id, code: 'forbidden', reason: 'no', at: at() });
    await write(journal, waiting(id, { wakeAt: 1000 }));
    expect(await journal.run(id)).toMatchObject({ state: 'waiting', undoing: true });
    const { ready } = await write(journal, { type: 'run.woken', run: id, at: at() });
    expect(ready).toMatchObject([{ id, state: 'undoing', undoing: true }]);
  });

  test('a blocked or parked run cannot wait', async () => {
    const journal = use();
    const first = await startRun(journal, '1', { run: { lane: 'l' } });
    const second = await startRun(journal, '2', { run: { lane: 'l' } });
    await write(journal, parked(first.id));
    await expect(write(journal, waiting(first.id))).rejects.toMatchObject({ code: 'conflict' });
    await expect(write(journal, waiting(second.id))).rejects.toMatchObject({ code: 'conflict' });
  });
});
