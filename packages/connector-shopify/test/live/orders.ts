import { type CapabilityInput, money } from '@crossdock/core';
import { z } from 'zod';
import { quoted } from './admin.ts';
import type { LiveStore } from './live-door.ts';

/** A line of an order that the side door placed. */
interface PlacedLine {
  /** The number of the line. */
  readonly id: string;
  readonly sku: string;
}

/** An order that the side door placed: two of one SKU and three of another, sold without tax and paid. */
export interface PlacedOrder {
  readonly id: string;
  readonly orderRef: string;
  readonly currency: string;
  readonly lines: readonly [PlacedLine, PlacedLine];
}

const unitPrices = ['20.00', '6.33'] as const;
const quantities = [2, 3] as const;
const paid = '58.99';

const Created = z.object({
  orderCreate: z.object({
    order: z.object({
      id: z.string(),
      legacyResourceId: z.string(),
      lineItems: z.object({ nodes: z.array(z.object({ id: z.string(), sku: z.string() })) }),
    }),
  }),
});

/** Places a test order in the store. */
export async function placeOrder(store: LiveStore): Promise<PlacedOrder> {
  const { admin, terms, variant, sku } = store;
  const { currency } = await terms();
  const variants = [await variant(sku(0)), await variant(sku(1))];
  const bag = (amount: string | undefined) => ({ shopMoney: { amount: amount ?? '0', currencyCode: currency } });
  const order = {
    currency,
    test: true,
    lineItems: variants.map(({ id }, index) => ({
      variantId: id,
      quantity: quantities[index],
      requiresShipping: true,
      taxable: false,
      priceSet: bag(unitPrices[index]),
    })),
    transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'manual', amountSet: bag(paid) }],
  };
  await store.paceOrders();
  const text = `mutation LiveOrder($order: OrderCreateOrderInput!) {
    orderCreate(order: $order) {
      order { id legacyResourceId lineItems(first: 10) { nodes { id sku } } }
      userErrors { message }
    }
  }`;
  const { orderCreate } = await admin.ask(text, Created, { order });
  const { id, legacyResourceId, lineItems } = orderCreate.order;
  const [first, second] = variants.map((it) => lineItems.nodes.find((line) => line.sku === it.sku));
  if (!first || !second) throw new Error('The store does not show the lines of an order that was just placed');
  const lineOf = (line: { readonly id: string; readonly sku: string }) => ({ ...line, id: numberIn(line.id) });
  return { id, orderRef: `shop-${legacyResourceId}`, currency, lines: [lineOf(first), lineOf(second)] };
}

const numberIn = (gid: string): string => gid.slice(gid.lastIndexOf('/') + 1);

/** The global id of an order by its reference; undefined for a reference that is none of the shop's numbers. */
export function orderGid(orderRef: string): string | undefined {
  const number = /^shop-(\d+)$/.exec(orderRef)?.[1];
  return number === undefined ? undefined : `gid://shopify/Order/${number}`;
}

const ToSend = z.object({
  order: z.object({
    fulfillmentOrders: z.object({ nodes: z.array(z.object({ id: z.string(), status: z.string() })) }),
  }),
});

/** Sends everything of an order. */
export async function sendAll({ admin, seen }: LiveStore, id: string): Promise<void> {
  const open = await seen(async () => {
    const text =
      'query LiveToSend($id: ID!) { order(id: $id) { fulfillmentOrders(first: 10) { nodes { id status } } } }';
    const { order } = await admin.ask(text, ToSend, { id });
    return order.fulfillmentOrders.nodes.filter(({ status }) => status === 'OPEN');
  });
  for (const { id: fulfillmentOrderId } of open) {
    const text = `mutation LiveParcel($fulfillment: FulfillmentInput!) {
      fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { message } }
    }`;
    await admin.ask(text, z.unknown(), { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId }] } });
  }
}

/** A sale at a till: a discount, tax, shipping, a tip and two tenders. */
export function liveSale(
  ref: string,
  skus: readonly [string, string],
  currency: string,
  occurredAt: string,
): CapabilityInput<'createOrder'> {
  const sum = (amount: string) => ({ amount, currency });
  const tax = (amount: string) => [{ name: 'State', rate: '0.05', amount: sum(amount) }];
  return {
    ref,
    number: `R-${ref}`,
    channel: 'store',
    occurredAt,
    currency,
    taxIncluded: false,
    test: true,
    lines: [
      {
        id: '1',
        sku: skus[0],
        quantity: { amount: '3' },
        unitPrice: sum('79.90'),
        gross: sum('239.70'),
        discounts: [{ amount: sum('10.00') }],
        taxes: tax('11.49'),
      },
      { id: '2', sku: skus[1], quantity: { amount: '3' }, unitPrice: sum('6.00'), gross: sum('18.00') },
    ],
    charges: [
      { kind: 'shipping', name: 'Courier', gross: sum('5.00'), taxes: tax('0.25') },
      { kind: 'tip', gross: sum('2.00') },
    ],
    total: sum('266.44'),
    tenders: [
      { kind: 'other', name: 'manual', amount: sum('216.44') },
      { kind: 'cash', amount: sum('50.00') },
    ],
    outstanding: sum('0'),
    buyer: { email: `ada-${ref}@shoppers.example`, firstName: 'Ada' },
  };
}

const ShopMoney = z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) });
const Seen = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  name: z.string(),
  updatedAt: z.string(),
  sourceIdentifier: z.string().nullable(),
  cancelledAt: z.string().nullable(),
  totalPriceSet: ShopMoney,
  lineItems: z.object({ nodes: z.array(z.object({ sku: z.string().nullable(), quantity: z.int() })) }),
  reference: z.object({ value: z.string() }).nullable(),
});

/** An order as the store shows it. */
export type SeenOrder = z.output<typeof Seen>;

const fields = `id legacyResourceId name updatedAt sourceIdentifier cancelledAt
  totalPriceSet { shopMoney { amount currencyCode } }
  lineItems(first: 20) { nodes { sku quantity } }
  reference: metafield(key: "crossdock_ref") { value }`;

/** Reads one order. */
export async function orderOf({ admin }: LiveStore, orderRef: string): Promise<SeenOrder | undefined> {
  const id = orderGid(orderRef);
  if (id === undefined) return undefined;
  const text = `query LiveOrderState($id: ID!) { order(id: $id) { ${fields} } }`;
  const { order } = await admin.ask(text, z.object({ order: Seen.nullable() }), { id });
  return order ?? undefined;
}

/** The newest orders, or those that changed since. */
export async function ordersSince({ admin }: LiveStore, changedFrom?: string): Promise<readonly SeenOrder[]> {
  const text = `query LiveOrders($query: String, $sortKey: OrderSortKeys) {
    orders(first: 20, reverse: true, sortKey: $sortKey, query: $query) { nodes { ${fields} } }
  }`;
  const variables =
    changedFrom === undefined
      ? { query: null, sortKey: 'CREATED_AT' }
      : { query: `updated_at:>=${quoted(changedFrom)}`, sortKey: 'UPDATED_AT' };
  const data = z.object({ orders: z.object({ nodes: z.array(Seen) }) });
  return (await admin.ask(text, data, variables)).orders.nodes;
}

/** What an order comes to. */
export const totalOf = ({ totalPriceSet: { shopMoney } }: SeenOrder) => money(shopMoney.amount, shopMoney.currencyCode);
