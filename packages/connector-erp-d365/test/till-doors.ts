/** The side doors of till sales: each of the three ways, with the books that prove it. */
import { type CapabilityInput, type DocumentRef, money, type Order, type Random, seededRandom } from '@crossdock/core';
import { generateOrder, generateReturn } from '@crossdock/testing';
import { type Arrange, type Arrangement, type RefusedInput } from '@crossdock/testing/contracts';
import type { D365Settings } from '../src/index.ts';
import { commonDoor, openEnvironment, type OpenEnvironment, type OpenEnvironmentOptions, skus } from './environment.ts';

/** A sale at a till, paid in full. */
export function tillSale(random: Random, changes: Partial<Order> = {}): Order {
  const sale = generateOrder(random, { kind: 'split-tender', currency: 'USD', skus: [...skus], occurredAt });
  return { ...sale, channel: 'store', location: 'store-1', register: 'till-1', ...changes };
}

const occurredAt = '2026-11-27T10:00:00Z';

/** Till sales as store transactions. */
export const asTransactions = {
  as: 'transactions',
  stores: {
    'store-1': { channel: '5637148326', terminals: { 'till-1': '3' }, terminal: '000001' },
    'store-2': { channel: '5637148327', terminal: '9' },
  },
  tenders: { card: '3', 'card:Visa': '31', cash: '1', wallet: '3', 'gift-card': '8', 'store-credit': '8' },
  taxCode: 'SP_SALES',
} as const satisfies D365Settings['tills'];

/** Opens an environment with two stores of Commerce. */
export function openTills(tills: D365Settings['tills'], options: OpenEnvironmentOptions = {}): OpenEnvironment {
  const opened = openEnvironment({ ...options, settings: { tills, ...options.settings } });
  const tenders = { '1': '110180', '3': '110110', '31': '110111', '8': '250300' };
  const { environment } = opened;
  environment.seedStore({
    channel: '5637148326',
    operatingUnit: '052',
    store: 'HOUSTON',
    customer: 'WEB-001',
    tenders,
  });
  environment.seedStore({ channel: '5637148327', operatingUnit: '053', store: 'SEATTLE', tenders });
  return opened;
}

interface Door extends OpenEnvironment {
  readonly random: Random;
}

const usd = (amount: number) => money(amount.toFixed(2), 'USD');

type TillCapability = 'createOrder' | 'processReturn' | 'confirmPosting';

/** What is in the books of one way. */
export interface WayBooks {
  /** What a document under a reference comes to; positive was sold. */
  inspect(door: Door, ref: string): { readonly total: number; readonly items: readonly string[] } | undefined;
  count(door: Door, ref: string): number;
  /** Lets everything reach the ledger. */
  settle(door: Door): void;
}

const orderBooks: WayBooks = {
  inspect({ environment: { books } }, ref) {
    const order = books.orders().find((it) => it.reference === ref);
    const invoice = books.invoices().find((it) => it.order === order?.number);
    return order && invoice && { total: invoice.total, items: order.lines.map((line) => line.item) };
  },
  count({ environment: { books } }, ref) {
    const orders = books.orders().filter((it) => it.reference === ref);
    const invoices = books.invoices().filter((it) => orders.some((order) => order.number === it.order));
    const payments = books.paymentJournals().filter((it) => it.description.startsWith(`CD_PAY_${ref}-T`));
    const twice = new Set(payments.map((it) => it.description)).size < payments.length;
    if (orders.length > 1 || invoices.length > 1 || twice) throw new Error(`${ref} is booked twice`);
    const paid = payments.reduce((sum, it) => sum + it.credit - it.debit, 0);
    // A sale that is billed and not paid is not the effect yet.
    const isWhole = (total: number) => total < 0 || Math.round(total * 100) === paid;
    return invoices.filter((it) => isWhole(it.total)).length;
  },
  settle: () => undefined,
};

const transactionBooks: WayBooks = {
  inspect({ environment: { books } }, ref) {
    const found = books.tillTransactions().find((it) => it.reference === ref);
    if (!found) return undefined;
    const total = found.lines.reduce((sum, line) => sum + Math.round(line.amount * 100), 0) / 100;
    if (total !== found.paid) throw new Error(`${ref}: lines come to ${total} and ${found.paid} is paid`);
    return { total, items: found.lines.map((line) => line.item) };
  },
  count: ({ environment: { books } }, ref) => books.tillTransactions().filter((it) => it.reference === ref).length,
  settle: ({ environment }) => environment.runBatch(),
};

const inputs: {
  readonly [N in TillCapability]: (door: Door, way: WayBooks) => CapabilityInput<N> | Promise<CapabilityInput<N>>;
} = {
  createOrder: ({ random }) => tillSale(random),
  processReturn: async (door) => {
    const sale = tillSale(door.random);
    await door.reconfigure({}).call('createOrder', sale);
    return { ...generateReturn(door.random, sale, { location: 'store-1' }), channel: 'store' };
  },
  confirmPosting: async (door, way) => {
    const document = await door.reconfigure({}).call('createOrder', tillSale(door.random));
    way.settle(door);
    return document;
  },
};

function refusedBy({ random }: Door, capability: TillCapability): readonly RefusedInput<'createOrder'>[] {
  if (capability !== 'createOrder') return [];
  const unknown = generateOrder(random, { kind: 'plain', currency: 'USD', skus: ['UNKNOWN'] });
  return [
    {
      what: 'a product that is unknown',
      input: { ...unknown, channel: 'store', location: 'store-1', register: 'till-1' },
      code: 'unmapped',
    },
    { what: 'a store that is unknown', input: tillSale(random, { location: 'store-99' }), code: 'unmapped' },
    { what: 'a test sale', input: tillSale(random, { test: true }), code: 'unsupported-document' },
    { what: 'a means without a counterpart', input: paidByPoints(random), code: 'unmapped' },
  ];
}

function paidByPoints(random: Random): Order {
  const sale = tillSale(random);
  return { ...sale, tenders: [{ kind: 'loyalty', amount: sale.total }] };
}

function sideDoor<N extends TillCapability>(capability: N, way: WayBooks, open: () => OpenEnvironment): Arrange<N> {
  return () => {
    const door: Door = { ...open(), random: seededRandom(1) };
    return {
      ...commonDoor(door),
      input: () => inputs[capability](door, way),
      count: (ref: string) => way.count(door, ref),
      inspect: (ref: string) => {
        const found = way.inspect(door, ref);
        const sign = capability === 'processReturn' ? -1 : 1;
        return found && { total: usd(sign * found.total), skus: found.items };
      },
      truth: (document: DocumentRef) => {
        const found = way.inspect(door, document.reference ?? '');
        return { total: found && usd(found.total), period: '2026 Period 11' };
      },
      refused: () => refusedBy(door, capability),
    } as unknown as Arrangement<N>;
  };
}

/** The side doors of one way. */
export function tillDoors(way: 'orders' | 'transactions', open: () => OpenEnvironment) {
  const books = way === 'orders' ? orderBooks : transactionBooks;
  return {
    createOrder: sideDoor('createOrder', books, open),
    processReturn: sideDoor('processReturn', books, open),
    confirmPosting: sideDoor('confirmPosting', books, open),
  };
}
