import { describe, expect, test } from 'vitest';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { book, openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';

const hour = 3_600_000;

const invoice = (hold?: 'until-open') =>
  defineFlow({
    name: 'invoice',
    version: 1,
    on: 'order.placed',
    key: (order) => order.ref,
    needs: { erp: ['postInvoice'] },
    async run({ ref, occurredAt }, { erp }) {
      await erp.postInvoice(
        { ref: `${ref}-INV`, orderRef: ref, kind: 'invoice', occurredAt },
        hold === undefined ? {} : { hold },
      );
    },
  });

const periodClosed = () => {
  throw new IntegrationError('November 2026 is closed', { code: 'period-closed' });
};

describe('a posting date in a closed period', () => {
  test('parks the invoice with the reason; once the period is open, a replay lets it go through', async () => {
    const { dock, push, erp, clock } = await openDock({ flows: [invoice()] });
    erp.before = periodClosed;
    await push(placed());
    await rest();
    expect(await dock.exceptions.list()).toMatchObject([
      { code: 'period-closed', reason: 'November 2026 is closed', system: 'erp', amount: '25.52 USD' },
    ]);
    await clock.advance(240 * hour);
    erp.before = () => undefined;
    await dock.exceptions.replay({ code: 'period-closed' });
    await rest();
    expect(erp.told).toEqual(['postInvoice A-1-INV']);
  });

  test('holds the invoice without a person, however long, when the flow says so', async () => {
    const { dock, push, erp, clock, journal } = await openDock({ flows: [invoice('until-open')] });
    erp.before = periodClosed;
    await push(placed());
    await clock.advance(240 * hour);
    expect(await journal.runs({})).toMatchObject([
      { state: 'waiting', waitingFor: expect.stringContaining('period-closed') },
    ]);
    expect(await dock.exceptions.list()).toEqual([]);
    erp.before = () => undefined;
    await clock.advance(hour);
    expect(erp.told).toEqual(['postInvoice A-1-INV']);
  });

  test('holds it as well when the call stands inside a step', async () => {
    const inside = defineFlow({
      ...invoice(),
      name: 'inside',
      async run({ ref, occurredAt }, { erp, step }) {
        await step('bill', () =>
          erp.postInvoice({ ref: `${ref}-INV`, orderRef: ref, kind: 'invoice', occurredAt }, { hold: 'until-open' }),
        );
      },
    });
    const { dock, push, erp, clock } = await openDock({ flows: [inside] });
    erp.before = periodClosed;
    await push(placed());
    await clock.advance(48 * hour);
    expect(await dock.exceptions.list()).toEqual([]);
    erp.before = () => undefined;
    await clock.advance(hour);
    expect(erp.told).toEqual(['postInvoice A-1-INV']);
  });
});

describe('a gate that a person closed', () => {
  test('keeps every call away, and lets all through when it is opened', async () => {
    const { dock, push, erp, clock } = await openDock();
    dock.systems.erp.close({ reason: 'stock-taking' });
    for (const ref of ['A-1', 'A-2', 'A-3']) await push(placed(ref));
    await clock.advance(3 * hour);
    expect(erp.requests).toEqual([]);
    expect((await dock.status()).runs).toMatchObject({ waiting: 3 });
    dock.systems.erp.open();
    await clock.advance(hour);
    expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'createOrder A-2', 'createOrder A-3']);
  });

  test('opens by itself at the time that was said', async () => {
    const { dock, push, erp, clock } = await openDock();
    dock.systems.erp.close({ reason: 'stock-taking', reopenAt: clock.now() + hour });
    await push(placed());
    await clock.advance(hour - 1_000);
    expect(erp.told).toEqual([]);
    await clock.advance(2_000);
    expect(erp.told).toEqual(['createOrder A-1']);
  });
});

test('what is down for longer than it is tried for is brought to a person, and goes on when retried', async () => {
  const { dock, push, erp, clock } = await openDock({ retry: { giveUpAfter: '2h', maxDelay: '10m' } });
  erp.before = () => {
    throw new IntegrationError('The ERP is down', { code: 'system-unavailable' });
  };
  await push(placed());
  await clock.advance(hour);
  expect(await dock.exceptions.list()).toEqual([]);
  await clock.advance(2 * hour);
  expect(await dock.exceptions.list()).toHaveLength(1);
  erp.before = () => undefined;
  await clock.advance(hour);
  await dock.exceptions.retry({});
  await rest();
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('an undo that stands on a call inside a step is refused, because it would be forgotten', async () => {
  const misplaced = defineFlow({
    ...book,
    name: 'misplaced',
    run: async (order, { erp, step }) => {
      await step('book', () => erp.createOrder(order, { undo: () => 1 }));
    },
  });
  const { dock, push, erp } = await openDock({ flows: [misplaced] });
  await push(placed());
  await rest();
  expect(await dock.exceptions.list()).toMatchObject([
    { code: 'input-invalid', reason: expect.stringContaining("step 'book'") },
  ]);
  expect(erp.requests).toEqual([]);
});

describe('a maintenance window of the wiring', () => {
  const nightly = { from: '22:00', to: '02:00', timeZone: 'UTC', reason: 'Nightly close' };

  test('keeps calls away until it is over, and then they go by themselves', async () => {
    const { dock, push, erp, clock } = await openDock({ maintenance: { erp: [nightly] } });
    await clock.advance(12.5 * hour);
    await push(placed());
    await rest();
    expect(erp.effects).toEqual([]);
    expect((await dock.status()).concerns).toContain('erp: Nightly close');
    await clock.advance(4 * hour);
    await rest();
    expect(erp.effects).toHaveLength(1);
    expect(await dock.exceptions.list()).toEqual([]);
  });

  test('with a time that no clock shows is refused before anything starts', async () => {
    const refused = openDock({ maintenance: { erp: [{ ...nightly, from: '25:00' }] } });
    await expect(refused).rejects.toMatchObject({
      code: 'wiring-invalid',
      path: expect.stringMatching(/^systems\.erp/),
    });
  });
});
