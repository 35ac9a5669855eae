import { money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { chicago, honolulu, openRetailer, type OpenRetailerOptions, usualSale } from './support/open-retailer.ts';
import { decode, sweep } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');
const hour = 3_600_000;
const dayKey = (outlet: string, date: string) => `stores-${outlet.replaceAll('-', '_')}-${date}`;
const socks = {
  outletId: chicago,
  tax: 'No Tax',
  lines: [{ sku: 'SOCK-M', price: 633 }],
  payments: [{ type: 'Cash' }],
};

type Told = Awaited<ReturnType<typeof sweep>>[number];

/** A retailer whose store days are asked for on a beat, as the dock does: window after window. */
function openDays(options?: OpenRetailerOptions) {
  const open = openRetailer(options);
  const ids = new Set<string>();
  const days = async (hours: number, key = dayKey(chicago, '20261124'), everyHours = 3): Promise<readonly Told[]> => {
    const told: Told[] = [];
    for (let passed = 0; passed < hours; passed += everyHours) {
      await open.clock.advance(everyHours * hour);
      const window = { from: open.clock.now() - (everyHours + 6) * hour, to: open.clock.now() };
      for (const event of await sweep(open.system, 'store-days', window)) {
        if (!ids.has(event.id)) told.push(event);
        ids.add(event.id);
      }
    }
    return told.filter((it) => it.key === key);
  };
  return { ...open, days };
}

const bodies = (told: readonly object[]) => told.map((it) => ('data' in it ? it.data : it));

describe('a store day', () => {
  test('closes after its end, with sales, returns, tax and means', async () => {
    const { retailer, days } = openDays();
    const { id: saleId } = retailer.till.sell(usualSale);
    retailer.till.sell(socks);
    retailer.till.takeBack({ saleId, lines: [{ line: 1, quantity: '1' }] });
    retailer.till.sell({ ...usualSale, status: 'SAVED' });
    retailer.till.sell({ ...usualSale, status: 'LAYBY', payments: [{ type: 'Cash', amount: 2000 }] });
    expect(bodies(await days(24))).toMatchObject([
      {
        location: 'store-1',
        businessDate: '2026-11-24',
        revision: 1,
        tickets: 2,
        returns: 1,
        voids: 0,
        sales: usd('95.22'),
        refunds: usd('6.33'),
        tax: usd('6.81'),
        total: usd('95.70'),
        tenders: [
          { kind: 'card', name: 'Credit Card', amount: usd('89.37') },
          { kind: 'cash', name: 'Cash', amount: usd('6.33') },
        ],
        closedAt: '2026-11-25T12:00:00.000Z',
      },
    ]);
  });

  test('gets a ticket of a till that was offline as revision 2, which names it and the difference', async () => {
    const { retailer, clock, days } = openDays();
    retailer.till.sell(usualSale);
    expect(await days(24)).toHaveLength(1);
    await clock.advance(20 * hour);
    const late = retailer.till.sell({ ...usualSale, soldAt: '2026-11-24T20:00:00Z' });
    expect(bodies(await days(24))).toMatchObject([
      {
        revision: 2,
        tickets: 2,
        total: usd('192.44'),
        difference: { total: usd('96.22'), tickets: [`stores-${late.id}`] },
      },
    ]);
  });

  test('of which a sale is called off days later is corrected by a revision, and never changed without a word', async () => {
    const { retailer, clock, days } = openDays();
    const { id } = retailer.till.sell(usualSale);
    retailer.till.sell(socks);
    expect(await days(24)).toHaveLength(1);
    await clock.advance(40 * hour);
    retailer.till.void(id);
    expect(bodies(await days(12))).toMatchObject([
      {
        revision: 2,
        businessDate: '2026-11-24',
        tickets: 2,
        voids: 1,
        total: usd('6.33'),
        difference: { total: usd('-96.22'), tickets: [`stores-void-${id}`] },
      },
    ]);
  });

  test('of which a sale is called off before it closes has both, and comes to nothing', async () => {
    const { retailer, days } = openDays();
    retailer.till.void(retailer.till.sell(usualSale).id);
    expect(bodies(await days(24))).toMatchObject([{ revision: 1, tickets: 1, voids: 1, total: usd('0.00') }]);
  });

  test('has the same editions when all of it is read at once, later', async () => {
    const { retailer, clock, days, system } = openDays();
    const { id } = retailer.till.sell(usualSale);
    const once = await days(24);
    await clock.advance(20 * hour);
    retailer.till.sell({ ...usualSale, soldAt: '2026-11-24T20:00:00Z' });
    const again = await days(12);
    retailer.till.void(id);
    const last = await days(12);
    const late = (await sweep(system, 'store-days')).filter((it) => it.key === dayKey(chicago, '20261124'));
    expect(late).toEqual([...once, ...again, ...last]);
  });

  test('belongs to the zone of its store', async () => {
    const { retailer, clock, system } = openDays();
    // Eight in the evening in Honolulu is the next day in UTC.
    await clock.advance(15 * hour);
    retailer.till.sell({ ...usualSale, outletId: honolulu });
    await clock.advance(20 * hour);
    const told = await sweep(system, 'store-days', { from: clock.now() - 20 * hour });
    expect(told.find((it) => it.key === dayKey(honolulu, '20261124'))).toMatchObject({ data: { tickets: 1 } });
  });

  test('has the registers that were counted, over or short, and a revision for one that is counted in the morning', async () => {
    const { retailer, system, days, delivery, clock } = openDays();
    const registers = retailer.books.registers.values().filter((it) => it.outletId === chicago);
    const [first = '', second = ''] = registers.map((it) => it.id);
    retailer.till.sell({ ...socks, registerId: first });
    retailer.till.sell({ ...socks, registerId: second });
    await clock.advance(8 * hour);
    retailer.till.close({ registerId: first, opening: 10_000, withdrawn: 2_000, counted: { Cash: 8_600 } });
    await decode(system, await delivery('register_close_time'));
    expect(bodies(await days(15))).toMatchObject([
      {
        revision: 1,
        drawers: [
          {
            register: first,
            opening: usd('100.00'),
            paidOut: usd('20.00'),
            cashSales: usd('6.33'),
            expected: usd('86.33'),
            counted: usd('86.00'),
          },
        ],
      },
    ]);
    retailer.till.close({ registerId: second, opening: 10_000 });
    await decode(system, await delivery('register_close_time'));
    expect(bodies(await days(12))).toMatchObject([
      { revision: 2, total: usd('12.66'), drawers: [{ register: first }, { register: second }] },
    ]);
  });

  test.each([
    ['does not add up', { total_price: 1 }, 'unbalanced'],
    [
      'has a shape that is not known',
      { line_items: [{ id: 'x', product_id: 'y', quantity: 'many' }] },
      'response-invalid',
    ],
    ['has a status that is not known', { status: 'SUPERSEDED' }, 'unmapped'],
  ])(
    'that has a ticket which %s is refused, not told without it, and the other stores go on',
    async (_, change, code) => {
      const { retailer, system, clock } = openDays();
      retailer.till.sell(usualSale);
      const { id } = retailer.till.sell(usualSale);
      retailer.till.sell({ ...usualSale, outletId: honolulu });
      retailer.till.corrupt(id, change);
      await clock.advance(28 * hour);
      const told = await sweep(system, 'store-days', { from: clock.now() - 24 * hour });
      expect(told.find((it) => it.key === dayKey(chicago, '20261124'))).toMatchObject({ refused: { code } });
      expect(told.find((it) => it.key === dayKey(honolulu, '20261124'))).toMatchObject({ data: { tickets: 1 } });
    },
  );

  test('that was refused is told once its ticket is right', async () => {
    const { retailer, days } = openDays();
    const { id } = retailer.till.sell(usualSale);
    retailer.till.corrupt(id, { status: 'SUPERSEDED' });
    expect(await days(24)).toMatchObject([{ refused: { code: 'unmapped' } }]);
    retailer.till.corrupt(id, { status: 'CLOSED' });
    expect(bodies(await days(12))).toMatchObject([{ revision: 1, tickets: 1 }]);
  });

  test('of all stores is read in one go', async () => {
    const { retailer, system, clock } = openDays();
    for (let count = 0; count < 30; count++) {
      retailer.till.sell({ ...socks, outletId: count % 2 === 0 ? chicago : honolulu });
      await clock.advance(60_000);
    }
    await clock.advance(30 * hour);
    const before = system.exchanges.length;
    const told = await sweep(system, 'store-days', { from: clock.now() - 24 * hour });
    expect(told.length).toBeGreaterThanOrEqual(3);
    const asked = system.exchanges.slice(before).filter((it) => it.path === '/api/2.0/sales');
    expect(asked.length).toBeLessThan(10);
  });
});

test('a sale that is opened again while the feed is read is in no day: what was read last counts', async () => {
  let onSales: (body: string) => void = () => undefined;
  const { retailer, reconnect, clock } = openRetailer({
    fetch: (it) => async (input, init) => {
      const request = new Request(input, init);
      const answer = await it.handle(request);
      if (new URL(request.url).pathname === '/api/2.0/sales') onSales(await answer.clone().text());
      return answer;
    },
  });
  const { id } = retailer.till.sell(usualSale);
  retailer.till.sell(socks);
  await clock.advance(24 * hour);
  const window = { from: clock.now() - 20 * hour, to: clock.now() };
  const ticketsTold = async () => {
    const told = await sweep(reconnect({ pageSize: 1 }), 'store-days', window);
    const own = told.filter((it) => it.key === dayKey(chicago, '20261124'));
    return own.flatMap((it) => (it.name === 'storeday.closed' && 'data' in it ? [it.data.tickets] : []));
  };
  let seen = 0;
  onSales = (body) => (seen += Number(body.includes(id)));
  expect(await ticketsTold()).toEqual([2]);
  const last = seen;
  seen = 0;
  onSales = (body) => {
    seen += Number(body.includes(id));
    if (seen === last) retailer.till.corrupt(id, { status: 'SAVED' });
  };
  expect(await ticketsTold()).toEqual([1]);
});
