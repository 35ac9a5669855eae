import { expect, test } from 'vitest';
import { formatTrace } from '../../src/dock/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openDock, rest } from '../dock-world.ts';
import { paid, placed, sold } from '../systems.ts';

const orderToCash = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'postInvoice'] },
  async run(order, { erp, sleep, waitFor, log }) {
    const { ref, occurredAt } = order;
    log('the order is small');
    const booked = await erp.createOrder(order);
    await waitFor('order.paid');
    await sleep('1h');
    await erp.postInvoice({ ref: `${ref}-INV`, orderRef: ref, order: booked, kind: 'invoice', occurredAt });
  },
});

async function aSale() {
  const world = await openDock({ flows: [orderToCash] });
  await world.push({ ...placed('A-1001'), identifiers: ['#1001', 'gid://shop/Order/9001'] });
  await rest();
  await world.push(paid('A-1001'));
  await rest();
  await world.clock.advance(3_600_000);
  await rest();
  return world;
}

test.each([
  ['our own reference', 'A-1001'],
  ['the number that people say', '#1001'],
  ['the number without its mark, by the shop’s own rule', '1001'],
  ['the id of the shop', 'gid://shop/Order/9001'],
  ['the id of a document in the ERP', 'D1'],
  ['the number of a document in the ERP', 'N-D2'],
  ['a form that only the ERP knows', 'erp#D2'],
])('a transaction is found by %s', async (_how, id) => {
  const { dock } = await aSale();
  const traces = await dock.trace(id);
  expect(traces.map((it) => it.txn)).toEqual(['A-1001']);
});

test('an id that nobody knows is found nowhere', async () => {
  const { dock } = await aSale();
  expect(await dock.trace('#404')).toEqual([]);
});

test('a trace tells every event, call, wait, document and end in words, in order', async () => {
  const { dock } = await aSale();
  const [trace] = await dock.trace('#1001');
  expect(trace?.lines.map((it) => it.what)).toEqual([
    'shop told order.placed; started order-to-cash v1',
    'the order is small',
    "sends 'erp.createOrder/A-1001' to erp",
    "'erp.createOrder/A-1001' done: erp createOrder N-D1 (D1)",
    'waits for order.paid',
    'shop told order.paid',
    'wait for order.paid: came',
    "timer 'sleep' set",
    'waits for until 2026-11-27T13:00:00.000Z',
    'woken by its timer',
    "'sleep' is over",
    "sends 'erp.postInvoice/A-1001-INV' to erp",
    "'erp.postInvoice/A-1001-INV' done: erp postInvoice N-D2 (D2)",
    'ended: done',
  ]);
  expect(trace?.runs).toMatchObject([{ flow: 'order-to-cash', state: 'done' }]);
});

test('as text a trace has one line an entry, with the time since the first', async () => {
  const { dock } = await aSale();
  const [trace] = await dock.trace('#1001');
  const lines = trace ? formatTrace(trace).split('\n') : [];
  expect(lines[0]).toBe('A-1001, from 2026-11-27T12:00:00.000Z');
  expect(lines[1]).toBe('     +0.00 s  shop told order.placed; started order-to-cash v1');
  expect(lines.at(-1)).toBe('  +3600.00 s  ended: done');
});

test('a trace names who waits for what, and what people decided', async () => {
  const { dock, push, erp } = await openDock({ owners: { book: 'finance' } });
  erp.before = () => {
    throw new IntegrationError('The customer is blocked', { code: 'refused' });
  };
  await push(placed());
  await rest();
  erp.before = () => undefined;
  await dock.exceptions.retry({ code: 'refused' }, { note: 'unblocked by Ann' });
  await rest();
  const [trace] = await dock.trace('A-1');
  expect(trace?.lines.map((it) => it.what)).toEqual([
    'shop told order.placed; started book v1',
    "sends 'erp.createOrder/A-1' to erp",
    "'erp.createOrder/A-1' was refused: The customer is blocked (refused)",
    'stopped for finance: The customer is blocked (refused)',
    'the tries are counted anew',
    'goes on, retried by a person (unblocked by Ann)',
    "sends 'erp.createOrder/A-1' to erp",
    "'erp.createOrder/A-1' done: erp createOrder N-D1 (D1)",
    'ended: done',
  ]);
  expect(trace?.exceptions).toMatchObject([{ state: 'retried', note: 'unblocked by Ann', amount: '25.52 USD' }]);
});

test('an id that two transactions share finds both', async () => {
  const { dock, push } = await openDock({ flows: [] });
  await push({ ...sold('T-1', 'SHOE-42'), identifiers: ['DELIVERY-7'] });
  await push({ ...sold('T-2', 'SHOE-43'), identifiers: ['DELIVERY-7'] });
  await rest();
  expect((await dock.trace('DELIVERY-7')).map((it) => it.txn)).toEqual(['SHOE-42', 'SHOE-43']);
});
