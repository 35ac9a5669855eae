import { money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { type SquareSellInput } from '../../src/testing/index.ts';
import { openSeller, usualSale } from './support/open-seller.ts';
import { sweep, toldOf } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');
const skus = { giftCardSku: 'GIFT-CARD', customAmountSku: 'CUSTOM' };

async function sold(input: SquareSellInput) {
  const { seller, system } = openSeller({ options: skus });
  return (await toldOf(system, 'sale.recorded', seller.till.sell(input).id)).data;
}

describe('a sale', () => {
  test('is told with discounts, taxes, tip and tender, to the cent', async () => {
    expect(await sold(usualSale)).toMatchObject({
      channel: 'store',
      location: 'store-1',
      register: 'DEVICESIM1',
      taxIncluded: false,
      businessDate: '2026-11-24',
      lines: [
        {
          sku: 'SHOE-42',
          gross: usd('79.90'),
          discounts: [{ amount: usd('10.00'), reason: 'Sale', scope: 'order' }],
          taxes: [{ name: 'Sales tax', rate: '0.0825', amount: usd('5.77') }],
        },
        { sku: 'SOCK-M', quantity: { amount: '3', unit: 'EA' }, gross: usd('18.99'), taxes: [{ amount: usd('1.57') }] },
      ],
      charges: [{ kind: 'tip', gross: usd('2.00') }],
      total: usd('98.23'),
      tenders: [{ kind: 'card', name: 'CARD', amount: usd('98.23') }],
      outstanding: usd('0.00'),
    });
  });

  test('whose prices contain the tax says so', async () => {
    const taxes = [{ name: 'VAT', percentage: '19', inclusive: true }];
    expect(await sold({ lines: [{ sku: 'SHOE-42', price: 11900 }], taxes })).toMatchObject({
      taxIncluded: true,
      lines: [{ gross: usd('119.00'), taxes: [{ amount: usd('19.00') }] }],
      total: usd('119.00'),
    });
  });

  test('with one tax inside the prices and one on top has both in its gross', async () => {
    const taxes = [
      { name: 'VAT', percentage: '19', inclusive: true },
      { name: 'City', percentage: '1' },
    ];
    expect(await sold({ lines: [{ sku: 'SHOE-42', price: 11900 }], taxes })).toMatchObject({
      taxIncluded: true,
      lines: [{ gross: usd('120.19'), taxes: [{ amount: usd('19.00') }, { amount: usd('1.19') }] }],
      total: usd('120.19'),
    });
  });

  test('with modifiers, a service charge and cash rounding adds up', async () => {
    const lines = [{ sku: 'SHOE-42', price: 2200, quantity: '2', modifiers: 103 }];
    const tenders = [{ type: 'CASH' as const }];
    expect(await sold({ lines, serviceCharge: 150, rounding: 2, tenders })).toMatchObject({
      lines: [{ unitPrice: usd('22.00'), gross: usd('45.03') }],
      charges: [{ kind: 'fee', gross: usd('1.50') }],
      rounding: usd('0.02'),
      total: usd('46.55'),
      tenders: [{ kind: 'cash', amount: usd('46.55') }],
    });
  });

  test('paid by several means has each of them', async () => {
    const tenders = [
      { type: 'SQUARE_GIFT_CARD' as const, amount: 2000 },
      { type: 'CASH' as const, amount: 1000 },
      { type: 'CARD' as const },
    ];
    const { tenders: told } = await sold({ lines: [{ sku: 'SHOE-42', price: 7990 }], tenders });
    expect(told.map((it) => [it.kind, it.amount.amount])).toEqual([
      ['gift-card', '20.00'],
      ['cash', '10.00'],
      ['card', '49.90'],
    ]);
  });

  test('of a gift card is a liability, and a typed amount is no article', async () => {
    const lines = [{ price: 5000, kind: 'GIFT_CARD' as const }, { price: 250 }];
    expect((await sold({ lines })).lines).toMatchObject([
      { kind: 'gift-card', sku: 'GIFT-CARD' },
      { kind: 'service', sku: 'CUSTOM' },
    ]);
  });

  test('of a gift card that comes back says so, for it is less owed and no revenue given back', async () => {
    const { seller, reconnect } = openSeller();
    const { id: orderId } = seller.till.sell({ lines: [{ price: 5000, kind: 'GIFT_CARD' as const }] });
    const { id } = seller.till.takeBack({ orderId, lines: [{ line: 0, quantity: '1' }], restock: false });
    const { data } = await toldOf(reconnect(skus), 'return.processed', id);
    expect(data).toMatchObject({ lines: [{ kind: 'gift-card', sku: 'GIFT-CARD', disposition: 'not-returned' }] });
  });

  test('in a currency without minor units, and of a weight, is exact', async () => {
    const tokyo = { id: 'LTOKYO', currency: 'JPY', timezone: 'Asia/Tokyo' };
    const { seller, system } = openSeller({
      simulator: { locations: [tokyo] },
      options: { locations: { LTOKYO: { code: 'T' } } },
    });
    const sale = seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 1980, quantity: '1.25' }] });
    const { data } = await toldOf(system, 'sale.recorded', sale.id);
    expect(data).toMatchObject({
      total: { amount: '2475', currency: 'JPY' },
      lines: [{ quantity: { amount: '1.25' } }],
    });
  });

  test('is told once it is paid, though the order stays open; an open tab is not', async () => {
    const { seller, system } = openSeller();
    const kept = seller.till.sell({ ...usualSale, keptOpen: true });
    const tab = seller.till.sell({ ...usualSale, unpaid: true });
    seller.till.noSale();
    expect((await sweep(system, 'orders')).map((it) => it.key)).toEqual([`stores-${kept.id}`]);
    seller.till.payTab(tab.id, 300);
    expect((await toldOf(system, 'sale.recorded', tab.id)).data).toMatchObject({ total: usd('99.23') });
  });

  test('whose total contains the tip already does not pay it twice', async () => {
    const { seller, system } = openSeller();
    const { id } = seller.till.sell(usualSale);
    seller.till.corrupt(id, (order) => ({ ...order, total_money: { amount: 9823, currency: 'USD' } }));
    expect((await toldOf(system, 'sale.recorded', id)).data).toMatchObject({ total: usd('98.23') });
  });
});

describe('an order that cannot be told', () => {
  test.each([
    ['does not add up', { total_money: { amount: 9999, currency: 'USD' } }, 'unbalanced', 'total'],
    ['has an unknown state', { state: 'SUPERSEDED' }, 'unmapped', 'state'],
    ['has an amount without its number', { total_money: { currency: 'USD' } }, 'unmapped', 'total_money'],
    ['is of a store that is not ours', { location_id: 'LELSEWHERE' }, undefined, undefined],
    [
      'has no lines that can be read',
      { line_items: [{ uid: 'x', quantity: 'many' }] },
      'response-invalid',
      'line_items.0.quantity',
    ],
  ])('because it %s parks by itself, and the others go on', async (_, change, code, path) => {
    const { seller, system } = openSeller();
    const odd = seller.till.sell(usualSale);
    const { id } = seller.till.sell(usualSale);
    seller.till.corrupt(odd.id, (order) => ({ ...order, ...change }) as typeof order);
    const told = await sweep(system, 'orders');
    expect(told.filter((it) => !('refused' in it)).map((it) => it.key)).toEqual([`stores-${id}`]);
    const refused = told.flatMap((it) => ('refused' in it ? [it.refused] : []));
    expect(refused.map((it) => [it.code, it.path])).toEqual(code === undefined ? [] : [[code, path]]);
  });

  test('names an unknown tender type, tax type and article, each with its path', async () => {
    const refusalOf = async (change: (order: Record<string, unknown>) => object) => {
      const { seller, system } = openSeller();
      const { id } = seller.till.sell(usualSale);
      seller.till.corrupt(id, (order) => ({ ...order, ...change(order) }));
      const [told] = await sweep(system, 'orders');
      return told && 'refused' in told ? [told.refused.code, told.refused.path] : told;
    };
    const first = (order: Record<string, unknown>, key: string) => (order[key] as readonly object[])[0];
    expect(await refusalOf((it) => ({ tenders: [{ ...first(it, 'tenders'), type: 'BARTER' }] }))).toEqual([
      'unmapped',
      'tenders.0.type',
    ]);
    expect(await refusalOf((it) => ({ taxes: [{ ...first(it, 'taxes'), type: 'REVERSE' }] }))).toEqual([
      'unmapped',
      'taxes.type',
    ]);
    expect(await refusalOf((it) => ({ line_items: [{ ...first(it, 'line_items'), item_type: 'DREAM' }] }))).toEqual([
      'unmapped',
      'line_items.0.item_type',
    ]);
  });
});
