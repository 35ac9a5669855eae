import { type CapabilityInput, type DocumentRef, money, type Order } from '@crossdock/core';
import { generateFulfillment, generateOrder } from '@crossdock/testing';
import { type Arrange, type Inspections, type RefusedInput } from '@crossdock/testing/contracts';
import { type OpenAccountOptions, skus } from '../account.ts';
import { arrange, type Door } from './door.ts';

type Kept = 'createOrder' | 'cancelOrder' | 'recordFulfillment' | 'postInvoice' | 'confirmPosting';
type Kind = 'SO' | 'FUL' | 'INV';

const occurredAt = '2026-11-27T10:00:00Z';

const anOrder = ({ random }: Door): Order =>
  generateOrder(random, { kind: 'split-tender', currency: 'USD', skus: [...skus], occurredAt });

/** Puts an order into the account by way of another connection, whose requests the suite does not count. */
async function sold(door: Door): Promise<Order> {
  const order = anOrder(door);
  await door.reconfigure({}).call('createOrder', order);
  return order;
}

async function shipped(door: Door): Promise<Order> {
  const order = await sold(door);
  await door.reconfigure({}).call('recordFulfillment', generateFulfillment(door.random, order));
  return order;
}

async function posted(door: Door): Promise<DocumentRef> {
  const { ref } = await shipped(door);
  return door.reconfigure({}).call('postInvoice', { ref, orderRef: ref, kind: 'invoice', occurredAt });
}

const inputs: { readonly [N in Kept]: (door: Door) => Promise<CapabilityInput<N>> } = {
  createOrder: async (door) => anOrder(door),
  cancelOrder: async (door) => ({ orderRef: (await sold(door)).ref, reason: 'customer', occurredAt, restock: true }),
  recordFulfillment: async (door) => generateFulfillment(door.random, await sold(door), { share: 'some' }),
  postInvoice: async (door) => {
    const { ref } = await shipped(door);
    return { ref: `${ref}-I1`, orderRef: ref, kind: 'invoice', occurredAt };
  },
  confirmPosting: posted,
};

const kinds: Readonly<Record<Kept, Kind>> = {
  createOrder: 'SO',
  cancelOrder: 'SO',
  recordFulfillment: 'FUL',
  postInvoice: 'INV',
  confirmPosting: 'SO',
};

/** The side door of one capability of the order's way. */
function salesDoor<N extends Kept>(capability: N, options: OpenAccountOptions): Arrange<N> {
  return arrange<N>(options, (door) => {
    const { books, faults } = door.account;
    const documents = { SO: books.salesOrders, FUL: books.itemFulfillments, INV: books.invoices };
    const under = (reference: string) =>
      documents[kinds[capability]]().filter((it) => it.externalId === `CD_${kinds[capability]}_${reference}`);
    const orderOf = (externalId: string | undefined) =>
      books.salesOrders().find((order) => order.externalId === externalId);
    const inspections: {
      readonly [K in Exclude<Kept, 'confirmPosting'>]: (reference: string) => Inspections[K] | undefined;
    } = {
      createOrder: (reference) => {
        const order = orderOf(`CD_SO_${reference}`);
        return order && { total: money(order.total, order.currency), skus: order.lines.map((line) => line.sku) };
      },
      cancelOrder: (reference) => ({ cancelled: orderOf(`CD_SO_${reference}`)?.status === 'H' }),
      recordFulfillment: (reference) => {
        const found = books.itemFulfillments().find((it) => it.externalId === `CD_FUL_${reference}`);
        return found && { lines: found.lines.map(({ sku, quantity }) => ({ sku, quantity: String(quantity) })) };
      },
      postInvoice: (reference) => {
        const found = books.invoices().find((it) => it.externalId === `CD_INV_${reference}`);
        const order = orderOf(found?.orderExternalId);
        if (!found || !order) return undefined;
        return { total: money(found.total, found.currency), orderTotal: money(order.total, order.currency) };
      },
    };
    const isCancelled = (reference: string): boolean => orderOf(`CD_SO_${reference}`)?.status === 'H';
    return {
      input: () => inputs[capability](door),
      loseReply: () =>
        faults.arm('lost-reply', { match: (subject) => /^(?:salesOrder|itemFulfillment|invoice)\//.test(subject) }),
      count: (reference: string) =>
        capability === 'cancelOrder' ? Number(isCancelled(reference)) : under(reference).length,
      inspect: (reference: string) =>
        (inspections as Readonly<Partial<Record<Kept, (it: string) => unknown>>>)[capability]?.(reference),
      truth: (document: DocumentRef) => {
        const sale = books.invoices().find((it) => it.id === document.id);
        return { total: sale && money(sale.total, sale.currency), period: sale?.postingPeriod };
      },
      refused: () => refusedBy(capability, door),
    } as never;
  });
}

/** The side doors of an order's way: sold, shipped, billed, posted, cancelled. */
export function salesDoors(options: OpenAccountOptions = {}) {
  return {
    createOrder: salesDoor('createOrder', options),
    cancelOrder: salesDoor('cancelOrder', options),
    recordFulfillment: salesDoor('recordFulfillment', options),
    postInvoice: salesDoor('postInvoice', options),
    confirmPosting: salesDoor('confirmPosting', options),
  };
}

/** What this platform cannot take, by capability. */
async function refusedBy(capability: Kept, door: Door): Promise<readonly RefusedInput<Kept>[]> {
  if (capability === 'createOrder') {
    const odd = (over: object): Order => ({ ...anOrder(door), ...over });
    return [
      {
        what: 'a product that is unknown',
        input: generateOrder(door.random, { kind: 'plain', currency: 'USD', skus: ['UNKNOWN'] }),
        code: 'unmapped',
      },
      {
        what: 'a currency that is unknown',
        input: generateOrder(door.random, { kind: 'plain', currency: 'SEK', skus: [...skus] }),
        code: 'unmapped',
      },
      { what: 'a location that is unknown', input: odd({ location: 'store-99' }), code: 'unmapped' },
      { what: 'a test order', input: odd({ test: true }), code: 'unsupported-document' },
    ];
  }
  if (capability === 'postInvoice') {
    const { ref } = await sold(door);
    const request = { ref: `${ref}-I1`, orderRef: ref, occurredAt };
    return [
      { what: 'an order of which nothing has shipped', input: { ...request, kind: 'invoice' }, code: 'conflict' },
      {
        what: 'an order that is not there',
        input: { ...request, orderRef: 'shop-0', kind: 'invoice' },
        code: 'not-found',
      },
      {
        what: 'a cash sale of what a gift card paid',
        input: { ...request, kind: 'cash-sale' },
        code: 'unsupported-document',
      },
    ];
  }
  if (capability === 'recordFulfillment') {
    const fulfillment = generateFulfillment(door.random, await sold(door));
    return [
      { what: 'units of an order that is not there', input: { ...fulfillment, orderRef: 'shop-0' }, code: 'not-found' },
      {
        what: 'an unknown product',
        input: { ...fulfillment, lines: [{ lineId: '1', sku: 'UNKNOWN', quantity: { amount: '1' } }] },
        code: 'unmapped',
      },
    ];
  }
  return [];
}
