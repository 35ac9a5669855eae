import { describe, expect, test } from 'vitest';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { Books, failing } from '../books.ts';
import { crashingJournal } from '../crashing-journal.ts';
import { aReturn } from '../documents.ts';
import { openDock, rest } from '../dock-world.ts';
import { memoryJournal } from '../../src/journal/index.ts';
import { placed } from '../systems.ts';

const lost = (times: number) => failing(times, 'timeout');
const minutes = (count: number) => count * 60_000;

test('an order is booked and the reply is lost: there is one order, and the run goes on with it', async () => {
  const erp = new Books('key');
  erp.after = lost(1);
  const { push, clock, journal } = await openDock({ erp });
  await push(placed());
  await clock.advance(minutes(5));
  expect(erp.told).toEqual(['createOrder A-1']);
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
});

describe('an ERP that takes no key and no external id', () => {
  test('is asked for the order after a lost reply, and not sent it again', async () => {
    const erp = new Books('nothing');
    erp.after = lost(1);
    const { push, clock, journal } = await openDock({ erp });
    await push(placed());
    await clock.advance(minutes(5));
    expect(erp.requests).toHaveLength(1);
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
  });

  test('is sent the order again only when a look finds nothing after it would have been visible', async () => {
    const erp = new Books('nothing');
    const sentAt: number[] = [];
    const { push, clock } = await openDock({ erp });
    erp.before = () => {
      sentAt.push(clock.now());
      if (sentAt.length === 1) throw new IntegrationError('The connection broke', { code: 'connection-lost' });
    };
    await push(placed());
    await clock.advance(minutes(5));
    expect(erp.told).toEqual(['createOrder A-1']);
    expect(sentAt).toHaveLength(2);
    expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
  });

  test('that cannot be asked either is not sent it again: in the end a person is asked', async () => {
    const erp = new Books('nothing');
    erp.after = lost(1);
    erp.find = () => {
      throw new IntegrationError('The search answers something odd', { code: 'response-invalid' });
    };
    const { push, clock, dock } = await openDock({ erp, retry: { giveUpAfter: '1h' } });
    await push(placed());
    await clock.advance(minutes(240));
    expect(erp.requests.length).toBeLessThanOrEqual(1);
    expect(await dock.exceptions.list()).toMatchObject([{ kind: 'run', system: 'erp', amount: '25.52 USD' }]);
  });
});

describe('a write whose end nobody knows', () => {
  const undoable = defineFlow({
    name: 'undoable',
    version: 1,
    on: 'order.placed',
    key: (order) => order.ref,
    needs: { erp: ['createOrder', 'cancelOrder'] },
    run: async (order, { erp }) => {
      const { ref, occurredAt } = order;
      await erp.createOrder(order, {
        undo: () => erp.cancelOrder({ orderRef: ref, reason: 'other', occurredAt, restock: true }),
      });
    },
  });

  async function unheardOf() {
    const erp = new Books('nothing');
    erp.after = lost(1);
    erp.find = () => {
      if (erp.requests.length > 0) throw new IntegrationError('The search is away', { code: 'system-unavailable' });
      return undefined;
    };
    const world = await openDock({ erp, flows: [undoable], retry: { giveUpAfter: '1h' } });
    await world.push(placed());
    await world.clock.advance(minutes(1));
    return world;
  }

  const told = {
    code: 'outcome-unknown',
    system: 'erp',
    step: 'erp.createOrder/A-1',
    amount: '25.52 USD',
    actions: ['resolve', 'skip'],
  };

  test('is told to a person when the run is cancelled', async () => {
    const { dock, journal, erp } = await unheardOf();
    await dock.cancel(1, 'the buyer changed their mind');
    await rest();
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['cancelled']);
    expect(erp.told).toEqual(['createOrder A-1']);
    expect(await dock.exceptions.list()).toMatchObject([told]);
  });

  test('is told to a person again when the parked run is undone', async () => {
    const { dock, journal, clock } = await unheardOf();
    await clock.advance(minutes(120));
    await dock.exceptions.undo({ code: 'outcome-unknown' }, { note: 'Kim: not wanted any more' });
    await rest();
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['undone']);
    expect(await dock.exceptions.list()).toMatchObject([told]);
  });

  test('is told to a person when the flow was changed and does not ask for it any more', async () => {
    const { dock, journal, clock, erp } = await unheardOf();
    await clock.settle(dock.stop());
    const changed = defineFlow({ ...undoable, run: () => Promise.resolve() });
    const later = await openDock({ erp, flows: [changed], journal, clock });
    await clock.advance(minutes(30));
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['parked']);
    expect(await later.dock.exceptions.list()).toMatchObject([{ code: 'flow-changed', step: 'erp.createOrder/A-1' }]);
  });
});

test('a refund step that is run again after a crash sends the same key', async () => {
  const refund = defineFlow({
    name: 'refund',
    version: 1,
    on: 'order.placed',
    key: (order) => order.ref,
    needs: { erp: ['processReturn'] },
    run: async (order, { erp }) => {
      await erp.processReturn({ ...aReturn(), orderRef: order.ref });
    },
  });
  const erp = new Books('key');
  const underlying = memoryJournal();
  // Dies when the refund is made and before its result is written.
  const crashing = crashingJournal(underlying, { at: 4, when: 'before' });
  const first = await openDock({ journal: crashing.journal, erp, flows: [refund] });
  await first.push(placed());
  await rest();
  expect(crashing.isDead).toBe(true);
  await underlying.close();
  await openDock({ journal: underlying, erp, flows: [refund] });
  await rest();
  expect(erp.requests.map((it) => it.key)).toEqual([
    'refund/1/A-1/erp.processReturn/shop-1001-R1',
    'refund/1/A-1/erp.processReturn/shop-1001-R1',
  ]);
  expect(erp.effects).toHaveLength(1);
});

test('a replayed order is booked anew under another key only after it was undone', async () => {
  const undoable = defineFlow({
    name: 'undoable',
    version: 1,
    on: 'order.placed',
    key: (order) => order.ref,
    onFailure: 'undo',
    needs: { erp: ['createOrder', 'cancelOrder', 'postInvoice'] },
    run: async (order, { erp }) => {
      const { ref, occurredAt } = order;
      await erp.createOrder(order, {
        undo: () => erp.cancelOrder({ orderRef: ref, reason: 'other', occurredAt, restock: true }),
      });
      await erp.postInvoice({ ref: `${ref}-INV`, orderRef: ref, kind: 'invoice', occurredAt });
    },
  });
  const erp = new Books('key');
  let closed = true;
  erp.before = ({ capability }) => {
    if (capability === 'postInvoice' && closed) throw new IntegrationError('no', { code: 'refused' });
  };
  const { push, dock } = await openDock({ erp, flows: [undoable] });
  await push(placed());
  await rest();
  expect(erp.told).toEqual(['createOrder A-1', 'cancelOrder A-1']);
  closed = false;
  await dock.exceptions.replay({ system: 'erp' });
  await rest();
  expect(erp.told).toEqual(['createOrder A-1', 'cancelOrder A-1', 'createOrder A-1', 'postInvoice A-1-INV']);
});
