import { expect, test } from 'vitest';

import { at, delivery, exception, finished, parked, readyIds, startRun, step, waiting, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

describeJournals('exceptions', (use) => {
  test('a parked run opens an exception that says everything it was told', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const told = exception({
      flow: 'order-to-cash',
      key: 'a',
      system: 'erp',
      step: 'createOrder',
      path: 'lines.2.sku',
      amount: '19.99 USD',
      units: '3',
    });
    const { id = 0 } = await write(journal, { type: 'run.parked', run, exception: told, at: at(3) });
    expect(await journal.exceptions({})).toEqual([{ ...told, run, id, state: 'open', openedAt: at(3) }]);
    expect((await journal.run(run))?.state).toBe('parked');
  });

  test('a resumed run is ready again and its exception closed', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, parked(run));
    const effect = await write(journal, {
      type: 'run.resumed',
      run,
      exceptionState: 'retried',
      note: 'by Kim',
      at: at(4),
    });
    expect(effect.ready).toMatchObject([{ id: run, state: 'ready' }]);
    expect(await journal.exceptions({})).toMatchObject([{ state: 'retried', note: 'by Kim', closedAt: at(4) }]);
  });

  test('two people who resume the same run resume it once', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, parked(run));
    const resumed = { type: 'run.resumed', run, exceptionState: 'retried', at: at() } as const;
    const both = await Promise.allSettled([write(journal, resumed), write(journal, resumed)]);
    expect(both.map((it) => it.status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'conflict' } });
  });

  test('a run whose turn has not come cannot be parked', async () => {
    const journal = use();
    await startRun(journal, '1', { run: { lane: 'l' } });
    const { id: run } = await startRun(journal, '2', { run: { lane: 'l' } });
    await expect(write(journal, parked(run))).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a run that is parked cannot be parked again', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, parked(run));
    await expect(write(journal, parked(run))).rejects.toMatchObject({ code: 'conflict' });
    expect(await journal.exceptions({})).toHaveLength(1);
  });

  test('a run that is parked twice has two exceptions, of which one is open', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, parked(run));
    await write(journal, { type: 'run.resumed', run, exceptionState: 'retried', at: at() });
    await write(journal, parked(run));
    expect((await journal.exceptions({})).map((it) => it.state)).toEqual(['retried', 'open']);
    await write(journal, finished(run));
    expect((await journal.exceptions({})).map((it) => it.state)).toEqual(['retried', 'healed']);
  });

  test.each([
    ['done', 'healed'],
    ['undone', 'undone'],
    ['cancelled', 'skipped'],
    ['superseded', 'healed'],
    ['resolved', 'resolved'],
  ] as const)('a parked run that ends as %s closes its exception as %s', async (outcome, state) => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, parked(run));
    await write(journal, finished(run, { outcome, note: 'why' }));
    expect(await journal.exceptions({})).toMatchObject([{ state, note: 'why', closedAt: at(1) }]);
  });

  test('who ends a run may say how its exception is closed', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, parked(run));
    await write(journal, finished(run, { outcome: 'cancelled', exceptionState: 'replayed' }));
    expect(await journal.exceptions({})).toMatchObject([{ state: 'replayed' }]);
  });

  test('a parked run that is undone goes on as undoing, and stays so when it is parked and resumed', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, step(run, 1));
    await write(journal, parked(run));
    const undoing = { type: 'run.undoing', run, code: 'forbidden', reason: 'no', at: at() } as const;
    expect((await write(journal, undoing)).ready).toMatchObject([
      { id: run, state: 'undoing', undoing: true, begun: true },
    ]);
    expect(await journal.exceptions({})).toMatchObject([{ state: 'undone' }]);
    expect(await write(journal, undoing)).toEqual({});
    await write(journal, parked(run));
    expect(await journal.run(run)).toMatchObject({ state: 'parked', undoing: true });
    const resumed = await write(journal, { type: 'run.resumed', run, exceptionState: 'retried', at: at() });
    expect(resumed.ready).toMatchObject([{ id: run, state: 'undoing' }]);
  });

  test('a run at work that turns to undoing is not handed out again', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const effect = await write(journal, { type: 'run.undoing', run, code: 'forbidden', reason: 'no', at: at() });
    expect(readyIds(effect)).toEqual([]);
    expect(await journal.run(run)).toMatchObject({ state: 'undoing', undoing: true });
  });

  test('a run that ends closes every exception it has', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    await write(journal, { type: 'exception.opened', exception: exception({ run }), at: at() });
    await write(journal, parked(run));
    await write(journal, finished(run, { outcome: 'resolved' }));
    expect((await journal.exceptions({})).map((it) => it.state)).toEqual(['resolved', 'resolved']);
  });

  test('a run that is neither parked nor waiting cannot be resumed', async () => {
    const journal = use();
    const { id: run } = await startRun(journal, 'a');
    const resumed = { type: 'run.resumed', run, exceptionState: 'retried', at: at() } as const;
    await expect(write(journal, resumed)).rejects.toMatchObject({ code: 'conflict' });
    await write(journal, waiting(run));
    expect(readyIds(await write(journal, resumed))).toEqual([run]);
  });

  test('an exception without a run is opened and closed by itself', async () => {
    const journal = use();
    const { id: of = 0 } = await write(journal, { type: 'delivery.received', delivery: delivery('w1') });
    const told = exception({ kind: 'delivery', delivery: of, system: 'shop', code: 'unmapped' });
    const { id = 0 } = await write(journal, { type: 'exception.opened', exception: told, at: at() });
    expect(await journal.exceptions({ id })).toEqual([{ ...told, id, state: 'open', openedAt: at() }]);
    const closed = {
      type: 'exception.closed',
      exception: id,
      state: 'skipped',
      note: 'test order',
      at: at(1),
    } as const;
    await write(journal, closed);
    await write(journal, { ...closed, note: 'again', at: at(2) });
    expect(await journal.exceptions({})).toMatchObject([{ state: 'skipped', note: 'test order', closedAt: at(1) }]);
    await expect(write(journal, { ...closed, exception: 99 })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('exceptions are found by every field of the filter', async () => {
    const journal = use();
    const opened = [
      exception({ system: 'erp', flow: 'f', code: 'unmapped', key: 'a', kind: 'sweep' }),
      exception({ system: 'shop', flow: 'g', code: 'forbidden', key: 'b', kind: 'delivery' }),
    ];
    await journal.append(opened.map((it) => ({ type: 'exception.opened', exception: it, at: at() })));
    const [first] = await journal.exceptions({});
    for (const filter of [
      { system: 'erp' },
      { flow: 'f' },
      { code: 'unmapped' },
      { key: 'a' },
      { kind: 'sweep' },
      { id: first?.id ?? 0 },
      { limit: 1 },
    ] as const) {
      expect(await journal.exceptions(filter)).toEqual([first]);
    }
    expect(await journal.exceptions({ after: first?.id ?? 0 })).toMatchObject([{ system: 'shop' }]);
    expect(await journal.exceptions({ states: ['open'] })).toHaveLength(2);
    expect(await journal.exceptions({ states: ['healed', 'skipped'] })).toEqual([]);
    expect(await journal.exceptions({ states: [] })).toEqual([]);
  });
});
