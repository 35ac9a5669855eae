import { expect, test } from 'vitest';

import { at, delivery, event, finished, newRun, parked, startRun, step, waiting, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

describeJournals('batches', (use) => {
  test('effects come in the order of the changes', async () => {
    const journal = use();
    const effects = await journal.append([
      { type: 'delivery.received', delivery: delivery('w1') },
      { type: 'event.recorded', event: event('a'), runs: [newRun('a')] },
      { type: 'cursor.moved', name: 'shop/orders', value: '1', at: at() },
    ]);
    expect(effects.map((it) => Object.keys(it).includes('ready'))).toEqual([false, true, false]);
    expect(await journal.append([])).toEqual([]);
  });

  test('of a batch with one refused change nothing is stored', async () => {
    const journal = use();
    const run = await startRun(journal, 'a');
    const before = { trace: await journal.trace('a'), counts: await journal.counts(), run: await journal.run(run.id) };
    const batch = journal.append([
      { type: 'delivery.received', delivery: delivery('w1') },
      { type: 'event.recorded', event: event('b', { key: 'a', identifiers: ['#1'] }), runs: [newRun('b')] },
      step(run.id, 1),
      { type: 'cursor.moved', name: 'shop/orders', value: '1', at: at() },
      parked(run.id),
      finished(99),
    ]);
    await expect(batch).rejects.toMatchObject({ code: 'not-found' });
    expect({ trace: await journal.trace('a'), counts: await journal.counts(), run: await journal.run(run.id) }).toEqual(
      before,
    );
    expect(await journal.cursor('shop/orders')).toBeUndefined();
    expect(await journal.keysOf('#1')).toEqual([]);
    expect(await journal.exceptions({})).toEqual([]);
    expect(await journal.events({})).toHaveLength(1);
    const again = await write(journal, { type: 'event.recorded', event: event('b'), runs: [newRun('b')] });
    expect(again.duplicate).not.toBe(true);
  });

  test('batches of the same instant are unharmed by refused ones among them', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const results = await Promise.allSettled([
      journal.append([step(run, 1)]),
      journal.append([step(run, 2), finished(99)]),
      journal.append([step(run, 3)]),
      journal.append([finished(98)]),
      journal.append([step(run, 4), waiting(97)]),
      journal.append([step(run, 5)]),
    ]);
    expect(results.map((it) => it.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect((await journal.steps(run)).map((it) => it.ordinal)).toEqual([1, 3, 5]);
  });

  test('a change of one batch sees those of the batches before it', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const results = await Promise.allSettled([journal.append([finished(run)]), journal.append([step(run, 1)])]);
    expect(results.map((it) => it.status)).toEqual(['fulfilled', 'rejected']);
  });

  test('what an append has acknowledged is read at once', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, step(run, 1));
    expect(await journal.steps(run)).toHaveLength(1);
    expect((await journal.run(run))?.begun).toBe(true);
    expect((await journal.runs({}))[0]?.begun).toBe(true);
  });

  test('closing waits for what is being written, and refuses what comes later', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const pending = journal.append([step(run, 1)]);
    const closed = journal.close();
    await expect(journal.append([step(run, 2)])).rejects.toMatchObject({ code: 'journal-closed' });
    await pending;
    await closed;
    await expect(journal.run(run)).rejects.toMatchObject({ code: 'journal-closed' });
    await expect(journal.append([])).rejects.toMatchObject({ code: 'journal-closed' });
    await expect(journal.close()).rejects.toMatchObject({ code: 'journal-closed' });
    await journal.open();
    expect(await journal.steps(run)).toHaveLength(1);
  });

  test('a journal is opened once', async () => {
    await expect(use().open()).rejects.toMatchObject({ code: 'journal-locked' });
  });
});
