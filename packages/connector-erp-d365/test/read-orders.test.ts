/** Orders as they are read out of the environment: ours, those of others, and what is kept among them and is none. */
import { simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import type { D365Simulator } from '../src/testing/index.ts';
import { openEnvironment, type OpenEnvironmentOptions } from './environment.ts';
import { openTills } from './till-doors.ts';
import { plainSale, usd } from './till-sales.ts';
import { webSale } from './web-sales.ts';

const [goods] = webSale().lines;
const reads = (orderRef: string) => ['getOrder', { orderRef }] as const;

/** An environment that answers something else than it holds, from when it is told to. */
function telling(what: RegExp, instead: string) {
  const state = { isOn: false };
  const fetch =
    (environment: D365Simulator): typeof globalThis.fetch =>
    async (input, init) => {
      const reply = await simulatorFetch(environment)(input, init);
      if (!state.isOn) return reply;
      return new Response((await reply.text()).replace(what, instead), reply);
    };
  return { fetch, state };
}

/** An environment with one sale of ours in it. */
async function openSold(changes: Record<string, unknown> = {}, options: OpenEnvironmentOptions = {}) {
  const opened = openEnvironment(options);
  const sale = webSale(changes);
  const document = await opened.system.call('createOrder', sale);
  return { ...opened, sale, document };
}

describe('an order of ours', () => {
  test('is read with its lines, charges, tax and rounding', async () => {
    const gift = {
      ...goods,
      id: '2',
      kind: 'gift-card',
      sku: 'CARD-50',
      quantity: { amount: '1' },
      gross: usd('50'),
      discounts: [],
      taxes: [],
    };
    const total = usd('163.15');
    const { system, sale, document, reconfigure } = await openSold({
      lines: [goods, gift],
      charges: [{ kind: 'shipping', gross: usd('4.95') }],
      rounding: usd('-0.05'),
      total,
      outstanding: total,
    });
    const order = await system.call(...reads(sale.ref));
    expect(order).toMatchObject({
      ref: sale.ref,
      number: document.id,
      refs: { erp: document.id },
      currency: 'USD',
      taxIncluded: false,
      lines: [
        {
          id: '1',
          kind: 'goods',
          sku: 'SHOE-42',
          quantity: { amount: '2' },
          gross: usd('100.00'),
          location: 'store-1',
        },
        { id: '2', kind: 'gift-card', sku: 'CARD-50', gross: usd('50.00') },
      ],
      charges: [
        { kind: 'shipping', gross: usd('4.95') },
        { kind: 'other', name: 'Tax', gross: usd('0.00'), taxes: [{ amount: usd('8.25') }] },
      ],
      rounding: usd('-0.05'),
      total,
      outstanding: total,
    });
    expect(order.charges).toHaveLength(2);
    expect(await system.call('getOrder', { orderRef: sale.ref, order: document })).toEqual(order);
    // Our names of lines hold when the configuration has other items by now.
    const later = reconfigure({ items: {}, tax: { mode: 'tax-item', item: 'VAT' } });
    expect(await later.call(...reads(sale.ref))).toMatchObject({
      lines: [{ sku: 'SHOE-42' }, { kind: 'goods', sku: 'CARD-50' }],
      charges: [{ kind: 'other', gross: usd('4.95') }, { name: 'Tax' }],
      rounding: usd('-0.05'),
    });
  });

  test('is read without the lines that were cancelled', async () => {
    const other = { ...goods, id: '2', sku: 'BELT-90', taxes: [] };
    const total = usd('208.25');
    const { system, environment, sale } = await openSold({ lines: [goods, other], total, outstanding: total });
    environment.changeRow('SalesOrderLinesV3', 1, { SalesOrderLineStatus: 'Canceled' });
    const order = await system.call(...reads(sale.ref));
    expect(order).toMatchObject({ lines: [{ id: '1' }], total: usd('108.25') });
    expect(order.lines).toHaveLength(1);
  });

  test.each([
    ['on top of prices', false, '108.25'],
    ['in the prices', true, '100.00'],
  ] as const)('has the tax that the environment computes %s', async (_, taxIncluded, total) => {
    const tax = taxIncluded ? '7.62' : '8.25';
    const opened = openEnvironment({ settings: { tax: { mode: 'groups', group: 'AVATAX', itemGroup: 'ALL' } } });
    opened.environment.seedTax('AVATAX', 'ALL', 8.25);
    const sale = webSale({
      taxIncluded,
      lines: [{ ...goods, taxes: [{ name: 'Tax', amount: usd(tax) }] }],
      total: usd(total),
      outstanding: usd(total),
    });
    await opened.system.call('createOrder', sale);
    const order = await opened.system.call(...reads(sale.ref));
    expect(order).toMatchObject({ taxIncluded, total: usd(total), charges: [{ taxes: [{ amount: usd(tax) }] }] });
  });

  test('from a till, which is known by its invoice, is found by its reference', async () => {
    const { system, environment } = openTills({ as: 'orders' });
    const order = await system.call('createOrder', plainSale());
    expect(order.type).toBe('salesInvoice');
    const [booked] = environment.books.orders();
    const read = await system.call('getOrder', { orderRef: 'till-1-42', order });
    expect(read).toMatchObject({ ref: 'till-1-42', number: booked?.number, total: usd('108.25') });
  });

  test('of another system is not read here', async () => {
    const { system, sale, document } = await openSold();
    const order = { ...document, system: 'shop' };
    await expect(system.call('getOrder', { orderRef: sale.ref, order })).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'order',
    });
  });
});

describe('an order of others', () => {
  test('has the name that the environment gave it, and SKUs by its items', async () => {
    const { system: ours, environment, reconfigure } = await openSold();
    const system = reconfigure({
      originCode: 'CROSSDOCK',
      items: {
        overrides: { PUMPS: { item: 'SHOE-43' } },
        // Another variant of what is sold is no charge.
        charges: { shipping: 'SHIPPING', fee: { item: 'SHOE-43', size: 'XL' } },
        rounding: 'ROUNDING',
        giftCard: 'GIFT',
      },
    });
    expect((await ours.call('listOrders', {})).items).toMatchObject([{ ref: 'shop-7' }]);
    const byHand = { OrderLineReference: '', ExternalItemNumber: 'THEIR-7', LineDescription: 'Pumps' };
    environment.changeRow('SalesOrderLinesV3', 0, { ...byHand, ItemNumber: 'SHOE-43' });
    environment.changeRow('SalesOrderLinesV3', 1, byHand);
    for (const [ItemNumber, LineAmount] of [
      ['SHIPPING', 4.95],
      ['ROUNDING', 0.05],
      ['GIFT', 25],
    ] as const) {
      environment.copyRow('SalesOrderLinesV3', 0, {
        ...byHand,
        ItemNumber,
        LineAmount,
        OrderedSalesQuantity: 1,
        InventoryLotId: `LOT-${ItemNumber}`,
        LineDescription: '',
      });
    }
    const { items, refused } = await system.call('listOrders', {});
    expect(refused).toEqual([]);
    const [{ SalesOrderNumber: number = '' } = {}] = environment.rowsOf('SalesOrderHeadersV4');
    expect(items).toMatchObject([
      {
        ref: `erp-${number}`,
        lines: [
          { sku: 'PUMPS', name: 'Pumps' },
          { id: 'LOT-GIFT', kind: 'gift-card', sku: 'THEIR-7' },
        ],
        charges: [{ kind: 'shipping', gross: usd('4.95') }, { name: 'Tax' }],
        rounding: usd('0.05'),
        total: usd('138.25'),
      },
    ]);
    expect(items[0]?.lines[0]?.id).toMatch(/^LOT-/);
  });

  test('has a name of letters and digits, whatever others wrote', async () => {
    const { system, environment } = await openSold();
    const SalesOrderNumber = 'WEB/17';
    environment.changeRow('SalesOrderHeadersV4', 0, { SalesOrderNumber, CustomersOrderReference: 'PO 4711 / Mr. B' });
    for (const at of [0, 1]) environment.changeRow('SalesOrderLinesV3', at, { SalesOrderNumber });
    const { items } = await system.call('listOrders', {});
    expect(items).toMatchObject([{ ref: 'erp-WEB_17', number: 'WEB/17' }]);
  });

  test('with an item that has no SKU, or several, is refused', async () => {
    const overrides = { 'SHOE-A': { item: 'SHOE-43' }, 'SHOE-B': { item: 'SHOE-43' }, 'SHOE-42': { item: 'BELT-90' } };
    const { system, environment, sale } = await openSold(
      { lines: [{ ...goods, sku: 'SHOE-A' }] },
      {
        settings: { items: { overrides, charges: { shipping: 'SHIPPING' } } },
      },
    );
    expect((await system.call(...reads(sale.ref))).lines[0]?.sku).toBe('SHOE-A');
    environment.changeRow('SalesOrderLinesV3', 0, { ExternalItemNumber: '', ItemNumber: 'SOCKS' });
    expect((await system.call(...reads(sale.ref))).lines[0]?.sku).toBe('SOCKS');
    environment.changeRow('SalesOrderLinesV3', 0, { OrderLineReference: '', ItemNumber: 'SHOE-43' });
    const problem = { code: 'unmapped', path: 'lines.ItemNumber' };
    await expect(system.call(...reads(sale.ref))).rejects.toMatchObject(problem);
    environment.changeRow('SalesOrderLinesV3', 0, { ItemNumber: 'SHOE-42' });
    await expect(system.call(...reads(sale.ref))).rejects.toMatchObject(problem);
  });

  test('with charges of its header has them as a charge', async () => {
    const { system, environment, sale } = await openSold();
    environment.changeRow('SalesOrderHeadersV4', 0, { OrderTotalChargesAmount: 3 });
    const order = await system.call(...reads(sale.ref));
    expect(order.charges).toMatchObject([{ kind: 'other', name: 'Charges', gross: usd('3.00') }, { name: 'Tax' }]);
    expect(order.total).toEqual(usd('111.25'));
  });
});

describe('what is no order in our words', () => {
  test.each([
    ['is cancelled', { SalesOrderStatus: 'Canceled' }, {}, 'unsupported-document', 'SalesOrderStatus'],
    ['is marked as cancelled', { SalesOrderName: 'CANCELLED' }, {}, 'unsupported-document', 'SalesOrderStatus'],
    [
      'was never entered',
      { OrderCreationDateTime: '1900-01-01T00:00:00Z' },
      {},
      'response-invalid',
      'OrderCreationDateTime',
    ],
    ['takes money back', {}, { LineAmount: -1 }, 'unsupported-document', 'lines.OrderedSalesQuantity'],
    [
      'takes goods back beside others',
      {},
      { OrderedSalesQuantity: -1, OrderLineReference: '' },
      'unsupported-document',
      'lines.OrderedSalesQuantity',
    ],
  ])('one that %s is refused by name, and the others are listed', async (_, header, line, code, path) => {
    const { system, environment, sale } = await openSold();
    await system.call('createOrder', webSale({ ref: 'shop-2' }));
    environment.changeRow('SalesOrderHeadersV4', 0, header);
    environment.changeRow('SalesOrderLinesV3', 0, line);
    const { items, refused } = await system.call('listOrders', {});
    const [booked] = environment.books.orders();
    expect(refused).toMatchObject([{ identifiers: [booked?.number, sale.ref], code, path }]);
    expect(items).toMatchObject([{ ref: 'shop-2' }]);
    await expect(system.call(...reads(sale.ref))).rejects.toMatchObject({ code, path });
  });

  test('a header whose lines are still to come is refused', async () => {
    const { system, environment } = await openSold();
    environment.copyRow('SalesOrderHeadersV4', 0, { SalesOrderNumber: 'SO-9', CustomersOrderReference: 'shop-9' });
    const { items, refused } = await system.call('listOrders', {});
    expect(items).toHaveLength(1);
    expect(refused).toMatchObject([{ identifiers: ['SO-9', 'shop-9'], code: 'unsupported-document', path: 'lines' }]);
  });

  test.each([
    ['of goods', 'L-1', -1],
    ['in exchange', 'X-1', 1],
    ['with a fee that is kept', 'F-1', 1],
    ['of money', 'A-1', 1],
    ['that others entered', '', -1],
  ])('a return %s is none', async (_, OrderLineReference, OrderedSalesQuantity) => {
    const { system, environment, sale } = await openSold({
      total: usd('100'),
      outstanding: usd('100'),
      lines: [{ ...goods, taxes: [] }],
    });
    environment.changeRow('SalesOrderLinesV3', 0, { OrderLineReference, OrderedSalesQuantity });
    expect(await system.call('listOrders', {})).toEqual({ items: [], refused: [] });
    await expect(system.call(...reads(sale.ref))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('one that does not come to its total is refused with the difference', async () => {
    const { fetch, state } = telling(/"OrderTotalAmount":[\d.]+/, '"OrderTotalAmount":98.25');
    const { system, sale } = await openSold({}, { fetch });
    state.isOn = true;
    await expect(system.call(...reads(sale.ref))).rejects.toMatchObject({ code: 'unbalanced' });
    expect((await system.call('listOrders', {})).refused).toMatchObject([{ code: 'unbalanced' }]);
  });

  test('tax that is not computed yet is waited for by a person; without tax groups the lines are all there is', async () => {
    const { fetch, state } = telling(/"AreTotalsCalculated":"Yes"/, '"AreTotalsCalculated":"No"');
    const { sale, system, reconfigure } = await openSold({}, { fetch });
    state.isOn = true;
    expect(await system.call(...reads(sale.ref))).toMatchObject({ total: usd('108.25'), charges: [{ name: 'Tax' }] });
    const groups = reconfigure({ tax: { mode: 'groups', group: 'AVATAX' } });
    await expect(groups.call(...reads(sale.ref))).rejects.toMatchObject({
      code: 'unsupported-document',
      path: 'AreTotalsCalculated',
    });
  });
});

test('an order that is not there is asked for once, and one that was removed is none', async () => {
  const { system, document, sale } = await openSold();
  const before = system.exchanges.length;
  await expect(system.call('getOrder', { orderRef: 'shop-0' })).rejects.toMatchObject({ code: 'not-found' });
  expect(system.exchanges.length - before).toBe(1);
  const order = { ...document, id: 'SO-999' };
  await expect(system.call('getOrder', { orderRef: sale.ref, order })).rejects.toMatchObject({ code: 'not-found' });
});
