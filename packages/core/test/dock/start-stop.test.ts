import { describe, expect, test } from 'vitest';
import { memoryJournal } from '../../src/journal/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { Books } from '../books.ts';
import { aDock, openDock, rest } from '../dock-world.ts';
import { erpOf, placed } from '../systems.ts';

const hanging = () => new Promise<never>(() => undefined);

describe('a start', () => {
  test('lets nothing be sent before it', async () => {
    const { erp, shop } = aDock();
    await rest();
    expect([erp.requests, shop.windows]).toEqual([[], []]);
  });

  test('takes up what was stored and not decoded, and what was ready and not run', async () => {
    const journal = memoryJournal();
    const first = await openDock({ journal });
    first.shop.beforeDecode = hanging;
    await first.push(placed('A-1'));
    first.erp.before = hanging;
    first.shop.beforeDecode = () => undefined;
    await first.push(placed('A-2'));
    await rest();
    await journal.close();
    const second = await openDock({ journal });
    await rest();
    expect(second.erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-2']);
  });

  test('that finds a configuration which an account does not bear out says all of it, and can be made again', async () => {
    const findings = [
      { severity: 'error', path: 'subsidiary', message: 'there is no subsidiary 7' },
      { severity: 'error', message: 'the role may not post' },
      { severity: 'warning', path: 'version', message: 'the API version ends in March' },
    ] as const;
    let mended = false;
    const check = () => Promise.resolve(mended ? [] : findings);
    const { dock, push } = aDock({ systems: { erp: erpOf(new Books(), { check }) } });
    await expect(dock.start()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(
        /2 to mend:\n {2}systems\.erp\.subsidiary: there is no.*\n {2}systems\.erp: the role/,
      ),
    });
    expect(await push(placed())).toBe(503);
    mended = true;
    await dock.start();
    expect(await push(placed())).toBe(200);
  });

  test('goes on without a system that is away', async () => {
    const warned: unknown[] = [];
    const check = () => Promise.reject(new IntegrationError('The ERP is down', { code: 'system-unavailable' }));
    const { push, dock } = aDock({ systems: { erp: erpOf(new Books(), { check }) } });
    await dock.start();
    expect(await push(placed())).toBe(200);
    expect(warned).toEqual([]);
  });

  test('does not go on with credentials that are refused', async () => {
    const check = () => Promise.reject(new IntegrationError('The token is refused', { code: 'unauthorized' }));
    const { dock } = aDock({ systems: { erp: erpOf(new Books(), { check }) } });
    await expect(dock.start()).rejects.toMatchObject({ code: 'config-invalid', path: 'systems.erp' });
  });

  test('can leave the accounts unasked', async () => {
    const { dock } = aDock({ systems: { erp: erpOf(new Books(), { check: hanging }) } });
    await dock.start({ checkAccounts: false });
    expect(await dock.status()).toMatchObject({ healthy: true });
  });

  test('happens once', async () => {
    const { dock, push } = await openDock();
    await expect(dock.start()).rejects.toThrow('started already');
    expect(await push(placed())).toBe(200);
    await dock.stop();
    await expect(dock.start()).rejects.toThrow('make a new one');
  });
});

describe('a stop', () => {
  test('before any start does nothing', async () => {
    expect(await aDock().dock.stop()).toEqual({ halted: 0, aborted: 0 });
  });

  test('asked for twice happens once', async () => {
    const { dock } = await openDock();
    expect(await Promise.all([dock.stop(), dock.stop()])).toEqual([
      { halted: 0, aborted: 0 },
      { halted: 0, aborted: 0 },
    ]);
  });

  test('during the start waits for it', async () => {
    const { dock, journal } = aDock();
    const started = dock.start();
    await dock.stop();
    await started;
    await journal.open();
  });

  test.each(['a sweep', 'a webhook being decoded', 'a step'])(
    'does not wait longer than its deadline for %s that never ends',
    async (what) => {
      const forever = defineFlow({
        name: 'forever',
        version: 1,
        on: 'order.placed',
        key: (order) => order.ref,
        needs: {},
        run: async (_order, { step }) => {
          await step('hang', what === 'a step' ? hanging : () => 1);
        },
      });
      const { dock, push, shop, clock, journal } = await openDock({ flows: [forever] });
      if (what === 'a sweep') shop.beforeSweep = hanging;
      if (what === 'a webhook being decoded') shop.beforeDecode = hanging;
      await clock.advance(300_000);
      await push(placed());
      await rest();
      const stopped = dock.stop({ deadline: '10s' });
      await clock.advance(12_000);
      await stopped;
      await journal.open();
      expect((await journal.runs({})).map((it) => it.state)).not.toContain('parked');
    },
  );

  test('leaves a step that never listened without a word in the journal of the next process', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = defineFlow({
      name: 'slow',
      version: 1,
      on: 'order.placed',
      key: (order) => order.ref,
      needs: {},
      run: async (_order, { step }) => {
        await step('slow', () => gate.promise);
      },
    });
    const { dock, push, clock, journal } = await openDock({ flows: [slow] });
    await push(placed());
    await rest();
    const stopped = dock.stop({ deadline: '10s' });
    await clock.advance(12_000);
    expect(await stopped).toEqual({ halted: 0, aborted: 1 });
    await journal.open();
    gate.resolve();
    await rest();
    expect(await journal.steps(1)).toEqual([]);
    expect((await journal.runs({})).map((it) => it.state)).toEqual(['ready']);
  });

  test('while sweeps and webhooks are under way loses none of them', async () => {
    const journal = memoryJournal();
    const first = await openDock({ journal });
    const gate = Promise.withResolvers<void>();
    first.shop.facts.push({ ...placed('A-1'), createdAt: '2026-11-27T12:01:00.000Z' });
    first.shop.beforeSweep = () => gate.promise;
    first.shop.beforeDecode = () => gate.promise;
    await first.clock.advance(300_000);
    expect(await first.push(placed('A-2'))).toBe(200);
    const stopped = first.dock.stop();
    expect(await first.push(placed('A-3'))).toBe(200);
    gate.resolve();
    await stopped;
    expect(await first.push(placed('A-4'))).toBe(503);
    first.shop.beforeSweep = () => undefined;
    first.shop.beforeDecode = () => undefined;
    const second = await openDock({ journal, clock: first.clock, shop: first.shop, erp: first.erp });
    await rest();
    expect(second.erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-2', 'createOrder A-3']);
  });
});

test('prune forgets what ended long ago and never what is open', async () => {
  const { dock, push, clock, journal, erp } = await openDock();
  await push(placed('A-1'));
  await rest();
  erp.before = () => {
    throw new IntegrationError('no', { code: 'refused' });
  };
  await push(placed('A-2'));
  await rest();
  await clock.advance(3_600_000);
  await push(placed('A-3'));
  await rest();
  expect(await dock.prune('2h')).toBe(0);
  expect(await dock.prune('30m')).toBe(1);
  expect((await journal.runs({})).map((it) => [it.key, it.state])).toEqual([
    ['A-2', 'parked'],
    ['A-3', 'parked'],
  ]);
  erp.before = () => undefined;
  await dock.exceptions.retry({});
  await rest();
  expect(erp.told).toEqual(['createOrder A-1', 'createOrder A-2', 'createOrder A-3']);
});
