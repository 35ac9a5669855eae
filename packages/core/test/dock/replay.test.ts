import { describe, expect, test } from 'vitest';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { Books, failing } from '../books.ts';
import { openDock, rest } from '../dock-world.ts';
import { erpOf, placed } from '../systems.ts';

const refs = Array.from({ length: 12 }, (_, position) => `A-${position + 1}`);

test('one of three destinations was broken for a week: replayed, only that one gets the events', async () => {
  const destinations = { erp: new Books(), warehouse: new Books(), loyalty: new Books() };
  const to = (system: 'erp' | 'warehouse' | 'loyalty') =>
    defineFlow({
      name: `to-${system}`,
      version: 1,
      on: 'order.placed',
      key: (order) => order.ref,
      needs: { [system]: ['createOrder'] } as unknown as { readonly target: readonly ['createOrder'] },
      run: async (order, systems) => {
        await (systems as unknown as Record<string, typeof systems.target>)[system]?.createOrder(order);
      },
    });
  const { dock, push, clock } = await openDock({
    erp: destinations.erp,
    systems: { warehouse: erpOf(destinations.warehouse), loyalty: erpOf(destinations.loyalty) },
    flows: [to('erp'), to('warehouse'), to('loyalty')],
  });
  destinations.warehouse.before = () => {
    throw new IntegrationError('The mapping is broken', { code: 'unmapped', path: 'lines.0.sku' });
  };
  for (const ref of refs) {
    await push(placed(ref));
    await clock.advance(14 * 3_600_000);
  }
  destinations.warehouse.before = () => undefined;
  const requests = [destinations.erp.requests.length, destinations.loyalty.requests.length];
  const plan = await dock.exceptions.replay({ system: 'warehouse' }, { dryRun: true });
  expect(plan).toMatchObject({ dryRun: true, matched: 12, done: 0 });
  expect(destinations.warehouse.told).toEqual([]);
  expect(await dock.exceptions.replay({ system: 'warehouse' })).toMatchObject({ matched: 12, done: 12 });
  await dock.idle();
  expect(destinations.warehouse.told).toEqual(refs.map((ref) => `createOrder ${ref}`));
  expect([destinations.erp.requests.length, destinations.loyalty.requests.length]).toEqual(requests);
  expect(await dock.exceptions.list()).toEqual([]);
});

test('bulk write-back, some fail: each failed one is known, and retried by itself', async () => {
  const { dock, push, erp, clock } = await openDock();
  const first = new Set<string>();
  erp.before = ({ reference }) => {
    if (Number(reference.slice(2)) % 3 !== 0 || first.has(reference)) return;
    first.add(reference);
    throw new IntegrationError('Too many at once', { code: 'throttled', retryAfterMs: 90_000 });
  };
  await Promise.all(refs.map((ref) => push(placed(ref))));
  await rest();
  expect(erp.told).toHaveLength(8);
  expect((await dock.status()).runs).toMatchObject({ done: 8, waiting: 4 });
  await clock.advance(100_000);
  expect(erp.told.toSorted()).toEqual(refs.map((ref) => `createOrder ${ref}`).toSorted());
});

test('bulk write-back, some are refused: each is an exception of its own with the money at stake', async () => {
  const { dock, push, erp } = await openDock();
  erp.before = ({ reference }) => {
    if (Number(reference.slice(2)) % 4 === 0) throw new IntegrationError('no', { code: 'refused', path: 'customer' });
  };
  for (const ref of refs) await push(placed(ref));
  await dock.idle();
  const open = await dock.exceptions.list({ system: 'erp' });
  expect(open.map(({ key, code, path, amount, units }) => ({ key, code, path, amount, units }))).toEqual(
    ['A-4', 'A-8', 'A-12'].map((key) => ({
      key,
      code: 'refused',
      path: 'customer',
      amount: '25.52 USD',
      units: '2 EA',
    })),
  );
});

describe('an action on many', () => {
  async function parked() {
    const world = await openDock();
    world.erp.before = () => {
      throw new IntegrationError('no', { code: 'refused' });
    };
    for (const ref of refs) await world.push(placed(ref));
    await world.dock.idle();
    return world;
  }

  test('acts on no more than asked for', async () => {
    const { dock, erp } = await parked();
    erp.before = () => undefined;
    expect(await dock.exceptions.retry({ system: 'erp', limit: 2 })).toMatchObject({ matched: 2, done: 2 });
    await dock.idle();
    expect(erp.told).toEqual(['createOrder A-1', 'createOrder A-2']);
    expect(await dock.exceptions.resolve({ after: 10, limit: 1 }, { note: 'by hand' })).toMatchObject({ done: 1 });
    expect(await dock.exceptions.list()).toHaveLength(9);
  });

  test('acts on each once, also when it fails again at once', async () => {
    const { dock, erp } = await parked();
    const before = erp.requests.length;
    expect(await dock.exceptions.retry({ system: 'erp' })).toMatchObject({ matched: 12, done: 12 });
    await dock.idle();
    expect(erp.requests.length - before).toBe(12);
    expect(await dock.exceptions.list()).toHaveLength(12);
  });

  test('says for each what it did', async () => {
    const { dock } = await parked();
    const report = await dock.exceptions.undo({ key: 'A-3' }, { note: 'a fraud' });
    expect(report.items).toEqual([{ id: 3, key: 'A-3', code: 'refused', outcome: 'done' }]);
    await dock.idle();
    expect((await dock.exceptions.inspect(3)).run?.state).toBe('undone');
  });
});

test('an exception can be inspected: what is done, what was tried, where it stands', async () => {
  const erp = new Books();
  erp.before = failing(1, 'refused', { path: 'customer' });
  const { dock, push } = await openDock({ erp });
  await push(placed());
  await rest();
  const report = await dock.exceptions.inspect(1);
  expect(report.run).toMatchObject({ flow: 'book', state: 'parked' });
  expect(report.finished).toEqual([]);
  expect(report.attempts.map(({ name, outcome, code }) => [name, outcome, code])).toEqual([
    ['erp.createOrder/A-1', 'sent', undefined],
    ['erp.createOrder/A-1', 'reject', 'refused'],
  ]);
  await expect(dock.exceptions.inspect(99)).rejects.toMatchObject({ code: 'not-found' });
});

test('a cancelled run undoes what it booked', async () => {
  const undoable = defineFlow({
    name: 'undoable',
    version: 1,
    on: 'order.placed',
    key: (order) => order.ref,
    needs: { erp: ['createOrder', 'cancelOrder'] },
    async run(order, { erp, sleep }) {
      const { ref, occurredAt } = order;
      await erp.createOrder(order, {
        undo: () => erp.cancelOrder({ orderRef: ref, reason: 'customer', occurredAt, restock: true }),
      });
      await sleep('2d');
    },
  });
  const { dock, push, erp } = await openDock({ flows: [undoable] });
  await push(placed());
  await rest();
  await dock.cancel(1, 'the customer changed their mind');
  await dock.idle();
  expect(erp.told).toEqual(['createOrder A-1', 'cancelOrder A-1']);
  expect((await dock.status()).runs).toMatchObject({ cancelled: 1 });
});

describe('two people at one exception at the same moment', () => {
  test('do not begin an undone run twice', async () => {
    const sent: string[] = [];
    let closed = true;
    const mailed = defineFlow({
      name: 'mailed',
      version: 1,
      on: 'order.placed',
      key: (order) => order.ref,
      onFailure: 'undo',
      needs: { erp: ['createOrder'] },
      run: async (order, { erp, step }) => {
        if (closed) await step('check', () => Promise.reject(new IntegrationError('no', { code: 'refused' })));
        await step('mail', () => void sent.push(order.ref));
        await erp.createOrder(order);
      },
    });
    const { dock, push, journal } = await openDock({ flows: [mailed] });
    await push(placed());
    await rest();
    closed = false;
    const [one, other] = await Promise.all([dock.exceptions.replay({}), dock.exceptions.replay({})]);
    await rest();
    expect(sent).toEqual(['A-1']);
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['undone', 'done']);
    expect([one.done, other.done]).toEqual([1, 0]);
    expect(other.items).toMatchObject([{ outcome: 'refused', why: 'another action on it is under way' }]);
  });

  test('do not decide against each other: the second one is told', async () => {
    const erp = new Books();
    erp.before = failing(1, 'refused');
    const { dock, push, journal } = await openDock({ erp });
    await push(placed());
    await rest();
    const [retried, skipped] = await Promise.all([
      dock.exceptions.retry({}),
      dock.exceptions.skip({}, { note: 'Kim: a test order' }),
    ]);
    await rest();
    expect([retried.done, skipped.done]).toEqual([1, 0]);
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
  });
});
