import { type CapabilityInput, money } from '@crossdock/core';
import type { Arrange } from '@crossdock/testing/contracts';
import type { BookedOrder, ShopifySimulator } from '../../src/testing/index.ts';
import { openShop, type OpenShopOptions, usualOrder } from './open-shop.ts';

/** What every side door to the shop's orders has. */
function common(options: OpenShopOptions) {
  const open = openShop(options);
  const { shop, system } = open;
  return {
    ...open,
    door: {
      system,
      faults: shop.faults,
      secrets: [shop.credentials.staticToken, shop.credentials.clientSecret, shop.webhookSecret],
      throttle: () => shop.faults.arm('throttle-storm'),
      revokeCredentials: () => shop.uninstallApp(),
      loseReply: () => shop.faults.arm('lost-reply'),
    },
  };
}

const line = (sku: string, amount: string) => ({
  id: '1',
  sku,
  quantity: { amount: '3' },
  unitPrice: { amount, currency: 'USD' },
  gross: { amount: (Number(amount) * 3).toFixed(2), currency: 'USD' },
});

/** A sale at a till: prices that do not divide, a tip, tax, two tenders. */
export function tillSale(ref: string): CapabilityInput<'createOrder'> {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  return {
    ref,
    number: `R-${ref}`,
    channel: 'store',
    occurredAt: '2026-11-24T08:30:00Z',
    currency: 'USD',
    taxIncluded: false,
    lines: [
      {
        ...line('SHOE-42', '79.90'),
        discounts: [{ amount: usd('10.00') }],
        taxes: [{ name: 'State', rate: '0.05', amount: usd('11.49') }],
      },
      { ...line('SOCK-M', '6.00'), id: '2' },
    ],
    charges: [
      { kind: 'shipping', name: 'Courier', gross: usd('5.00'), taxes: [{ name: 'State', amount: usd('0.25') }] },
      { kind: 'tip', gross: usd('2.00') },
    ],
    total: usd('266.44'),
    tenders: [
      { kind: 'card', name: 'shopify_payments', amount: usd('216.44') },
      { kind: 'cash', amount: usd('50.00') },
    ],
    outstanding: usd('0'),
    buyer: { email: 'ada@customer.example', firstName: 'Ada' },
  };
}

const referenceOf = (order: BookedOrder): string | undefined =>
  [...order.metafields.values()].find(({ key }) => key === 'crossdock_ref')?.value;

/** Opens a fresh shop for imports. */
function arrangeCreateOrder(options: OpenShopOptions = {}): Arrange<'createOrder'> {
  return () => {
    const { shop, door } = common(options);
    shop.placeOrder(usualOrder);
    let sold = 0;
    const imported = (reference: string) => shop.books.bookedOrders.filter((order) => referenceOf(order) === reference);
    return {
      ...door,
      input: () => tillSale(`till-${++sold}`),
      count: (reference) => imported(reference).length,
      inspect(reference) {
        const [order] = imported(reference);
        const booked = shop.books.orders().find(({ id }) => id === order?.id.toString());
        return (
          booked && { total: money(booked.total, booked.currency), skus: booked.lines.map(({ sku }) => sku ?? '') }
        );
      },
      refused: () => {
        const sale = tillSale('till-refused');
        const [first, ...others] = sale.lines;
        if (!first) throw new Error('The sale has no lines');
        return [
          {
            what: 'an unknown SKU',
            input: { ...sale, lines: [{ ...first, sku: 'NOBODY' }, ...others] },
            code: 'unmapped',
          },
          { what: 'a location the shop does not have', input: { ...sale, location: 'store-99' }, code: 'unmapped' },
        ];
      },
    };
  };
}

/** Opens a fresh shop for cancellations. */
function arrangeCancelOrder(options: OpenShopOptions = {}): Arrange<'cancelOrder'> {
  return () => {
    const { shop, door } = common(options);
    const orderOf = (reference: string) => shop.books.orders().find(({ id }) => `shop-${id}` === reference);
    const cancel = (id: bigint) => ({
      orderRef: `shop-${id}`,
      reason: 'stock' as const,
      occurredAt: '2026-11-24T10:00:00Z',
      restock: true,
    });
    return {
      ...door,
      input: () => cancel(shop.placeOrder(usualOrder).id),
      count: (reference) => (orderOf(reference)?.cancelled === true ? 1 : 0),
      inspect: (reference) => {
        const order = orderOf(reference);
        return order && { cancelled: order.cancelled };
      },
      refused: () => {
        const { id } = shop.placeOrder(usualOrder);
        shop.fulfil(id);
        return [{ what: 'an order that was sent', input: cancel(id), code: 'conflict' }];
      },
    };
  };
}

/** Opens a fresh shop for parcels. */
function arrangeRecordFulfillment(options: OpenShopOptions = {}): Arrange<'recordFulfillment'> {
  return () => {
    const { shop, door } = common(options);
    let sent = 0;
    const shipped = new Map<string, bigint>();
    const parcelsOf = (reference: string) =>
      shop.books.fulfillments().filter((it) => it.orderId === shipped.get(reference)?.toString());
    const ship = () => {
      const order = shop.placeOrder(usualOrder);
      const ref = `erp-IF${++sent}`;
      shipped.set(ref, order.id);
      return {
        ref,
        orderRef: `shop-${order.id}`,
        occurredAt: '2026-11-24T10:00:00Z',
        lines: [{ lineId: String(order.lines[1]?.id), sku: 'SOCK-M', quantity: { amount: '2' } }],
        tracking: [{ number: '00340434161094042557', carrier: 'DHL' }],
      };
    };
    return {
      ...door,
      input: ship,
      count: (reference) => parcelsOf(reference).length,
      inspect(reference) {
        const [parcel] = parcelsOf(reference);
        return (
          parcel && { lines: parcel.lines.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity: String(quantity) })) }
        );
      },
      refused: () => {
        const input = ship();
        shop.hold(shipped.get(input.ref) ?? 0n);
        return [{ what: 'an order on hold', input, code: 'conflict' }];
      },
    };
  };
}

/** Opens a fresh shop for returns: two socks come back, one shoe is paid back without coming back. */
function arrangeProcessReturn(options: OpenShopOptions = {}): Arrange<'processReturn'> {
  return () => {
    const { shop, door } = common(options);
    let taken = 0;
    const notesOf = (reference: string) => refundsOf(shop, reference);
    const input = (): CapabilityInput<'processReturn'> => {
      const order = shop.placeOrder({
        ...usualOrder,
        lines: usualOrder.lines.map(({ sku, quantity, unitPrice }) => ({ sku, quantity, unitPrice })),
        taxes: [],
      });
      shop.fulfil(order.id);
      const usd = (amount: string) => ({ amount, currency: 'USD' });
      return {
        ref: `till-R${++taken}`,
        orderRef: `shop-${order.id}`,
        channel: 'store',
        occurredAt: '2026-11-24T10:00:00Z',
        currency: 'USD',
        taxIncluded: false,
        lines: [
          {
            id: '1',
            orderLineId: String(order.lines[1]?.id),
            sku: 'SOCK-M',
            quantity: { amount: '2' },
            disposition: 'restock',
            location: '70000000001',
            gross: usd('12.66'),
          },
          {
            id: '2',
            orderLineId: String(order.lines[0]?.id),
            sku: 'SHOE-42',
            quantity: { amount: '1' },
            disposition: 'not-returned',
            gross: usd('79.90'),
          },
        ],
        total: usd('92.56'),
        tenders: [{ kind: 'card', amount: usd('92.56') }],
        outstanding: usd('0'),
      };
    };
    return {
      ...door,
      input,
      // A return that pays back beside its goods is one effect of two documents: twice as many are two.
      count: (reference) => Math.ceil(notesOf(reference).length / 2),
      inspect(reference) {
        const refunds = notesOf(reference);
        if (refunds.length === 0) return undefined;
        const minor = refunds
          .flatMap(({ transactions }) => transactions)
          .reduce((sum, { amount }) => sum + amount.shop, 0n);
        return { total: money((Number(minor) / 100).toFixed(2), 'USD') };
      },
      refused: () => {
        const usual = input();
        const [first] = usual.lines;
        if (!first) throw new Error('The return has no lines');
        const many = { ...first, quantity: { amount: '30' } };
        const total = { amount: '12.66', currency: 'USD' };
        const only = { ...usual, lines: [many], total, tenders: [{ kind: 'card' as const, amount: total }] };
        const cash = { ...only, lines: [first], tenders: [{ kind: 'cash' as const, amount: total }] };
        return [
          { what: 'more units than were sent', input: only, code: 'conflict' },
          {
            what: 'money by a way that the order was not paid',
            input: { ...cash, ref: 'till-R-cash' },
            code: 'conflict',
          },
        ];
      },
    };
  };
}

function refundsOf(shop: ShopifySimulator, reference: string) {
  return shop.books.bookedOrders.flatMap(({ refunds }) =>
    refunds.filter(({ note }) => note?.includes(`(crossdock ${reference})`)),
  );
}

/** Opens a fresh shop for listings of orders: one of them cannot be told. */
function arrangeListOrders(options: OpenShopOptions = {}): Arrange<'listOrders'> {
  return () => {
    const { shop, door } = common(options);
    const told = [usualOrder, usualOrder, { ...usualOrder, sourceName: 'pos' }].map((it) => shop.placeOrder(it));
    const refused = shop.placeOrder({ lines: [{ sku: null, quantity: 1, unitPrice: '1.00' }] });
    return {
      ...door,
      input: () => ({}),
      truth: () => ({
        items: told.map(({ id, name }) => ({ ref: `shop-${id}`, number: name })),
        refused: [{ ref: `shop-${refused.id}`, code: 'unmapped', path: 'lines.0.sku' }],
      }),
    };
  };
}

/** Opens a fresh shop for listings of payouts. */
function arrangeListPayouts(options: OpenShopOptions = {}): Arrange<'listPayouts'> {
  return () => {
    const { shop, door } = common(options);
    const payouts = [0, 1].map(() => {
      shop.placeOrder(usualOrder);
      return shop.payOut({ extra: [{ type: 'SHOPIFY_COLLECTIVE_DEBIT', amount: '-1.50' }] });
    });
    return {
      ...door,
      input: () => ({}),
      truth: () => ({
        items: payouts.map(({ id, net }) => ({
          ref: `shop-P${id}`,
          state: 'paid' as const,
          total: money((Number(net) / 100).toFixed(2), 'USD'),
        })),
        refused: [],
      }),
    };
  };
}

/** Every capability about orders and their money. */
export function orderArrangements(options: OpenShopOptions = {}) {
  return {
    listOrders: arrangeListOrders(options),
    createOrder: arrangeCreateOrder(options),
    cancelOrder: arrangeCancelOrder(options),
    recordFulfillment: arrangeRecordFulfillment(options),
    processReturn: arrangeProcessReturn(options),
    listPayouts: arrangeListPayouts(options),
  };
}
