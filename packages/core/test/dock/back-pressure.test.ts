import { expect, test } from 'vitest';
import { openDock } from '../dock-world.ts';
import { placed, webhook } from '../systems.ts';

const refs = Array.from({ length: 10 }, (_, position) => `A-${position + 1}`);

/** A dock whose decoding stands still until it is opened. */
async function congested(highWater: number) {
  const gate = Promise.withResolvers<void>();
  const world = await openDock({ intake: { highWater, concurrency: 2 } });
  world.shop.beforeDecode = () => gate.promise;
  return { ...world, gate };
}

test('beyond the high-water mark a webhook is answered 503 with a time to come again, and is not stored', async () => {
  const { dock, push, journal, rest } = await congested(3);
  for (const ref of refs.slice(0, 3)) expect(await push(placed(ref))).toBe(200);
  await rest();
  const response = await dock.systems.shop.webhook(webhook(placed('A-4')));
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toEqual({ error: 'intake-full' });
  expect(await journal.delivery(4)).toBeUndefined();
});

test('a flood at one instant does not get past the mark', async () => {
  const { push } = await congested(3);
  const statuses = await Promise.all(refs.map((ref) => push(placed(ref))));
  expect(statuses.filter((it) => it === 200)).toHaveLength(3);
});

test('once the jam is over, intake goes on and nothing that was acknowledged or sent again is lost', async () => {
  const { push, gate, erp, dock, rest } = await congested(3);
  const statuses = await Promise.all(refs.map((ref) => push(placed(ref))));
  const refused = refs.filter((_ref, position) => statuses[position] === 503);
  gate.resolve();
  await rest();
  for (const ref of refused) {
    expect(await push(placed(ref))).toBe(200);
    await dock.idle();
  }
  expect(erp.told.toSorted()).toEqual(refs.map((ref) => `createOrder ${ref}`).toSorted());
});

test('runs that are ready count as well: a slow ERP slows the intake', async () => {
  const gate = Promise.withResolvers<void>();
  const { push, erp, rest, dock } = await openDock({ intake: { highWater: 4 }, concurrency: 1 });
  erp.before = () => gate.promise;
  for (const ref of refs.slice(0, 4)) {
    expect(await push(placed(ref))).toBe(200);
    await rest();
  }
  expect(await push(placed('A-5'))).toBe(503);
  gate.resolve();
  await dock.idle();
  expect(await push(placed('A-5'))).toBe(200);
});

test('runs that wait do not count', async () => {
  const { push, dock, rest, journal } = await openDock({ intake: { highWater: 2 } });
  dock.systems.erp.close({ reason: 'stock-taking' });
  for (const ref of refs.slice(0, 4)) {
    expect(await push(placed(ref))).toBe(200);
    await rest();
  }
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
});
