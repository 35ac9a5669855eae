/** The side doors into the simulated company. */
import {
  type CapabilityInput,
  type CapabilityName,
  type DocumentRef,
  type Fulfillment,
  money,
  type Order,
  type Random,
  seededRandom,
} from '@crossdock/core';
import {
  generateCustomer,
  generateFulfillment,
  generateJournalEntry,
  generateOrder,
  generateProduct,
  generateReturn,
} from '@crossdock/testing';
import { type Arrange, type Arrangement, type RefusedInput } from '@crossdock/testing/contracts';
import { businessCentral } from '../../src/business-central/index.ts';
import {
  customerNumberOf,
  documentNumberOf,
  externalNumberOf,
  isCancelled,
  parcelMarkOf,
} from '../../src/business-central/references.ts';
import {
  invoicesOf,
  occurredAt,
  openCompany,
  type OpenCompany,
  type OpenCompanyOptions,
  openOrder,
  secrets,
  skus,
} from './company.ts';

interface Door extends OpenCompany {
  readonly random: Random;
  /** Parcels that were handed out, by reference. */
  readonly parcels: Map<string, Fulfillment>;
}

type Kept = (typeof businessCentral)['manifest']['capabilities'][number];

const cents = (amount: number) => money((amount / 100).toFixed(2), 'USD');
const dollars = (amount: number) => money(amount.toFixed(2), 'USD');
const serial = (random: Random): number => Math.floor(random() * 1e9);

const anOrder = ({ random }: Door): Order =>
  generateOrder(random, { kind: 'split-tender', currency: 'USD', skus: [...skus], occurredAt });

/** Puts an order into the company by way of another connection, whose requests the suite does not count. */
async function sold(door: Door): Promise<Order> {
  const order = anOrder(door);
  await door.reconfigure().call('createOrder', order);
  return order;
}

async function shipped(door: Door): Promise<Order> {
  const order = await sold(door);
  await door.reconfigure().call('recordFulfillment', generateFulfillment(door.random, order));
  return order;
}

async function posted(door: Door): Promise<DocumentRef> {
  const { ref } = await shipped(door);
  return door.reconfigure().call('postInvoice', { ref: `${ref}-I1`, orderRef: ref, kind: 'invoice', occurredAt });
}

const inputs: { readonly [N in Kept]: (door: Door) => CapabilityInput<N> | Promise<CapabilityInput<N>> } = {
  createOrder: anOrder,
  cancelOrder: async (door) => ({ orderRef: (await sold(door)).ref, reason: 'customer', occurredAt, restock: true }),
  getOrder: async (door) => ({ orderRef: (await sold(door)).ref }),
  listOrders: async (door) => {
    await sold(door);
    const { ref } = await sold(door);
    await sold(door);
    const bill = { ref: `${ref}-I1`, orderRef: ref, kind: 'cash-sale', occurredAt } as const;
    await door.reconfigure().call('postInvoice', bill);
    return {};
  },
  recordFulfillment: async (door) => {
    const parcel = generateFulfillment(door.random, await sold(door), { share: 'some' });
    door.parcels.set(parcel.ref, parcel);
    return parcel;
  },
  postInvoice: async (door) => {
    const { ref } = await sold(door);
    return { ref: `${ref}-I1`, orderRef: ref, kind: 'cash-sale', occurredAt };
  },
  processReturn: async (door) => generateReturn(door.random, await shipped(door), { location: 'store-1' }),
  confirmPosting: posted,
  recordPayment: async (door) => {
    const { ref } = await sold(door);
    return { ref: `${ref}-P1`, orderRef: ref, tender: { kind: 'card', amount: dollars(12.5) }, occurredAt };
  },
  postJournal: (door) => generateJournalEntry(door.random, { accounts: ['cash', 'sales'], businessDate: '2026-11-27' }),
  getPostingPeriods: ({ company }) => {
    company.closePeriod('2026-10-15');
    company.allowPosting('2026-10-01', '2026-11-30');
    return { from: '2026-10-20', to: '2026-12-01' };
  },
  getInventory: ({ company }) => {
    company.seedStock('SHOE-42', 'MAIN', 20);
    company.seedStock('BELT-90', 'EAST', 7);
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
  getProducts: () => ({ skus: ['SHOE-42', 'SOCKS'] }),
  listProducts: ({ company }) => {
    company.seedItem({ number: 'ODD', baseUnitOfMeasureCode: 'FURLONG' });
    return {};
  },
  publishProduct: ({ random }) => generateProduct(random, { sku: `NEW-${serial(random)}` }),
  getPrices: () => ({ skus: ['SHOE-42', 'SOCKS'] }),
  publishPrice: ({ company, random }) => {
    const sku = `CAP-${serial(random)}`;
    company.seedItem({ number: sku });
    return { sku, refs: {}, price: dollars(1 + Math.floor(random() * 1e4) / 100), taxIncluded: false };
  },
  upsertCustomer: ({ random }) => generateCustomer(random),
  findCustomers: known,
  listCustomers: async (door) => {
    await known(door);
    return {};
  },
};

/** Puts a customer into the company by way of another connection. */
async function known(door: Door): Promise<CapabilityInput<'findCustomers'>> {
  const customer = generateCustomer(door.random);
  await door.reconfigure().call('upsertCustomer', customer);
  return { email: customer.email };
}

/** What the books say about an effect. */
const inspections: Readonly<Record<string, (door: Door, reference: string) => unknown>> = {
  createOrder: ({ company }, ref) => {
    const order = openOrder(company, ref);
    const goods = order?.lines.filter((line) => (skus as readonly string[]).includes(line.object));
    return order && { total: dollars(order.total), skus: goods?.map((line) => line.object) };
  },
  cancelOrder: ({ company }, ref) => ({
    cancelled: isCancelled(openOrder(company, ref)?.externalDocumentNumber ?? ''),
  }),
  recordFulfillment: ({ company, parcels }, ref) => {
    const mark = parcelMarkOf(parcels.get(ref)?.orderRef ?? '', ref);
    const shipment = company.books.shipments().find((it) => it.externalDocumentNumber === mark);
    const goods = shipment?.lines.filter((line) => (skus as readonly string[]).includes(line.object)) ?? [];
    return { lines: goods.map(({ object, quantity }) => ({ sku: object, quantity: String(quantity) })) };
  },
  postInvoice: ({ company }, ref) => {
    const [invoice] = invoicesOf(company, ref.replace(/-I1$/, ''));
    const entry = company.books.ledger().find((it) => it.documentNumber === invoice?.number);
    return invoice && entry && { total: dollars(invoice.total), orderTotal: cents(entry.debit) };
  },
  processReturn: ({ company }, ref) => {
    const credit = creditOf(company, ref);
    return credit && { total: dollars(credit.total) };
  },
  recordPayment: ({ company }, ref) => {
    const entry = entryOf(company, documentNumberOf('CD', 'P', ref));
    return entry && { total: cents(entry.debit) };
  },
  postJournal: ({ company }, ref) => {
    const entry = entryOf(company, documentNumberOf('CD', 'J', ref));
    return entry && { debit: cents(entry.debit), credit: cents(entry.credit) };
  },
  adjustInventory: ({ company }, ref) => ({
    changes: changesOf(company, ref).map(({ item, location, quantity }) => ({
      sku: item,
      location: location === 'MAIN' ? 'store-1' : 'store-2',
      quantity: String(quantity),
    })),
  }),
  publishProduct: ({ company }, sku) => {
    const item = company.books.items().find((it) => it.number === sku);
    return item && { name: item.displayName };
  },
  publishPrice: ({ company }, ref) => ({ price: dollars(priceOf(company, ref)) }),
  upsertCustomer: ({ company }, ref) => {
    const [customer] = customersOf(company, ref);
    return { email: customer?.email, lastName: customer?.displayName.split(' ').at(-1) };
  },
};

type Company = OpenCompany['company'];

/** The base price of a reference, `SKU/currency`. */
const priceOf = ({ books }: Company, ref: string): number =>
  books.items().find((it) => it.number === ref.split('/')[0])?.unitPrice ?? 0;

const entryOf = (company: Company, documentNumber: string) =>
  company.books.ledger().find((it) => it.documentNumber === documentNumber);

const changesOf = (company: Company, ref: string) =>
  company.books.stockChanges().filter((it) => it.documentNumber === documentNumberOf('CD', 'J', ref));

const customersOf = (company: Company, ref: string) =>
  company.books.customers().filter((it) => it.number === customerNumberOf('CD', ref));

/** The credit memo of a return. Two of them would be two effects, so they are refused here. */
function creditOf({ books }: Company, ref: string) {
  const number = externalNumberOf(ref);
  const credits = books.creditMemos().filter((it) => it.externalDocumentNumber === number && it.status !== 'Draft');
  if (credits.length > 1) throw new Error(`${credits.length} credit memos of ${ref}`);
  return credits[0];
}

/** How often a document is in the ledger: its entries come to nothing together, once for each time. */
function timesBooked(company: Company, documentNumber: string, accounts: number): number {
  return (entryOf(company, documentNumber)?.accounts.length ?? 0) / accounts;
}

/** How often an effect is in the books. */
const counts: Readonly<Record<string, (door: Door, reference: string) => number>> = {
  createOrder: ({ company }, ref) =>
    company.books.orders().filter((it) => it.externalDocumentNumber === externalNumberOf(ref)).length,
  cancelOrder: ({ company }, ref) => Number(isCancelled(openOrder(company, ref)?.externalDocumentNumber ?? '')),
  recordFulfillment: ({ company, parcels }, ref) => {
    const mark = parcelMarkOf(parcels.get(ref)?.orderRef ?? '', ref);
    return company.books.shipments().filter((it) => it.externalDocumentNumber === mark).length;
  },
  postInvoice: ({ company }, ref) => invoicesOf(company, ref.replace(/-I1$/, '')).length,
  processReturn: ({ company }, ref) => Number(creditOf(company, ref) !== undefined),
  recordPayment: ({ company }, ref) => timesBooked(company, documentNumberOf('CD', 'P', ref), 2),
  postJournal: ({ company }, ref) => {
    const entry = entryOf(company, documentNumberOf('CD', 'J', ref));
    return Number(entry !== undefined);
  },
  adjustInventory: ({ company }, ref) => changesOf(company, ref).length / 2,
  publishProduct: ({ company }, sku) => company.books.items().filter((it) => it.number === sku).length,
  // There is one price, whether it was set.
  publishPrice: ({ company }, ref) => Number(priceOf(company, ref) !== 0),
  upsertCustomer: ({ company }, ref) => customersOf(company, ref).length,
};

function truthOf(capability: Kept, door: Door, input: unknown): unknown {
  const { company } = door;
  const { books } = company;
  switch (capability) {
    case 'getPostingPeriods':
      return [
        { name: '2026-10', from: '2026-10-01', to: '2026-10-31', state: 'closed' },
        { name: '2026-11', from: '2026-11-01', to: '2026-11-30', state: 'open' },
        { name: '2026-12', from: '2026-12-01', to: '2026-12-31', state: 'locked' },
      ];
    case 'getInventory':
      return [
        { sku: 'SHOE-42', location: 'store-1', onHand: { amount: '20', unit: 'EA' } },
        { sku: 'BELT-90', location: 'store-2', onHand: { amount: '7', unit: 'EA' } },
      ];
    case 'getOrder': {
      const order = openOrder(company, (input as { readonly orderRef: string }).orderRef);
      return { number: order?.number, total: dollars(order?.total ?? 0) };
    }
    case 'listOrders':
      return {
        items: [
          ...books.orders().map((it) => ({ number: it.number, total: dollars(it.total) })),
          ...books.invoices().map((it) => ({ number: it.orderNumber, total: dollars(it.total) })),
        ],
      };
    case 'getProducts':
      return [
        { sku: 'SHOE-42', name: 'SHOE-42', barcodes: ['4006381333931'], kind: 'goods' },
        { sku: 'SOCKS', name: 'SOCKS', state: 'active' },
      ];
    case 'listProducts':
      return {
        items: books
          .items()
          .filter((it) => it.number !== 'ODD')
          .map((it) => ({ sku: it.number, name: it.displayName })),
        refused: [{ identifiers: ['ODD'], code: 'unmapped', path: 'baseUnitOfMeasureCode' }],
      };
    case 'getPrices':
      return [
        { sku: 'SHOE-42', price: dollars(49.9) },
        { sku: 'SOCKS', price: dollars(49.9) },
      ];
    case 'listCustomers':
      return { items: books.customers().map((it) => (it.email === '' ? {} : { email: it.email })) };
    case 'findCustomers':
      return [{ email: (input as { readonly email?: string }).email }];
    default: {
      const { number } = input as DocumentRef;
      const invoice = books.invoices().find((it) => it.number === number);
      return { total: invoice && dollars(invoice.total), period: '2026-11' };
    }
  }
}

function sideDoor<N extends Kept>(capability: N, options: OpenCompanyOptions): Arrange<N> {
  return () => {
    const door: Door = { ...openCompany(options), random: seededRandom(1), parcels: new Map() };
    const { company, system } = door;
    return {
      system,
      faults: company.faults,
      secrets,
      throttle: () => company.faults.arm('throttle-storm'),
      revokeCredentials: () => company.revokeApps(),
      loseReply: () => company.faults.arm('lost-reply'),
      input: () => inputs[capability](door),
      count: (reference: string) => counts[capability]?.(door, reference) ?? 0,
      inspect: (reference: string) => inspections[capability]?.(door, reference),
      truth: (input: unknown) => truthOf(capability, door, input),
      refused: () => refusedBy(capability, door),
    } as unknown as Arrangement<N>;
  };
}

/** What the company or the connector cannot take. */
async function refusedBy(capability: Kept, door: Door): Promise<readonly RefusedInput<CapabilityName>[]> {
  if (capability === 'createOrder') {
    const odd = (over: object): Order => ({ ...anOrder(door), ...over });
    const unknown = generateOrder(door.random, { kind: 'plain', currency: 'USD', skus: ['UNKNOWN'] });
    const foreign = generateOrder(door.random, { kind: 'plain', currency: 'EUR', skus: ['SOCKS'] });
    return [
      { what: 'a product that is unknown', input: unknown, code: 'unmapped' },
      { what: 'a currency that is not the ledger’s', input: foreign, code: 'unsupported-document' },
      { what: 'a location that is unknown', input: odd({ location: 'store-99' }), code: 'unmapped' },
      { what: 'a test order', input: odd({ test: true }), code: 'unsupported-document' },
    ];
  }
  if (capability === 'postInvoice') {
    const { ref } = await sold(door);
    const request = { ref: `${ref}-I1`, occurredAt, kind: 'invoice' } as const;
    return [
      { what: 'an order of which nothing has left', input: { ...request, orderRef: ref }, code: 'conflict' },
      { what: 'an order that is not there', input: { ...request, orderRef: 'shop-0' }, code: 'not-found' },
    ];
  }
  if (capability === 'recordFulfillment') {
    const fulfillment = generateFulfillment(door.random, await sold(door));
    return [
      { what: 'units of an order that is not there', input: { ...fulfillment, orderRef: 'shop-0' }, code: 'not-found' },
    ];
  }
  if (capability === 'adjustInventory') {
    const changes = [{ sku: 'UNKNOWN', location: 'store-1', delta: { amount: '1' } }];
    const input = { ref: 'count-1', reason: 'count', changes, occurredAt } as const;
    return [{ what: 'a product that is unknown', input, code: 'unmapped' }];
  }
  if (capability === 'recordPayment') {
    const { ref } = await sold(door);
    const request = { ref: `${ref}-P1`, orderRef: ref, occurredAt };
    const tender = { kind: 'cheque', amount: dollars(5) } as const;
    return [{ what: 'a tender without an account', input: { ...request, tender }, code: 'unmapped' }];
  }
  if (capability === 'publishPrice') {
    door.company.seedItem({ number: 'CAP' });
    const price = { sku: 'CAP', refs: {}, price: dollars(5), taxIncluded: false };
    const later = new Date(door.clock.now() + 86_400_000).toISOString();
    return [
      { what: 'a product that is unknown', input: { ...price, sku: 'UNKNOWN' }, code: 'unmapped' },
      { what: 'a price list', input: { ...price, list: 'VIP' }, code: 'unmapped' },
      { what: 'a location', input: { ...price, location: 'store-1' }, code: 'unsupported-document' },
      { what: 'a price of later', input: { ...price, effectiveFrom: later }, code: 'unsupported-document' },
      { what: 'a price that ends', input: { ...price, effectiveUntil: later }, code: 'unsupported-document' },
      { what: 'another currency', input: { ...price, price: money('5', 'EUR') }, code: 'unsupported-document' },
      { what: 'a price with its tax', input: { ...price, taxIncluded: true }, code: 'unsupported-document' },
    ];
  }
  if (capability === 'getPrices') {
    return [{ what: 'a price list', input: { skus: ['SOCKS'], list: 'VIP' }, code: 'unmapped' }];
  }
  if (capability === 'postJournal') {
    const entry = generateJournalEntry(door.random, { businessDate: '2026-11-27' });
    return [{ what: 'an account that is unknown', input: entry, code: 'unmapped' }];
  }
  return [];
}

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenCompanyOptions = {}): { readonly [N in Kept]: Arrange<N> } {
  const doors = businessCentral.manifest.capabilities.map((name) => [name, sideDoor(name, options)]);
  return Object.fromEntries(doors) as { readonly [N in Kept]: Arrange<N> };
}
