import { money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { sweep } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');
const hour = 3_600_000;

type Told = Awaited<ReturnType<typeof sweep>>[number];
const known = new WeakMap<object, Set<string>>();

/** What sweeps on a beat tell that was not told before, as the dock runs them: window after window. */
async function days(open: ReturnType<typeof openSeller>, hours: number, everyHours = 3): Promise<readonly Told[]> {
  const told: Told[] = [];
  const ids = known.get(open) ?? new Set<string>();
  known.set(open, ids);
  for (let passed = 0; passed < hours; passed += everyHours) {
    await open.clock.advance(everyHours * hour);
    const window = { from: open.clock.now() - (everyHours + 6) * hour, to: open.clock.now() };
    for (const event of await sweep(open.system, 'store-days', window)) {
      if (!ids.has(event.id)) told.push(event);
      ids.add(event.id);
    }
  }
  return told.filter((it) => it.key.startsWith('stores-LCHICAGO1-20261124'));
}

const bodies = (told: readonly object[]) => told.map((it) => ('data' in it ? it.data : it));

describe('a store day', () => {
  test('closes after its end, with sales, returns, tips, tax and means', async () => {
    const open = openSeller();
    const { id: orderId } = open.seller.till.sell(usualSale);
    open.seller.till.sell({ lines: [{ sku: 'SOCK-M', price: 633 }], tenders: [{ type: 'CASH' }] });
    open.seller.till.takeBack({ orderId, lines: [{ line: 1, quantity: '1' }] });
    const { id: off } = open.seller.till.sell({ ...usualSale, unpaid: true });
    open.seller.till.cancel(off);
    open.seller.till.noSale();
    const told = await days(open, 24);
    expect(bodies(told)).toMatchObject([
      {
        ref: 'stores-LCHICAGO1-20261124',
        location: 'store-1',
        businessDate: '2026-11-24',
        revision: 1,
        tickets: 2,
        returns: 1,
        voids: 1,
        sales: usd('95.22'),
        refunds: usd('6.33'),
        tax: usd('6.82'),
        tips: usd('2.00'),
        total: usd('97.71'),
        tenders: [
          { kind: 'card', name: 'CARD', amount: usd('91.38') },
          { kind: 'cash', name: 'CASH', amount: usd('6.33') },
        ],
        closedAt: '2026-11-25T12:00:00.000Z',
      },
    ]);
  });

  test('gets a ticket of a till that was offline as revision 2, which names it and the difference', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    expect(await days(open, 24)).toHaveLength(1);
    await open.clock.advance(20 * hour);
    const late = open.seller.till.sell({ ...usualSale, tip: 0, offlineAt: '2026-11-24T20:00:00Z' });
    const told = await days(open, 24);
    expect(bodies(told)).toMatchObject([
      {
        revision: 2,
        tickets: 2,
        total: usd('194.46'),
        difference: { total: usd('96.23'), tickets: [`stores-${late.id}`] },
      },
    ]);
  });

  test('has the same editions when all of it is read at once, later', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const once = await days(open, 24);
    await open.clock.advance(20 * hour);
    open.seller.till.sell({ ...usualSale, offlineAt: '2026-11-24T20:00:00Z' });
    const again = await days(open, 24);
    const late = (await sweep(open.system, 'store-days')).filter((it) => it.key.includes('LCHICAGO1-20261124'));
    expect(late).toEqual([...once, ...again]);
  });

  test('belongs to the zone of its store', async () => {
    const open = openSeller();
    // Eight in the evening in Honolulu is the next day in UTC.
    await open.clock.advance(15 * hour);
    open.seller.till.sell({ ...usualSale, locationId: 'LHONOLULU3' });
    await open.clock.advance(20 * hour);
    const told = await sweep(open.system, 'store-days', { from: open.clock.now() - 20 * hour });
    expect(told.find((it) => it.key === 'stores-LHONOLULU3-20261124')).toMatchObject({ data: { tickets: 1 } });
  });

  test('has the drawers that were counted, over or short, and a revision for one that is counted in the morning', async () => {
    const open = openSeller();
    open.seller.till.sell({ lines: [{ sku: 'SOCK-M', price: 633 }], tenders: [{ type: 'CASH' }] });
    const openedAt = new Date(open.clock.now()).toISOString();
    const shift = { openedAt, opening: 10_000, payments: 633, paidIn: 500, paidOut: 2_000, refunds: 100 };
    open.seller.endShift({ ...shift, counted: 9_000, deviceName: 'Till 1' });
    expect(bodies(await days(open, 24))).toMatchObject([
      {
        revision: 1,
        drawers: [
          {
            register: 'Till 1',
            opening: usd('100.00'),
            paidIn: usd('5.00'),
            paidOut: usd('20.00'),
            cashSales: usd('5.33'),
            expected: usd('90.33'),
            counted: usd('90.00'),
          },
        ],
      },
    ]);
    open.seller.endShift({ ...shift, counted: 9_033, deviceName: 'Till 2' });
    expect(bodies(await days(open, 12))).toMatchObject([
      { revision: 2, drawers: [{ register: 'Till 1' }, { register: 'Till 2' }], difference: { tickets: [] } },
    ]);
  });

  test.each([
    ['does not add up', { total_money: { amount: 1, currency: 'USD' } }, 'unbalanced'],
    ['has a shape that is not known', { line_items: [{ uid: 'x', quantity: 'many' }] }, 'response-invalid'],
  ])('that has a ticket which %s is refused, not told without it', async (_, change, code) => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const { id } = open.seller.till.sell(usualSale);
    open.seller.till.corrupt(id, (order) => ({ ...order, ...change }));
    const [told] = await days(open, 24);
    expect(told).toMatchObject({ key: 'stores-LCHICAGO1-20261124', refused: { code } });
  });
});

test('a day that was refused is told once its ticket is right', async () => {
  const open = openSeller();
  const { id } = open.seller.till.sell(usualSale);
  open.seller.till.corrupt(id, (order) => ({ ...order, state: 'SUPERSEDED' as 'OPEN' }));
  expect(await days(open, 24)).toMatchObject([{ refused: { code: 'unmapped' } }]);
  open.seller.till.corrupt(id, (order) => ({ ...order, state: 'COMPLETED' }));
  expect(bodies(await days(open, 12))).toMatchObject([{ revision: 1, tickets: 1 }]);
});
