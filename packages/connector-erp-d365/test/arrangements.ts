/** The side doors into the simulated environment. */
import { type CapabilityInput, type DocumentRef, type Random, seededRandom } from '@crossdock/core';
import { generateCustomer, generateFulfillment, generateJournalEntry, generateReturn } from '@crossdock/testing';
import { type Arrange, type Arrangement } from '@crossdock/testing/contracts';
import type { D365Simulator } from '../src/testing/index.ts';
import type { BookedOrder } from '../src/testing/read-books.ts';
import { customerAccountOf } from '../src/references.ts';
import { catalogDoors } from './arrangements/catalog.ts';
import { anOrder, type Door, occurredAt, posted, shipped, sold, usd } from './arrangements/documents.ts';
import { refusedBy } from './arrangements/refused.ts';
import { bookedOrder, commonDoor, openEnvironment, type OpenEnvironmentOptions, skus } from './environment.ts';

type Kept =
  | 'createOrder'
  | 'cancelOrder'
  | 'getOrder'
  | 'listOrders'
  | 'recordFulfillment'
  | 'postInvoice'
  | 'processReturn'
  | 'confirmPosting'
  | 'recordPayment'
  | 'postJournal'
  | 'getPostingPeriods'
  | 'getInventory'
  | 'adjustInventory'
  | 'transferInventory'
  | 'upsertCustomer'
  | 'findCustomers';

const inputs: { readonly [N in Kept]: (door: Door) => CapabilityInput<N> | Promise<CapabilityInput<N>> } = {
  createOrder: anOrder,
  cancelOrder: async (door) => ({ orderRef: (await sold(door)).ref, reason: 'customer', occurredAt, restock: true }),
  getOrder: async (door) => ({ orderRef: (await sold(door)).ref }),
  listOrders: async (door) => {
    await sold(door);
    const cancelled = await sold(door);
    await door
      .reconfigure({})
      .call('cancelOrder', { orderRef: cancelled.ref, reason: 'customer', occurredAt, restock: true });
    await door.reconfigure({}).call('processReturn', generateReturn(door.random, await shipped(door)));
    return {};
  },
  recordFulfillment: async (door) => generateFulfillment(door.random, await sold(door), { share: 'some' }),
  postInvoice: async (door) => {
    const { ref } = await shipped(door);
    return { ref: `${ref}-I1`, orderRef: ref, kind: 'invoice', occurredAt };
  },
  processReturn: async (door) => generateReturn(door.random, await shipped(door), { location: 'store-1' }),
  confirmPosting: posted,
  recordPayment: async (door) => {
    const { ref } = await sold(door);
    return { ref: `${ref}-P1`, orderRef: ref, tender: { kind: 'card', amount: usd(12.5) }, occurredAt };
  },
  postJournal: (door) => generateJournalEntry(door.random, { accounts: ['cash', 'sales'], businessDate: '2026-11-27' }),
  getPostingPeriods: ({ environment }) => {
    environment.closePeriod('2026-10-15');
    environment.closePeriod('2026-12-15', 'OnHold');
    return { from: '2026-10-20', to: '2026-12-01' };
  },
  getInventory: ({ environment }) => {
    environment.seedStock('SHOE-42', '11', 20);
    environment.seedStock('BELT-90', '12', 7);
    return { skus: ['SHOE-42', 'BELT-90'] };
  },
  adjustInventory: ({ random }) => ({
    ref: `count-${serial(random)}`,
    reason: 'count',
    changes: [
      { sku: 'SHOE-42', location: 'store-1', delta: { amount: '-2' } },
      { sku: 'SOCKS', location: 'store-2', delta: { amount: '3' } },
    ],
    occurredAt,
  }),
  transferInventory: ({ random }) => ({
    ref: `transfer-${serial(random)}`,
    from: 'store-1',
    to: 'store-2',
    lines: [{ sku: 'SHOE-42', quantity: { amount: '2' } }],
    occurredAt,
  }),
  upsertCustomer: ({ random }) => generateCustomer(random),
  findCustomers: known,
};

/** Puts a customer into the environment by way of another connection. */
async function known(door: Door): Promise<CapabilityInput<'findCustomers'>> {
  const customer = generateCustomer(door.random);
  await door.reconfigure({}).call('upsertCustomer', customer);
  return { email: customer.email };
}

const serial = (random: Random): string => String(Math.floor(random() * 1e9));

/** What the books say about an effect. */
const inspections: Readonly<Record<string, (door: Door, reference: string) => unknown>> = {
  createOrder: ({ environment }, ref) => {
    const order = bookedOrder(environment, { ref });
    const goods = order?.lines.filter((line) => (skus as readonly string[]).includes(line.item));
    return order && { total: usd(order.total), skus: goods?.map((line) => line.item) };
  },
  cancelOrder: ({ environment }, ref) => ({ cancelled: bookedOrder(environment, { ref })?.status === 'Canceled' }),
  recordFulfillment: ({ environment }, ref) => {
    const orderRef = ref.replace(/-F.*$/, '');
    const lines = bookedOrder(environment, { ref: orderRef })?.lines.filter((line) => line.delivered > 0) ?? [];
    const goods = lines.filter((line) => (skus as readonly string[]).includes(line.item));
    return { lines: goods.map(({ item, delivered }) => ({ sku: item, quantity: String(delivered) })) };
  },
  postInvoice: ({ environment }, ref) => {
    const orderRef = ref.replace(/-I1$/, '');
    const order = bookedOrder(environment, { ref: orderRef });
    const invoice = environment.books.invoices().find((it) => it.order === order?.number);
    return order && invoice && { total: usd(invoice.total), orderTotal: usd(order.total) };
  },
  processReturn: ({ environment }, ref) => {
    const credit = creditOf(environment, ref);
    return credit && { total: usd(-credit.total) };
  },
  recordPayment: ({ environment }, ref) => {
    const journal = environment.books.paymentJournals().find((it) => it.description === `CD_PAY_${ref}`);
    return journal && { total: usd(journal.credit / 100) };
  },
  adjustInventory: ({ environment }, ref) => ({ changes: movedBy(environment, `CD_ADJ_${ref}`) }),
  transferInventory: ({ environment }, ref) => ({ changes: movedBy(environment, `CD_TRF_${ref}`) }),
  upsertCustomer: ({ environment }, ref) => {
    const { email = '', lastName = '' } = customersOf(environment, ref)[0] ?? {};
    return { email, lastName };
  },
  postJournal: ({ environment }, ref) => {
    const journal = environment.books.ledgerJournals().find((it) => it.description === `CD_GJ_${ref}`);
    return journal && { debit: usd(journal.debit / 100), credit: usd(journal.credit / 100) };
  },
};

const locationOf = (warehouse: string): string => (warehouse === '11' ? 'store-1' : 'store-2');

/** What posted inventory journals of a description moved. A header without entries moved nothing. */
function movedBy(environment: D365Simulator, description: string) {
  const journals = environment.books.inventoryJournals().filter((it) => it.description === description && it.posted);
  return journals.flatMap((it) =>
    it.changes.map(({ item, warehouse, quantity }) => ({
      sku: item,
      location: locationOf(warehouse),
      quantity: String(quantity),
    })),
  );
}

function customersOf(environment: D365Simulator, ref: string) {
  return environment.books.customers().filter((it) => it.account === customerAccountOf('CD', ref));
}

/** The credit note of a return. Two of them would be two effects, so they are refused here. */
function creditOf(environment: D365Simulator, ref: string) {
  const order = bookedOrder(environment, { ref });
  const credits = environment.books.invoices().filter((it) => it.order === order?.number);
  if (credits.length > 1) throw new Error(`${credits.length} credit notes of ${ref}`);
  return credits[0];
}

/** How often an effect is in the books. */
const counts: Readonly<Record<string, (door: Door, reference: string) => number>> = {
  createOrder: ({ environment: { books } }, ref) => books.orders().filter((it) => it.reference === ref).length,
  cancelOrder: ({ environment }, ref) => Number(bookedOrder(environment, { ref })?.status === 'Canceled'),
  recordFulfillment: ({ environment }, ref) => {
    const order = bookedOrder(environment, { ref: ref.replace(/-F.*$/, '') });
    return environment.books.packingSlips().filter((it) => it.order === order?.number).length;
  },
  postInvoice: ({ environment }, ref) => {
    const order = bookedOrder(environment, { ref: ref.replace(/-I1$/, '') });
    return environment.books.invoices().filter((it) => it.order === order?.number).length;
  },
  processReturn: ({ environment }, ref) => Number(creditOf(environment, ref) !== undefined),
  adjustInventory: ({ environment }, ref) => postedJournals(environment, `CD_ADJ_${ref}`),
  transferInventory: ({ environment }, ref) => postedJournals(environment, `CD_TRF_${ref}`),
  upsertCustomer: ({ environment }, ref) => customersOf(environment, ref).length,
  recordPayment: ({ environment }, ref) =>
    environment.books.paymentJournals().filter((it) => it.description === `CD_PAY_${ref}`).length,
  postJournal: ({ environment }, ref) =>
    environment.books.ledgerJournals().filter((it) => it.description === `CD_GJ_${ref}`).length,
};

const postedJournals = (environment: D365Simulator, description: string): number =>
  environment.books.inventoryJournals().filter((it) => it.description === description && it.posted).length;

function truthOf(capability: Kept, { environment }: Door, input: unknown): unknown {
  if (capability === 'getPostingPeriods') {
    return [
      { name: '2026 Period 10', from: '2026-10-01', to: '2026-10-31', state: 'closed' },
      { name: '2026 Period 11', from: '2026-11-01', to: '2026-11-30', state: 'open' },
      { name: '2026 Period 12', from: '2026-12-01', to: '2026-12-31', state: 'locked' },
    ];
  }
  if (capability === 'getInventory') {
    return [
      { sku: 'SHOE-42', location: 'store-1', onHand: { amount: '20', unit: 'EA' } },
      { sku: 'BELT-90', location: 'store-2', onHand: { amount: '7', unit: 'EA' } },
    ];
  }
  if (capability === 'getOrder') {
    const { orderRef } = input as CapabilityInput<'getOrder'>;
    const order = bookedOrder(environment, { ref: orderRef });
    return order && orderTruth(order);
  }
  if (capability === 'listOrders') {
    const orders = environment.books.orders().filter((it) => it.total >= 0);
    return {
      items: orders.filter((it) => it.status !== 'Canceled').map(orderTruth),
      refused: orders
        .filter((it) => it.status === 'Canceled')
        .map((it) => ({ identifiers: [it.number, it.reference], code: 'unsupported-document' })),
    };
  }
  if (capability === 'findCustomers') return [{ email: (input as { readonly email?: string }).email }];
  const invoice = environment.books.invoices().find((it) => it.number === (input as DocumentRef).id);
  return { total: invoice && usd(invoice.total), period: '2026 Period 11' };
}

const orderTruth = ({ number, reference, total }: BookedOrder) => ({
  number,
  ref: reference,
  refs: { erp: number },
  total: usd(total),
});

function sideDoor<N extends Kept>(capability: N, options: OpenEnvironmentOptions): Arrange<N> {
  return () => {
    const door: Door = { ...openEnvironment(options), random: seededRandom(1) };
    return {
      ...commonDoor(door),
      input: () => inputs[capability](door),
      count: (reference: string) => counts[capability]?.(door, reference) ?? 0,
      inspect: (reference: string) => inspections[capability]?.(door, reference),
      truth: (input: unknown) => truthOf(capability, door, input),
      refused: () => refusedBy(capability, door),
    } as unknown as Arrangement<N>;
  };
}

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenEnvironmentOptions = {}) {
  return {
    createOrder: sideDoor('createOrder', options),
    cancelOrder: sideDoor('cancelOrder', options),
    getOrder: sideDoor('getOrder', options),
    listOrders: sideDoor('listOrders', options),
    recordFulfillment: sideDoor('recordFulfillment', options),
    postInvoice: sideDoor('postInvoice', options),
    processReturn: sideDoor('processReturn', options),
    confirmPosting: sideDoor('confirmPosting', options),
    recordPayment: sideDoor('recordPayment', options),
    postJournal: sideDoor('postJournal', options),
    getPostingPeriods: sideDoor('getPostingPeriods', options),
    getInventory: sideDoor('getInventory', options),
    adjustInventory: sideDoor('adjustInventory', options),
    transferInventory: sideDoor('transferInventory', options),
    upsertCustomer: sideDoor('upsertCustomer', options),
    findCustomers: sideDoor('findCustomers', options),
    ...catalogDoors(options),
  };
}
