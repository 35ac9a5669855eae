import { describe, expect, test } from 'vitest';
import { memoryJournal } from '../../src/journal/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openDock, rest } from '../dock-world.ts';
import { interceptedJournal } from '../intercepted-journal.ts';
import { placed, sold } from '../systems.ts';

const adjust = defineFlow({
  name: 'adjust',
  version: 1,
  on: 'inventory.moved',
  key: (move) => move.sku,
  needs: { erp: ['adjustInventory'] },
  run: async ({ ref, sku, location, delta, occurredAt }, { erp }) => {
    await erp.adjustInventory({ ref, reason: 'sale', changes: [{ sku, location, delta }], occurredAt });
  },
});

test('the same webhook several times at the same instant makes one order', async () => {
  const { push, erp, journal } = await openDock();
  const statuses = await Promise.all(Array.from({ length: 8 }, () => push(placed('A-1'), 'w1')));
  await rest();
  expect(statuses).toEqual(Array.from({ length: 8 }, () => 200));
  expect(erp.requests).toHaveLength(1);
  expect(await journal.runs({})).toHaveLength(1);
});

test('the same order under different delivery ids at the same instant makes one order', async () => {
  const { push, erp, journal } = await openDock();
  await Promise.all(Array.from({ length: 8 }, (_, position) => push(placed('A-1'), `w${position}`)));
  await rest();
  expect(erp.requests).toHaveLength(1);
  expect(await journal.runs({})).toHaveLength(1);
});

describe('a webhook that is known and whose work was never done', () => {
  test('is resumed at the next start, also when it is delivered again', async () => {
    const journal = memoryJournal();
    const first = await openDock({ journal });
    first.shop.beforeDecode = () => new Promise(() => undefined);
    expect(await first.push(placed(), 'w1')).toBe(200);
    await first.rest();
    await journal.close();
    const second = await openDock({ journal, erp: first.erp });
    expect(await second.push(placed(), 'w1')).toBe(200);
    await second.rest();
    expect(second.erp.told).toEqual(['createOrder A-1']);
  });

  test('is taken up when it is delivered again, if its storing seemed to fail the first time', async () => {
    let unsure = true;
    const journal = interceptedJournal(memoryJournal(), {
      afterAppend: ([change]) => {
        if (!unsure || change?.type !== 'delivery.received') return;
        unsure = false;
        throw new IntegrationError('The disk did not say', { code: 'journal-unwritable' });
      },
    });
    const { push, erp } = await openDock({ journal });
    expect(await push(placed(), 'w1')).toBe(503);
    expect(await push(placed(), 'w1')).toBe(200);
    await rest();
    expect(erp.told).toEqual(['createOrder A-1']);
  });
});

describe('two real sales of one unit of the same SKU at one store', () => {
  test('both count', async () => {
    const { push, erp } = await openDock({ flows: [adjust] });
    await Promise.all([push(sold('T-1')), push(sold('T-2'))]);
    await rest();
    expect(erp.told).toEqual(['adjustInventory T-1', 'adjustInventory T-2']);
    expect(new Set(erp.effects.map((it) => it.key)).size).toBe(2);
  });

  test('have step keys of their own, whatever the step is called', async () => {
    const keys: string[] = [];
    const post = defineFlow({
      ...adjust,
      name: 'post',
      needs: {},
      run: async (_move, { step }) => {
        await step('post', ({ key }) => void keys.push(key));
      },
    });
    const { push } = await openDock({ flows: [post] });
    await push(sold('T-1'));
    await push(sold('T-2'));
    await push(sold('T-2'), 'again');
    await rest();
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(2);
  });
});

test('two changes of one price are two publications, though they have the same reference', async () => {
  const publish = defineFlow({
    name: 'publish',
    version: 1,
    on: 'price.changed',
    key: (price) => price.sku,
    needs: { erp: ['publishPrice'] },
    run: async (price, { erp }) => {
      await erp.publishPrice(price);
    },
  });
  const price = (amount: string, id: string) => ({
    name: 'price.changed',
    id,
    key: 'SHOE-42',
    occurredAt: '2026-11-27T10:00:00.000Z',
    data: { sku: 'SHOE-42', price: { amount, currency: 'USD' }, taxIncluded: false },
  });
  const { push, erp } = await openDock({ flows: [publish] });
  await push(price('10.00', 'P-1'));
  await rest();
  await push(price('9.00', 'P-2'));
  await rest();
  expect(erp.effects.map((it) => it.input)).toMatchObject([
    { price: { amount: '10.00' } },
    { price: { amount: '9.00' } },
  ]);
});

test('a sale that arrives from inside the call of another one has steps and keys of its own', async () => {
  const { push, erp, journal } = await openDock();
  erp.before = async ({ reference }) => {
    if (reference === 'A-1') await push(placed('B-1'));
  };
  await push(placed('A-1'));
  await rest();
  expect(erp.effects.map((it) => it.key).toSorted()).toEqual([
    'book/1/A-1/erp.createOrder/A-1',
    'book/1/B-1/erp.createOrder/B-1',
  ]);
  expect(await journal.steps(2)).toMatchObject([{ name: 'erp.createOrder/B-1' }]);
});
