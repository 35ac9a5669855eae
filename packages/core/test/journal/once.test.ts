import { expect, test } from 'vitest';

import { at, delivery, event, newRun, startRun, write } from './samples.ts';
import { describeJournals } from './subjects.ts';

describeJournals('once', (use) => {
  test('a delivery that comes five times at the same instant is kept once', async () => {
    const journal = use();
    const effects = await Promise.all(
      Array.from({ length: 5 }, () => write(journal, { type: 'delivery.received', delivery: delivery('w1') })),
    );
    expect(effects.filter((it) => it.duplicate === true)).toHaveLength(4);
    expect(new Set(effects.map((it) => it.id)).size).toBe(1);
    expect(await journal.pendingDeliveries(0, 10)).toHaveLength(1);
  });

  test('two sources may use the same delivery id', async () => {
    const journal = use();
    await write(journal, { type: 'delivery.received', delivery: delivery('w1') });
    const other = await write(journal, { type: 'delivery.received', delivery: delivery('w1', { source: 'stores' }) });
    expect(other.duplicate).not.toBe(true);
  });

  test('a delivery is kept byte for byte', async () => {
    const journal = use();
    const body = new Uint8Array([0, 255, 10, 13, 0]);
    const sent = delivery('w1', { body, headers: { 'x-a': '1', 'x-ä': 'ö' } });
    const { id = 0 } = await write(journal, { type: 'delivery.received', delivery: sent });
    body.fill(7);
    const kept = await journal.delivery(id);
    expect(kept).toEqual({ ...sent, body: new Uint8Array([0, 255, 10, 13, 0]), id, state: 'pending' });
    expect(await journal.delivery(id + 1)).toBeUndefined();
  });

  test('a settled delivery is pending no more, and is again once it is reopened', async () => {
    const journal = use();
    const { id = 0 } = await write(journal, { type: 'delivery.received', delivery: delivery('w1') });
    await write(journal, { type: 'delivery.settled', delivery: id, state: 'failed', at: at() });
    expect(await journal.pendingDeliveries(0, 10)).toEqual([]);
    expect((await journal.delivery(id))?.state).toBe('failed');
    await write(journal, { type: 'delivery.reopened', delivery: id, at: at() });
    expect(await journal.pendingDeliveries(0, 10)).toMatchObject([{ id, state: 'pending' }]);
  });

  test('pending deliveries are read in order, in pages', async () => {
    const journal = use();
    const keys = ['w1', 'w2', 'w3'];
    await journal.append(keys.map((key) => ({ type: 'delivery.received', delivery: delivery(key) })));
    const [first] = await journal.pendingDeliveries(0, 1);
    expect(first?.dedupeKey).toBe('w1');
    expect((await journal.pendingDeliveries(first?.id ?? 0, 10)).map((it) => it.dedupeKey)).toEqual(['w2', 'w3']);
  });

  test('an event that is recorded five times at the same instant starts its run once', async () => {
    const journal = use();
    const change = { type: 'event.recorded', event: event('a'), runs: [newRun('a')] } as const;
    const effects = await Promise.all(Array.from({ length: 5 }, () => write(journal, change)));
    expect(effects.filter((it) => it.duplicate === true)).toHaveLength(4);
    expect(effects.flatMap((it) => it.ready ?? [])).toHaveLength(1);
    expect(new Set(effects.map((it) => it.id)).size).toBe(1);
    expect(await journal.runs({})).toHaveLength(1);
    expect(await journal.events({})).toHaveLength(1);
  });

  test('an event that comes twice in one batch is recorded once', async () => {
    const journal = use();
    const change = { type: 'event.recorded', event: event('a'), runs: [] } as const;
    const effects = await journal.append([change, change]);
    expect(effects.map((it) => it.duplicate ?? false)).toEqual([false, true]);
  });

  test('a duplicate event changes nothing, whatever it says', async () => {
    const journal = use();
    const run = await startRun(journal, 'a');
    const more = {
      type: 'event.recorded',
      event: event('a', { key: 'b', identifiers: ['#1'] }),
      runs: [newRun('b')],
    } as const;
    expect(await write(journal, more)).toEqual({ id: run.eventSeq, duplicate: true });
    expect(await journal.keysOf('#1')).toEqual([]);
    expect((await journal.event(run.eventSeq))?.key).toBe('a');
    expect(await journal.runs({})).toHaveLength(1);
  });

  test('an event is read back as it was recorded', async () => {
    const journal = use();
    const fact = event('a', { identifiers: ['#1001', 'gid://shop/1'], envelope: '{"data":"ü\\u0000"}' });
    const { id = 0 } = await write(journal, { type: 'event.recorded', event: fact, runs: [] });
    expect(await journal.event(id)).toEqual({ ...fact, seq: id });
    expect(await journal.event(id + 1)).toBeUndefined();
  });

  test('events are read in order, by key and in pages', async () => {
    const journal = use();
    for (const [fact, key] of [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'a'],
    ] as const) {
      await write(journal, { type: 'event.recorded', event: event(fact, { key }), runs: [] });
    }
    const ofA = await journal.events({ key: 'a' });
    expect(ofA.map((it) => it.id.at(-1))).toEqual(['1', '3']);
    expect(await journal.events({ key: 'a', after: ofA[0]?.seq ?? 0 })).toEqual([ofA[1]]);
    expect(await journal.events({ limit: 2 })).toHaveLength(2);
    expect(await journal.events({ key: 'c' })).toEqual([]);
  });

  test('the next event of a key is found by name and position', async () => {
    const journal = use();
    const names = ['order.placed', 'order.paid', 'order.placed'];
    for (const [position, name] of names.entries()) {
      await write(journal, { type: 'event.recorded', event: event(String(position), { name, key: 'a' }), runs: [] });
    }
    const first = await journal.nextEvent(['order.placed'], 'a', 0);
    expect(first?.id).toBe('shop/order.placed/0');
    expect((await journal.nextEvent(['order.placed'], 'a', first?.seq ?? 0))?.id).toBe('shop/order.placed/2');
    expect((await journal.nextEvent(['order.paid', 'order.placed'], 'a', first?.seq ?? 0))?.name).toBe('order.paid');
    expect(await journal.nextEvent(['order.cancelled'], 'a', 0)).toBeUndefined();
    expect(await journal.nextEvent(['order.placed'], 'b', 0)).toBeUndefined();
  });
});
