import { money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { type LightspeedSellInput } from '../../src/testing/index.ts';
import { openRetailer, type OpenRetailerOptions, usualSale } from './support/open-retailer.ts';
import { sweep, toldOf } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');

async function sold(input: LightspeedSellInput, options?: OpenRetailerOptions) {
  const { retailer, system } = openRetailer(options);
  return (await toldOf(system, 'sale.recorded', retailer.till.sell(input).id)).data;
}

describe('a sale', () => {
  test('is told with discounts, taxes and payment, to the cent', async () => {
    expect(await sold(usualSale)).toMatchObject({
      channel: 'store',
      location: 'store-1',
      taxIncluded: false,
      businessDate: '2026-11-24',
      lines: [
        {
          sku: 'SHOE-42',
          gross: usd('79.90'),
          discounts: [{ amount: usd('10.00'), scope: 'line' }],
          taxes: [{ name: 'Sales tax', rate: '0.0825', amount: usd('5.77') }],
        },
        { sku: 'SOCK-M', quantity: { amount: '3', unit: 'EA' }, gross: usd('18.99'), taxes: [{ amount: usd('1.56') }] },
      ],
      total: usd('96.22'),
      tenders: [{ kind: 'card', name: 'Credit Card', amount: usd('96.22') }],
      outstanding: usd('0.00'),
    });
  });

  test.each(['after-discount', 'before-discount'] as const)(
    'has the same amounts when unit prices are %s',
    async (priceMeans) => {
      const { lines, total } = await sold(usualSale, { simulator: { priceMeans } });
      expect([lines[0]?.gross, lines[0]?.discounts[0]?.amount, total]).toEqual([
        usd('79.90'),
        usd('10.00'),
        usd('96.22'),
      ]);
    },
  );

  test('whose line totals have no discount taken off has the same amounts too', async () => {
    const { retailer, system } = openRetailer();
    const { id } = retailer.till.sell(usualSale);
    const [shoe, socks] = await wireLines(retailer, id);
    retailer.till.corrupt(id, { line_items: [{ ...shoe, price_total: 79.9 }, socks] });
    const { data } = await toldOf(system, 'sale.recorded', id);
    expect(data).toMatchObject({ total: usd('96.22'), lines: [{ gross: usd('79.90') }, { gross: usd('18.99') }] });
  });

  test('with unrounded lines comes to the rounded total, and no line is off by a cent or more', async () => {
    const { retailer, system } = openRetailer();
    const { id } = retailer.till.sell({ ...usualSale, lines: [{ sku: 'SHOE-42', price: 1291 }] });
    const [line] = await wireLines(retailer, id);
    // The vendor's own example: 12.91305 and 1.93695 of tax are 14.85, and their sums show the noise of binary fractions.
    const parts = [4.30435, 8.608700000000001].map((price_total, index) => ({
      ...line,
      id: `line-${index}`,
      price_total,
      price: price_total,
      discount: 0,
      discount_total: 0,
      tax_total: [0.64565, 1.2912999999999999][index],
      tax_components: [],
    }));
    const [payment] = await wirePayments(retailer, id);
    retailer.till.corrupt(id, {
      line_items: parts,
      total_price: 12.91,
      total_tax: 1.94,
      payments: [{ ...payment, amount: 14.85 }],
    });
    const { data } = await toldOf(system, 'sale.recorded', id);
    expect(data).toMatchObject({
      total: usd('14.85'),
      lines: [
        { gross: usd('4.30'), taxes: [{ amount: usd('0.65') }] },
        { gross: usd('8.61'), taxes: [{ amount: usd('1.29') }] },
      ],
    });
    expect(data.rounding).toBeUndefined();
  });

  test('has texts and numbers read alike', async () => {
    const { retailer, system } = openRetailer();
    const { id } = retailer.till.sell(usualSale);
    const lines = await wireLines(retailer, id);
    const asText = lines.map((it) => ({
      ...it,
      price_total: String(it['price_total']),
      quantity: `${String(it['quantity'])}.00000`,
    }));
    retailer.till.corrupt(id, { line_items: asText, total_price: '88.89000', total_tax: '7.33' });
    expect((await toldOf(system, 'sale.recorded', id)).data).toMatchObject({ total: usd('96.22') });
  });

  test('that was rounded in cash has the rounding of its own, and no payment of it', async () => {
    expect(await sold({ ...usualSale, rounding: -2, payments: [{ type: 'Cash' }] })).toMatchObject({
      total: usd('96.20'),
      rounding: usd('-0.02'),
      tenders: [{ kind: 'cash', amount: usd('96.20') }],
      outstanding: usd('0.00'),
    });
  });

  test('with a surcharge has a charge', async () => {
    expect(await sold({ ...usualSale, surcharge: 150 })).toMatchObject({
      charges: [{ kind: 'fee', name: 'Surcharge', gross: usd('1.50') }],
      total: usd('97.72'),
    });
  });

  test('with a discount on all of it shares it out to the cent, as its tax', async () => {
    const { retailer, system } = openRetailer();
    retailer.seed({ sku: 'vend-discount', hasInventory: false });
    const { id } = retailer.till.sell({
      ...usualSale,
      lines: [...usualSale.lines, { sku: 'vend-discount', price: 1000, quantity: '-1' }],
    });
    const { data } = await toldOf(system, 'sale.recorded', id);
    const shares = data.lines.flatMap((it) => it.discounts.filter((discount) => discount.scope === 'order'));
    expect(shares.map((it) => it.amount)).toEqual([usd('7.86'), usd('2.14')]);
    expect(data).toMatchObject({ total: usd('85.40'), tenders: [{ amount: usd('85.40') }] });
    expect(data.rounding).toBeUndefined();
    expect(data.lines.map((it) => it.sku)).toEqual(['SHOE-42', 'SOCK-M']);
  });

  test('leaves out lines that were taken off again', async () => {
    const lines = [...usualSale.lines, { sku: 'SOCK-M', price: 633, voided: true }];
    const { lines: told, total } = await sold({ ...usualSale, lines });
    expect([told.length, total]).toEqual([2, usd('96.22')]);
  });

  test('of a gift card is a liability', async () => {
    const { retailer, reconnect } = openRetailer();
    const [giftCard = ''] = retailer.seed({ sku: 'GIFT-50', hasInventory: false }).productIds;
    const { id } = retailer.till.sell({ ...usualSale, tax: 'No Tax', lines: [{ sku: 'GIFT-50', price: 5000 }] });
    const { data } = await toldOf(reconnect({ giftCardProducts: [giftCard] }), 'sale.recorded', id);
    expect(data).toMatchObject({ lines: [{ kind: 'gift-card' }], total: usd('50.00') });
    const back = retailer.till.takeBack({ saleId: id });
    const { data: returned } = await toldOf(reconnect({ giftCardProducts: [giftCard] }), 'return.processed', back.id);
    expect(returned).toMatchObject({ lines: [{ kind: 'gift-card', disposition: 'not-returned' }] });
  });

  test('in yen has whole ones', async () => {
    const tokyo = [{ id: 'o1', name: 'Tokyo', timeZone: 'Asia/Tokyo', currency: 'JPY' }];
    const { retailer, system } = openRetailer({ simulator: { outlets: tokyo }, options: { outlets: undefined } });
    const { id } = retailer.till.sell({ lines: [{ sku: 'SHOE-42', price: 1980, quantity: '1.25' }], tax: 'No Tax' });
    expect((await toldOf(system, 'sale.recorded', id)).data).toMatchObject({
      total: { amount: '2475', currency: 'JPY' },
      lines: [{ quantity: { amount: '1.25' } }],
    });
  });
});

describe('a sale counts', () => {
  test('not while it is parked, open or laid by; and once it is paid and closed', async () => {
    const { retailer, system, clock } = openRetailer();
    const parked = retailer.till.sell({ ...usualSale, status: 'SAVED' });
    retailer.till.sell({ ...usualSale, status: 'OPEN' });
    const layby = retailer.till.sell({ ...usualSale, status: 'LAYBY', payments: [{ type: 'Cash', amount: 2000 }] });
    expect(await sweep(system, 'sales')).toEqual([]);
    await clock.advance(26 * 3_600_000);
    retailer.till.pay(parked.id);
    retailer.till.pay(layby.id);
    expect((await toldOf(system, 'sale.recorded', layby.id)).data).toMatchObject({
      total: usd('96.22'),
      businessDate: '2026-11-25',
      tenders: [{ amount: usd('20.00') }, { amount: usd('76.22') }],
    });
    await toldOf(system, 'sale.recorded', parked.id);
  });

  test('on account once it is paid, or at once as owed, by the option', async () => {
    const { retailer, system, reconnect } = openRetailer();
    const { id } = retailer.till.sell({ ...usualSale, status: 'ONACCOUNT' });
    expect(await sweep(system, 'sales')).toEqual([]);
    const { data } = await toldOf(reconnect({ onAccount: 'at-once' }), 'sale.recorded', id);
    expect(data).toMatchObject({ total: usd('96.22'), tenders: [], outstanding: usd('96.22') });
  });

  test('not when it was called off before it was paid', async () => {
    const { retailer, system } = openRetailer();
    const { id } = retailer.till.sell({ ...usualSale, status: 'SAVED' });
    retailer.till.void(id);
    expect(await sweep(system, 'sales')).toEqual([]);
  });
});

describe('a sale that cannot be told', () => {
  test.each([
    ['does not add up', { total_price: 99.99 }, 'unbalanced', 'total'],
    ['has an unknown status', { status: 'SUPERSEDED' }, 'unmapped', 'status'],
    ['is of an outlet that is not ours', { outlet_id: 'elsewhere' }, undefined, undefined],
    [
      'has a quantity that is none',
      { line_items: [{ id: 'x', product_id: 'y', quantity: 'many' }] },
      'response-invalid',
      'line_items.0.quantity',
    ],
    [
      'was paid by something unknown',
      { payments: [{ amount: 96.22, name: 'Barter', retailer_payment_type_id: 'b1' }] },
      'unmapped',
      'payments.0.retailer_payment_type_id',
    ],
    [
      'sells a product that nobody has',
      { line_items: [{ id: 'x', product_id: 'y', quantity: 1, price_total: 88.89, tax_total: 7.33 }] },
      'unmapped',
      'line_items.x.product_id',
    ],
  ])('because it %s parks by itself, and the others go on', async (_, change, code, path) => {
    const { retailer, system } = openRetailer();
    const odd = retailer.till.sell(usualSale);
    const { id } = retailer.till.sell(usualSale);
    retailer.till.corrupt(odd.id, change);
    const told = (await sweep(system, 'sales')).filter((it) => it.name !== 'inventory.moved');
    expect(told.filter((it) => !('refused' in it)).map((it) => it.key)).toEqual([`stores-${id}`]);
    const refused = told.flatMap((it) => ('refused' in it ? [it.refused] : []));
    expect(refused.map((it) => [it.code, it.path])).toEqual(code === undefined ? [] : [[code, path]]);
  });

  test('for its payment type is told once the options name it', async () => {
    const { retailer, reconnect } = openRetailer();
    const { id } = retailer.till.sell(usualSale);
    retailer.till.corrupt(id, { payments: [{ amount: 96.22, name: 'Barter', retailer_payment_type_id: 'b1' }] });
    const { data } = await toldOf(reconnect({ paymentTypes: { b1: 'other' } }), 'sale.recorded', id);
    expect(data).toMatchObject({ tenders: [{ kind: 'other', name: 'Barter' }] });
  });
});

type Rows = readonly Readonly<Record<string, unknown>>[];

async function wireSale({ handle, origin, credentials }: ReturnType<typeof openRetailer>['retailer'], id: string) {
  const headers = { authorization: `Bearer ${credentials.personalToken}`, 'user-agent': 'test' };
  const reply = await handle(new Request(`${origin}/api/2.0/sales/${id}`, { headers }));
  return ((await reply.json()) as { data: { line_items: Rows; payments: Rows } }).data;
}

const wireLines = async (retailer: ReturnType<typeof openRetailer>['retailer'], id: string) =>
  (await wireSale(retailer, id)).line_items;
const wirePayments = async (retailer: ReturnType<typeof openRetailer>['retailer'], id: string) =>
  (await wireSale(retailer, id)).payments;
