import { expect, test } from 'vitest';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { book, openDock, rest } from '../dock-world.ts';
import { paid, placed } from '../systems.ts';

const invoice = defineFlow({
  name: 'invoice',
  version: 1,
  on: 'order.paid',
  key: (payment) => payment.orderRef,
  needs: { erp: ['postInvoice'] },
  async run(payment, { erp, waitFor }) {
    const { orderRef, occurredAt } = payment;
    await waitFor('order.placed');
    await erp.postInvoice({ ref: `${orderRef}-INV`, orderRef, kind: 'invoice', occurredAt });
  },
});

test.each([
  ['in order', [placed(), paid()]],
  ['payment first', [paid(), placed()]],
  ['payment first, each twice', [paid(), paid(), placed(), placed()]],
])('order and payment that arrive %s both take effect once', async (_how, events) => {
  const { push, erp, journal } = await openDock({ flows: [book, invoice] });
  for (const [position, event] of events.entries()) {
    expect(await push(event, `w${position}`)).toBe(200);
    await rest();
  }
  expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'postInvoice A-1-INV']);
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['done', 'done']);
});

test('order and payment at the same instant both take effect once', async () => {
  const { push, erp } = await openDock({ flows: [book, invoice] });
  await Promise.all([paid(), placed(), paid(), placed()].map((event, position) => push(event, `w${position}`)));
  await rest();
  expect(erp.told.toSorted()).toEqual(['createOrder A-1', 'postInvoice A-1-INV']);
});

test('flows of one business key never work at the same time, those of others do', async () => {
  let inside = 0;
  let most = 0;
  const work = (name: string) =>
    defineFlow({
      name,
      version: 1,
      on: 'order.placed',
      key: (order) => order.ref,
      needs: {},
      async run(_order, { step }) {
        await step('work', async () => {
          most = Math.max(most, ++inside);
          await rest();
          inside--;
        });
      },
    });
  const { push, dock } = await openDock({ flows: [work('one'), work('two'), work('three')] });
  await push(placed('A-1'));
  await dock.idle();
  expect(most).toBe(1);
  await Promise.all([push(placed('A-2')), push(placed('A-3'))]);
  await dock.idle();
  expect(most).toBe(2);
});

test('signals are taken in the order in which they came, also those from before the run', async () => {
  const got: string[] = [];
  const collect = defineFlow({
    name: 'collect',
    version: 1,
    on: 'order.placed',
    key: (order) => order.ref,
    needs: {},
    async run(_order, { waitFor, step }) {
      for (let count = 0; count < 4; count++) {
        const payment = await waitFor('order.paid');
        await step('note', () => void got.push(payment.id), { as: String(count) });
      }
    },
  });
  const { push, journal } = await openDock({ flows: [collect] });
  await push(paid('A-1', 'P1'));
  await push(paid('A-1', 'P2'));
  await rest();
  await push(placed('A-1'));
  await rest();
  await push(paid('A-1', 'P3'));
  await rest();
  await push(paid('A-1', 'P4'));
  await rest();
  expect(got.map((it) => it.split('/').at(-1))).toEqual(['P1', 'P2', 'P3', 'P4']);
  expect((await journal.runs({})).map((it) => it.state)).toEqual(['done']);
});
