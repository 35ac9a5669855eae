import { describe, expect, test } from 'vitest';
import { openTills } from './till-doors.ts';
import { plainSale, usd } from './till-sales.ts';

describe('a till sale as an order that is posted at once', () => {
  const orders = { as: 'orders' } as const;

  test('has left, is billed and paid when the call is over', async () => {
    const { system, environment } = openTills(orders);
    const document = await system.call('createOrder', plainSale());
    const [invoice] = environment.books.invoices();
    expect(document).toMatchObject({ type: 'salesInvoice', id: invoice?.number });
    expect(environment.books.orders()).toMatchObject([{ status: 'Invoiced', total: 108.25 }]);
    expect(environment.books.paymentJournals()).toMatchObject([
      { description: 'CD_PAY_till-1-42-T1', posted: true, credit: 825 },
      { description: 'CD_PAY_till-1-42-T2', posted: true, credit: 10_000 },
    ]);
  });

  test('on account is paid later', async () => {
    const { system, environment } = openTills(orders);
    await system.call('createOrder', plainSale({ tenders: [{ kind: 'invoice', amount: usd('108.25') }] }));
    expect(environment.books.invoices()).toHaveLength(1);
    expect(environment.books.paymentJournals()).toEqual([]);
  });

  test('with a means that has no account, or money that went back, is refused before anything is written', async () => {
    const { system, environment } = openTills(orders);
    const cheque = plainSale({ tenders: [{ kind: 'cheque', amount: usd('108.25') }] });
    await expect(system.call('createOrder', cheque)).rejects.toMatchObject({
      code: 'unmapped',
      path: 'tenders.0.kind',
    });
    const change = plainSale({
      tenders: [
        { kind: 'card', amount: usd('120') },
        { kind: 'cash', amount: usd('-11.75') },
      ],
    });
    await expect(system.call('createOrder', change)).rejects.toMatchObject({
      code: 'unsupported-document',
      path: 'tenders.1.amount',
    });
    expect(environment.books.orders()).toEqual([]);
  });

  test('of which something is still to be shipped, or that is none of the channels’, waits for its parcel', async () => {
    const { system, environment } = openTills(orders);
    const [line] = plainSale().lines;
    expect(await system.call('createOrder', plainSale({ lines: [{ ...line, method: 'ship' }] }))).toMatchObject({
      type: 'salesOrder',
    });
    expect(await system.call('createOrder', plainSale({ ref: 'web-1', channel: 'web' }))).toMatchObject({
      type: 'salesOrder',
    });
    expect(environment.books.invoices()).toEqual([]);
  });

  test('is waited for where batch jobs post', async () => {
    const { system, environment, clock } = openTills(orders, {
      settings: { posting: { by: 'batch' } },
      simulator: { postingService: false },
    });
    await expect(system.call('createOrder', plainSale(), { key: 'k' })).rejects.toMatchObject({
      code: 'posting-pending',
    });
    await clock.advance(1_200_000);
    expect(await system.call('createOrder', plainSale(), { key: 'k' })).toMatchObject({ type: 'salesInvoice' });
    expect(environment.books.orders()).toHaveLength(1);
    expect(environment.books.paymentJournals()).toHaveLength(2);
  });
});
