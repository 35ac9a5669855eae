import { expect, test } from 'vitest';
import { Books, failing } from '../books.ts';
import { openDock } from '../dock-world.ts';
import { placed } from '../systems.ts';

const order = placed('A-1').data;

test('a direct call goes through the same pipeline under the key that was given, and is not journaled', async () => {
  const { dock, erp, journal } = await openDock();
  const booked = await dock.systems.erp.call('createOrder', order, { key: 'correction-7' });
  expect(booked).toMatchObject({ system: 'erp', type: 'createOrder', reference: 'A-1' });
  expect(erp.requests).toEqual([{ capability: 'createOrder', reference: 'A-1', key: 'correction-7' }]);
  expect(await journal.runs({})).toEqual([]);
});

test('the same key again has no second effect', async () => {
  const { dock, erp } = await openDock();
  await dock.systems.erp.call('createOrder', order, { key: 'correction-7' });
  await dock.systems.erp.call('createOrder', order, { key: 'correction-7' });
  expect(erp.effects).toHaveLength(1);
});

test('a reply that is lost is looked up, not sent again', async () => {
  const erp = new Books('nothing');
  erp.after = failing(1, 'connection-lost');
  const { dock, clock } = await openDock({ erp });
  const booked = await clock.settle(dock.systems.erp.call('createOrder', order, { key: 'correction-7' }));
  expect(booked.reference).toBe('A-1');
  expect(erp.requests).toHaveLength(1);
});

test('what does not fit its schema is refused by path before anything is sent', async () => {
  const { dock, erp } = await openDock();
  const bad = { ...order, total: { amount: '1.00', currency: 'USD' } };
  await expect(dock.systems.erp.call('createOrder', bad, { key: 'k' })).rejects.toMatchObject({
    code: 'unbalanced',
    path: 'total',
  });
  expect(erp.requests).toEqual([]);
});

test('a closed gate and a capability that is not there are told at once', async () => {
  const { dock } = await openDock();
  dock.systems.erp.close({ reason: 'stock-taking' });
  await expect(dock.systems.erp.call('createOrder', order, { key: 'k' })).rejects.toMatchObject({
    code: 'gate-closed',
    system: 'erp',
  });
  const sing = dock.systems.erp.call('sing' as never, order as never, { key: 'k' });
  await expect(sing).rejects.toMatchObject({ code: 'wiring-invalid' });
});

test('a call that the caller gives up is told as cancelled', async () => {
  const { dock, erp } = await openDock();
  erp.before = () => new Promise(() => undefined);
  const giveUp = new AbortController();
  const called = dock.systems.erp.call('createOrder', order, { key: 'k', signal: giveUp.signal });
  setImmediate(() => giveUp.abort());
  await expect(called).rejects.toMatchObject({ disposition: 'unknown' });
});
