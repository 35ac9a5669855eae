import { money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openRetailer, usualSale } from './support/open-retailer.ts';
import { sweep, toldOf } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');

describe('a return', () => {
  test('names its sale and the lines that came back, with what was paid for them', async () => {
    const { retailer, system } = openRetailer();
    const sale = retailer.till.sell(usualSale);
    const back = retailer.till.takeBack({ saleId: sale.id, lines: [{ line: 1, quantity: '2' }] });
    const { data } = await toldOf(system, 'return.processed', back.id);
    expect(data).toMatchObject({
      orderRef: `stores-${sale.id}`,
      location: 'store-1',
      businessDate: '2026-11-24',
      lines: [
        {
          orderLineId: sale.lines[1]?.id,
          sku: 'SOCK-M',
          quantity: { amount: '2' },
          disposition: 'undecided',
          gross: usd('12.66'),
          taxes: [{ amount: usd('1.04') }],
        },
      ],
      exchange: [],
      total: usd('13.70'),
      tenders: [{ kind: 'card', amount: usd('13.70') }],
      outstanding: usd('0.00'),
    });
  });

  test('counts once it is paid and closed: parked it is nothing', async () => {
    const { retailer, system } = openRetailer();
    const sale = retailer.till.sell(usualSale);
    const parked = retailer.till.takeBack({ saleId: sale.id, status: 'SAVED' });
    const told = async () => (await sweep(system, 'sales')).filter((it) => it.name === 'return.processed');
    expect(await told()).toEqual([]);
    // Closed by somebody, and nothing was given back.
    retailer.till.corrupt(parked.id, { status: 'CLOSED' });
    expect(await told()).toEqual([]);
    retailer.till.corrupt(parked.id, { status: 'SAVED' });
    retailer.till.pay(parked.id);
    retailer.till.corrupt(parked.id, { status: 'CLOSED' });
    expect((await toldOf(system, 'return.processed', parked.id)).data).toMatchObject({
      total: usd('96.22'),
      tenders: [{ kind: 'cash', amount: usd('96.22') }],
    });
  });

  test('without a receipt names no sale', async () => {
    const { retailer, system } = openRetailer();
    const back = retailer.till.takeBack({ unlinked: [{ sku: 'SHOE-42', price: 7990 }] });
    const { data } = await toldOf(system, 'return.processed', back.id);
    expect(data.orderRef).toBeUndefined();
    expect(data).toMatchObject({ lines: [{ sku: 'SHOE-42', gross: usd('79.90') }], total: usd('86.49') });
  });

  test('of a sale that is not there any more stands by itself', async () => {
    const { retailer, system } = openRetailer();
    const sale = retailer.till.sell(usualSale);
    const back = retailer.till.takeBack({ saleId: sale.id });
    retailer.till.corrupt(back.id, { return_for: '00000000-0000-0000-0000-000000000000' });
    const { data } = await toldOf(system, 'return.processed', back.id);
    expect(data.lines.map((it) => it.orderLineId)).toEqual([undefined, undefined]);
  });

  test('in the same sale as other goods is an exchange, and its total what goes back', async () => {
    const { retailer, system } = openRetailer();
    const sale = retailer.till.sell(usualSale);
    const back = retailer.till.takeBack({
      saleId: sale.id,
      lines: [{ line: 1, quantity: '1' }],
      exchange: [{ sku: 'SHOE-42', price: 7990 }],
    });
    expect((await toldOf(system, 'return.processed', back.id)).data).toMatchObject({
      lines: [{ sku: 'SOCK-M', gross: usd('6.33') }],
      exchange: [{ sku: 'SHOE-42', gross: usd('79.90') }],
      total: usd('-79.64'),
      tenders: [{ kind: 'card', amount: usd('-79.64') }],
    });
  });

  test('is for sale again, if the options say so', async () => {
    const { retailer, reconnect } = openRetailer();
    const back = retailer.till.takeBack({ saleId: retailer.till.sell(usualSale).id });
    const system = reconnect({ returnedGoods: 'restock' });
    expect((await toldOf(system, 'return.processed', back.id)).data).toMatchObject({
      lines: [{ disposition: 'restock' }, { disposition: 'restock' }],
    });
  });
});

describe('a sale that is called off after it was closed', () => {
  test('is told as it was, and reversed by a return of all of it on its own day', async () => {
    const { retailer, system, clock } = openRetailer();
    const { id, lines } = retailer.till.sell(usualSale);
    const [before] = await sweep(system, 'sales');
    await clock.advance(50 * 3_600_000);
    retailer.till.void(id);
    const told = await sweep(system, 'sales');
    expect(told.map((it) => [it.name, it.id])).toEqual([
      ['sale.recorded', id],
      ['return.processed', `${id}/void`],
      ['inventory.moved', `stores-line-${lines[0]?.id}`],
      ['inventory.moved', `stores-line-${lines[1]?.id}`],
      ['inventory.moved', `stores-void-${lines[0]?.id}`],
      ['inventory.moved', `stores-void-${lines[1]?.id}`],
    ]);
    const amounts = (it: (typeof told)[number] | undefined) => {
      const { lines: own, total, tenders } = (it && 'data' in it ? it.data : {}) as Readonly<Record<string, unknown>>;
      return { own, total, tenders };
    };
    expect(amounts(told[0])).toEqual(amounts(before));
    expect(told[1]).toMatchObject({
      key: `stores-void-${id}`,
      occurredAt: '2026-11-26T17:00:00.000Z',
      data: {
        orderRef: `stores-${id}`,
        businessDate: '2026-11-24',
        lines: [
          { orderLineId: lines[0]?.id, gross: usd('79.90'), discounts: [{ amount: usd('10.00') }] },
          { orderLineId: lines[1]?.id, gross: usd('18.99') },
        ],
        total: usd('96.22'),
        tenders: [{ kind: 'card', amount: usd('96.22') }],
      },
    });
  });

  test('whose lines are all voided with it is reversed in full', async () => {
    const { retailer, system } = openRetailer();
    const sale = retailer.till.sell({ ...usualSale, lines: usualSale.lines.map((it) => ({ ...it })) });
    retailer.till.book({
      ...retailer.till.void(sale.id),
      lines: sale.lines.map((it) => ({ ...it, status: 'VOIDED' })),
    });
    retailer.till.corrupt(sale.id, { total_price: 88.89, total_tax: 7.33 });
    const told = (await sweep(system, 'sales')).filter((it) => it.name !== 'inventory.moved');
    expect(told).toMatchObject([{ data: { total: usd('96.22') } }, { data: { total: usd('96.22') } }]);
  });

  test('if it was a return, gives the goods out again', async () => {
    const { retailer, system } = openRetailer();
    const sale = retailer.till.sell(usualSale);
    const back = retailer.till.takeBack({ saleId: sale.id, lines: [{ line: 1, quantity: '3' }] });
    retailer.till.void(back.id);
    const reversal = (await sweep(system, 'sales')).find((it) => it.id === `${back.id}/void`);
    expect(reversal).toMatchObject({
      name: 'return.processed',
      data: {
        orderRef: `stores-${back.id}`,
        lines: [],
        exchange: [{ sku: 'SOCK-M', gross: usd('18.99') }],
        total: usd('-20.56'),
        tenders: [{ amount: usd('-20.56') }],
      },
    });
  });

  test('with a surcharge, a discount on all of it and rounded cash comes to nothing', async () => {
    const { retailer, system } = openRetailer();
    retailer.seed({ sku: 'vend-discount', hasInventory: false });
    const lines = [...usualSale.lines, { sku: 'vend-discount', price: 1000, quantity: '-1' }];
    const { id } = retailer.till.sell({
      ...usualSale,
      lines,
      surcharge: 99,
      rounding: 1,
      payments: [{ type: 'Cash' }],
    });
    retailer.till.void(id);
    const [sale, reversal] = (await sweep(system, 'sales')).filter((it) => it.name !== 'inventory.moved');
    const parts = (it: typeof sale) => (it && 'data' in it ? it.data : {}) as Record<string, { gross: unknown }[]>;
    expect(parts(reversal)['total']).toEqual(parts(sale)['total']);
    expect(parts(reversal)['rounding']).toEqual(parts(sale)['rounding']);
    expect(parts(reversal)['charges']?.map((it) => it.gross)).toEqual(parts(sale)['charges']?.map((it) => it.gross));
    expect(parts(reversal)['lines']?.map((it) => it.gross)).toEqual(parts(sale)['lines']?.map((it) => it.gross));
  });
});

describe('a return that we record', () => {
  const taken = async (open: ReturnType<typeof openRetailer>) => {
    const { id } = open.retailer.till.sell(usualSale);
    const order = await open.reconnect({}).call('getOrder', { orderRef: `stores-${id}` });
    const [, socks] = order.lines;
    if (!socks) throw new Error('The sale has two lines');
    const { id: orderLineId, sku, quantity, gross, taxes } = socks;
    const total = usd('20.55');
    const line = { id: 'r1', orderLineId, sku, quantity, disposition: 'restock' as const, gross, discounts: [], taxes };
    return {
      ref: 'web-R1',
      orderRef: order.ref,
      refs: {},
      channel: 'web' as const,
      occurredAt: new Date(open.clock.now()).toISOString(),
      location: 'store-1',
      currency: 'USD',
      taxIncluded: false,
      lines: [line],
      total,
      tenders: [{ kind: 'cash' as const, amount: total }],
      outstanding: usd('0.00'),
    };
  };

  test('puts its goods into stock, gives the money back, and is not told again', async () => {
    const open = openRetailer();
    const input = await taken(open);
    const made = await open.system.call('processReturn', input);
    const booked = open.retailer.books.sales.get(made.id);
    expect(booked).toMatchObject({ status: 'CLOSED', sourceId: 'web-R1', lines: [{ quantity: -300_000 }] });
    const told = await sweep(open.system, 'sales');
    expect(told.filter((it) => it.key.includes(made.id) || it.name === 'return.processed')).toEqual([]);
  });

  test('is the same sale when it is recorded by another process', async () => {
    const open = openRetailer();
    const input = await taken(open);
    const first = await open.system.call('processReturn', input, { key: 'one' });
    const second = await open.system.restart().call('processReturn', input, { key: 'another' });
    expect(second).toEqual(first);
    expect(open.retailer.books.sales.values().filter((it) => it.sourceId === 'web-R1')).toHaveLength(1);
  });

  test('under the register that the options name', async () => {
    const open = openRetailer();
    const input = await taken(open);
    const [, second] = open.retailer.books.registers.values();
    const [outlet] = open.retailer.books.outlets.values();
    const outlets = { [outlet?.id ?? '']: { code: 'store-1', register: second?.id ?? '' } };
    const { id } = await open.reconnect({ outlets }).call('processReturn', input);
    expect(open.retailer.books.sales.get(id)?.registerId).toBe(second?.id);
  });

  test('is refused where the retailer has no such means of payment', async () => {
    const open = openRetailer();
    const input = await taken(open);
    const cheque = { ...input, tenders: [{ ...input.tenders[0], kind: 'cheque' as const, amount: input.total }] };
    await expect(open.system.call('processReturn', cheque)).rejects.toMatchObject({
      code: 'unmapped',
      path: 'tenders.0.kind',
    });
  });
});
