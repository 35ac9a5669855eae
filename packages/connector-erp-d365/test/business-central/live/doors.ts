/** Side doors into a company that is reached from outside alone. What earlier runs left stays, so every input is another business fact. */
import {
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  type DocumentRef,
  type Fulfillment,
  money,
  type Order,
  type Random,
} from '@crossdock/core';
import {
  generateCustomer,
  generateFulfillment,
  generateJournalEntry,
  generateOrder,
  generateProduct,
  generateReturn,
  type ManualClock,
} from '@crossdock/testing';
import { type LiveArrange, type LiveArrangement, openSystem } from '@crossdock/testing/contracts';
import { businessCentral } from '../../../src/business-central/index.ts';
import {
  customerNumberOf,
  documentNumberOf,
  externalNumberOf,
  orderKeyOf,
  parcelMarkOf,
} from '../../../src/business-central/references.ts';
import { liveBooks, type LiveBooks, type LiveRow } from './books.ts';
import type { LiveSettings } from './settings.ts';

/** All that the doors need: a real company and the machine's time, or a simulated one and virtual time. */
export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  /** Tells runs apart, so it must differ from run to run. */
  readonly random: Random;
  readonly settings: LiveSettings;
}

interface Door {
  readonly books: LiveBooks;
  readonly random: Random;
  readonly settings: LiveSettings;
  readonly occurredAt: string;
  readonly parcels: Map<string, Fulfillment>;
  nextRef(): string;
  office<N extends CapabilityName>(capability: N, input: CapabilityInput<N>): Promise<CapabilityOutput<N>>;
}

type Own<N extends CapabilityName> = Omit<LiveArrangement<N>, 'system' | 'run'>;

/** A side door for what can be seen from outside. The company is asked for when the first one is opened. */
export function liveDoors(ports: () => Promise<LivePorts>) {
  const arrange =
    <N extends CapabilityName>(own: (door: Door) => Own<N>): LiveArrange<N> =>
    async () => {
      const given = await ports();
      const { fetch, clock, random, settings } = given;
      const open = () => openSystem(businessCentral(settings.options), { fetch, clock, name: 'erp' });
      const run = `${clock.now().toString(36)}${Math.floor(random() * 36 ** 5).toString(36)}`;
      const other = open();
      let serial = 0;
      const next = (): string => String((serial += 1));
      const door: Door = {
        books: liveBooks(given),
        random,
        settings,
        occurredAt: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
        parcels: new Map(),
        nextRef: () => `l-${run}-${next()}`,
        office: (capability, input) => other.call(capability, input, { key: `office/${run}/${next()}` }),
      };
      return { system: open(), run, ...own(door) } as unknown as LiveArrangement<N>;
    };

  return {
    createOrder: arrange<'createOrder'>((door) => ({
      input: () => anOrder(door),
      count: async (ref) => (await ordersOf(door, ref)).length,
      async inspect(ref) {
        const [order] = await ordersOf(door, ref);
        if (!order) return undefined;
        const lines = await door.books.rows(`salesOrders(${String(order['id'])})/salesOrderLines`);
        const total = money(String(order['totalAmountIncludingTax']), door.books.config.currency);
        return { total, skus: lines.map((line) => String(line['lineObjectNumber'])) };
      },
    })),
    cancelOrder: arrange<'cancelOrder'>((door) => {
      const cancelled = async (ref: string) =>
        (await ordersOf(door, ref)).filter((it) => String(it['externalDocumentNumber']).endsWith('/CANCELLED'));
      return {
        async input() {
          const { ref } = await sold(door);
          return { orderRef: ref, reason: 'customer', occurredAt: door.occurredAt, restock: true };
        },
        count: async (ref) => (await cancelled(ref)).length,
        inspect: async (ref) => ({ cancelled: (await cancelled(ref)).length === 1 }),
      };
    }),
    getOrder: arrange<'getOrder'>((door) => ({
      input: async () => ({ orderRef: (await sold(door)).ref }),
      async truth({ orderRef }) {
        const [order] = await ordersOf(door, orderRef);
        return {
          number: String(order?.['number']),
          total: money(String(order?.['totalAmountIncludingTax']), door.books.config.currency),
        };
      },
    })),
    recordFulfillment: arrange<'recordFulfillment'>((door) => {
      const shipmentsOf = (ref: string) => {
        const mark = parcelMarkOf(door.parcels.get(ref)?.orderRef ?? '', ref);
        return door.books.rows('salesShipments', `externalDocumentNumber eq '${mark}'`);
      };
      return {
        async input() {
          const order = await sold(door);
          const parcel = { ...generateFulfillment(door.random, order, { share: 'some' }), ref: door.nextRef() };
          door.parcels.set(parcel.ref, parcel);
          return parcel;
        },
        count: async (ref) => (await shipmentsOf(ref)).length,
        async inspect(ref) {
          const [shipment] = await shipmentsOf(ref);
          if (!shipment) return undefined;
          const lines = await door.books.rows(`salesShipments(${String(shipment['id'])})/salesShipmentLines`);
          const goods = lines.filter((line) => door.settings.skus.includes(String(line['lineObjectNumber'])));
          return {
            lines: goods.map((line) => ({ sku: String(line['lineObjectNumber']), quantity: String(line['quantity']) })),
          };
        },
      };
    }),
    postInvoice: arrange<'postInvoice'>((door) => {
      const orders = new Map<string, string>();
      const invoicesOf = (ref: string) => {
        const mark = parcelMarkOf(orders.get(ref) ?? '', ref);
        return door.books.rows('salesInvoices', `externalDocumentNumber eq '${mark}'`);
      };
      return {
        async input() {
          const orderRef = (await sold(door)).ref;
          const ref = door.nextRef();
          orders.set(ref, orderRef);
          return { ref, orderRef, kind: 'cash-sale', occurredAt: door.occurredAt };
        },
        count: async (ref) => (await invoicesOf(ref)).length,
        async inspect(ref) {
          const [invoice] = await invoicesOf(ref);
          const entry = invoice && (await door.books.ledger(String(invoice['number'])));
          if (!invoice || !entry) return undefined;
          const total = money(String(invoice['totalAmountIncludingTax']), door.books.config.currency);
          return { total, orderTotal: entry.debit };
        },
      };
    }),
    processReturn: arrange<'processReturn'>((door) => {
      const creditsOf = async (ref: string) => {
        const filter = `externalDocumentNumber eq '${externalNumberOf(ref)}'`;
        return (await door.books.rows('salesCreditMemos', filter)).filter((it) => it['status'] !== 'Draft');
      };
      return {
        async input() {
          const order = await sold(door);
          await door.office('postInvoice', {
            ref: door.nextRef(),
            orderRef: order.ref,
            kind: 'cash-sale',
            occurredAt: door.occurredAt,
          });
          const back = generateReturn(door.random, order, { share: 'all', occurredAt: door.occurredAt });
          return { ...back, ref: door.nextRef() };
        },
        count: async (ref) => (await creditsOf(ref)).length,
        async inspect(ref) {
          const [credit] = await creditsOf(ref);
          const amount = String(credit?.['totalAmountIncludingTax']);
          return credit && { total: money(amount, door.books.config.currency) };
        },
      };
    }),
    confirmPosting: arrange<'confirmPosting'>((door) => ({
      async input(): Promise<DocumentRef> {
        const { ref } = await sold(door);
        const { occurredAt } = door;
        return door.office('postInvoice', { ref: door.nextRef(), orderRef: ref, kind: 'cash-sale', occurredAt });
      },
      async truth(input) {
        const { number = '' } = input as DocumentRef;
        const { debit, credit } = (await door.books.ledger(number)) ?? {};
        return { debit, credit };
      },
    })),
    recordPayment: arrange<'recordPayment'>((door) => {
      const entryOf = (ref: string) => door.books.ledger(documentNumberOf(door.books.config.prefix, 'P', ref));
      return {
        async input() {
          const orderRef = (await sold(door)).ref;
          const tender = { kind: 'card' as const, amount: money('12.50', door.books.config.currency) };
          return { ref: door.nextRef(), orderRef, tender, occurredAt: door.occurredAt };
        },
        count: async (ref) => Number((await entryOf(ref)) !== undefined),
        async inspect(ref) {
          const entry = await entryOf(ref);
          return entry && { total: entry.debit };
        },
      };
    }),
    postJournal: arrange<'postJournal'>((door) => {
      const entryOf = (ref: string) => door.books.ledger(documentNumberOf(door.books.config.prefix, 'J', ref));
      return {
        input() {
          const { currency } = door.books.config;
          const businessDate = door.occurredAt.slice(0, 10);
          const accounts = door.settings.journalAccounts;
          const entry = generateJournalEntry(door.random, { accounts, currency, businessDate });
          return { ...entry, ref: door.nextRef() };
        },
        count: async (ref) => Number((await entryOf(ref)) !== undefined),
        inspect: entryOf,
      };
    }),
    adjustInventory: arrange<'adjustInventory'>((door) => {
      const changesOf = (ref: string) => {
        const number = documentNumberOf(door.books.config.prefix, 'J', ref);
        return door.books.rows('stockChanges', `documentNumber eq '${number}'`);
      };
      const [location = '', code = ''] = Object.entries(door.books.config.locations)[0] ?? [];
      return {
        input: () => ({
          ref: door.nextRef(),
          reason: 'count',
          changes: [{ sku: door.settings.skus[0], location, delta: { amount: '3' } }],
          occurredAt: door.occurredAt,
        }),
        count: async (ref) => (await changesOf(ref)).length,
        async inspect(ref) {
          const rows = await changesOf(ref);
          return {
            changes: rows.map((it) => ({
              sku: String(it['itemNumber']),
              location: it['locationCode'] === code ? location : '',
              quantity: String(it['quantity']),
            })),
          };
        },
      };
    }),
    getProducts: arrange<'getProducts'>(({ settings, books }) => ({
      input: () => ({ skus: settings.skus }),
      truth: () => itemsOf(books, settings.skus, (item, sku) => ({ sku, name: String(item['displayName']) })),
    })),
    getPrices: arrange<'getPrices'>(({ settings, books }) => ({
      input: () => ({ skus: settings.skus }),
      truth: () =>
        itemsOf(books, settings.skus, (item, sku) => ({
          sku,
          price: money(String(item['unitPrice']), books.config.currency),
        })),
    })),
    publishProduct: arrange<'publishProduct'>((door) => {
      const itemOf = (sku: string) => door.books.rows('items', `number eq '${sku}'`);
      return {
        input: () => generateProduct(door.random, { sku: door.nextRef().toUpperCase().slice(-20) }),
        count: async (sku) => (await itemOf(sku)).length,
        async inspect(sku) {
          const [item] = await itemOf(sku);
          return item && { name: String(item['displayName']) };
        },
      };
    }),
    publishPrice: arrange<'publishPrice'>((door) => {
      // A reference of a price is `SKU/currency`.
      const priceOf = async (ref: string): Promise<string> => {
        const [item] = await door.books.rows('items', `number eq '${ref.split('/')[0]}'`);
        return String(item?.['unitPrice'] ?? '0');
      };
      return {
        async input() {
          const sku = door.nextRef().toUpperCase().slice(-20);
          await door.office('publishProduct', generateProduct(door.random, { sku }));
          return { sku, refs: {}, price: money('12.5', door.books.config.currency), taxIncluded: false };
        },
        count: async (ref) => Number(Number(await priceOf(ref)) !== 0),
        inspect: async (ref) => ({ price: money(await priceOf(ref), door.books.config.currency) }),
      };
    }),
    upsertCustomer: arrange<'upsertCustomer'>((door) => {
      const customersOf = (ref: string) =>
        door.books.rows('customers', `number eq '${customerNumberOf(door.books.config.prefix, ref)}'`);
      return {
        input: () => ({ ...generateCustomer(door.random), ref: door.nextRef() }),
        count: async (ref) => (await customersOf(ref)).length,
        async inspect(ref) {
          const [customer] = await customersOf(ref);
          const name = String(customer?.['displayName']);
          return customer && { email: String(customer['email']), lastName: name.split(' ').at(-1) };
        },
      };
    }),
    findCustomers: arrange<'findCustomers'>((door) => ({
      async input() {
        const ref = door.nextRef();
        const email = `${ref}@shoppers.example`;
        await door.office('upsertCustomer', { ...generateCustomer(door.random), ref, email });
        return { email };
      },
      truth: ({ email }) => Promise.resolve([{ email }]),
    })),
  };
}

/** An order of the company's own goods. */
function anOrder(door: Door): Order {
  const { random, settings, occurredAt, books } = door;
  const ref = door.nextRef();
  const { currency } = books.config;
  const order = generateOrder(random, { kind: 'plain', currency, skus: settings.skus, occurredAt });
  return { ...order, ref, number: ref, refs: {} };
}

async function sold(door: Door): Promise<Order> {
  const order = anOrder(door);
  await door.office('createOrder', order);
  return order;
}

async function ordersOf({ books }: Door, ref: string): Promise<readonly LiveRow[]> {
  const key = orderKeyOf(ref);
  const rows = await books.rows('salesOrders', `startswith(externalDocumentNumber,'${key}')`);
  return rows.filter((it) => String(it['externalDocumentNumber']).split('/')[0] === key);
}

async function itemsOf<T>(
  books: LiveBooks,
  skus: readonly string[],
  tell: (item: LiveRow, sku: string) => T,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const sku of skus) {
    const [item] = await books.rows('items', `number eq '${sku}'`);
    if (item) found.push(tell(item, sku));
  }
  return found;
}
