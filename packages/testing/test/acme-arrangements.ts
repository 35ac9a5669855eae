import {
  type CapabilityInput,
  type CapabilityName,
  type DocumentRef,
  type Money,
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
  generatePrice,
  generateProduct,
  generateReturn,
  manualClock,
  simulatorFetch,
} from '@crossdock/testing';
import {
  type Arrange,
  type Arrangement,
  type BookedUnits,
  type EventArrangement,
  type Inspections,
  openSystem,
  type WritingName,
} from '@crossdock/testing/contracts';
import { acme, type Flaw, type Strategy } from './acme-connector.ts';
import { AcmePlatform, totalOf } from './acme-platform.ts';

/** What a fresh platform is opened with. */
export interface AcmeOptions {
  readonly strategy?: Strategy;
  readonly flaw?: Flaw;
  /** @default the simulator in this process */
  readonly fetch?: (platform: AcmePlatform) => typeof fetch;
}

const where = { location: 'store-17' } as const;
const occurredAt = '2026-11-27T10:00:00Z';

function open(options: AcmeOptions) {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const platform = new AcmePlatform(clock);
  const fetch = options.fetch?.(platform) ?? simulatorFetch(platform);
  const system = openSystem(acme(platform.secret, options), { clock, fetch, name: 'erp' });
  const random = seededRandom(1);
  return {
    platform,
    random,
    common: {
      system,
      faults: platform.faults,
      secrets: [platform.secret],
      throttle: () => platform.faults.arm('throttle-storm'),
      loseReply: () => platform.faults.arm('lost-reply'),
      revokeCredentials: () => {
        platform.signIn = false;
      },
    },
  };
}

type Body = Readonly<Record<string, unknown>>;
type Ports = ReturnType<typeof open>;

/** How the platform's books are read for each writing capability. */
const inspections: { readonly [N in WritingName]: (body: Body, ports: Ports) => Inspections[N] } = {
  createOrder: (body) => ({ total: totalOf(body), skus: (body['lines'] as Order['lines']).map((it) => it.sku) }),
  cancelOrder: () => ({ cancelled: true }),
  recordFulfillment: (body) => ({ lines: unitsOf(body['lines']) }),
  postInvoice: () => ({ total: money('1', 'USD'), orderTotal: money('1', 'USD') }),
  reserveInventory: (body) => ({ held: unitsOf(body['lines']) }),
  releaseInventory: () => ({ held: [] }),
  setInventory: (body) => ({ levels: unitsOf(body['levels']) }),
  adjustInventory: (body) => ({ changes: unitsOf(body['changes']) }),
  transferInventory: (body) => ({
    changes: unitsOf(body['lines']).flatMap(({ sku, quantity }) => [
      { sku, location: String(body['from']), quantity: `-${quantity}` },
      { sku, location: String(body['to']), quantity },
    ]),
  }),
  publishProduct: (body) => ({ name: String(body['name']) }),
  publishPrice: (body) => ({ price: body['price'] as Money }),
  processReturn: (body) => ({ total: totalOf(body) }),
  upsertCustomer: (body) => ({ email: body['email'] as string, lastName: body['lastName'] as string }),
  postJournal: (body) => ({ debit: totalOf(body), credit: totalOf(body) }),
  recordPayment: (body) => ({ total: (body['tender'] as Order['tenders'][number]).amount }),
};

function unitsOf(lines: unknown): BookedUnits[] {
  return ((lines ?? []) as readonly Body[]).map(({ sku, location, quantity, delta }) => ({
    sku: String(sku),
    location: String(location),
    quantity: ((quantity ?? delta) as { amount: string }).amount,
  }));
}

function soldOrder({ platform, random }: Ports): Order {
  const order = generateOrder(random, { kind: 'plain' });
  platform.orders.set(order.ref, order);
  return order;
}

function stocked({ platform, random }: Ports): string {
  const { sku } = generateProduct(random);
  platform.stock.set(`${sku}@store-17`, 20);
  return sku;
}

function posted({ platform, random }: Ports): DocumentRef {
  platform.place(generateOrder(random, { kind: 'plain' }));
  return { system: 'erp', type: 'createOrder', id: String(platform.effects.at(-1)?.id) };
}

const serial = (random: Random): string => String(Math.floor(random() * 1e9));

const inputs: { readonly [N in CapabilityName]: (ports: Ports) => CapabilityInput<N> } = {
  createOrder: ({ random }) => generateOrder(random, { kind: 'split-tender' }),
  cancelOrder: (ports) => ({ orderRef: soldOrder(ports).ref, reason: 'customer', occurredAt, restock: true }),
  getOrder: (ports) => ({ orderRef: soldOrder(ports).ref }),
  recordFulfillment: (ports) => generateFulfillment(ports.random, soldOrder(ports)),
  postInvoice: (ports) => {
    const { ref } = soldOrder(ports);
    return { ref: `${ref}-I1`, orderRef: ref, kind: 'invoice', occurredAt };
  },
  confirmPosting: posted,
  reserveInventory: (ports) => ({
    ref: `hold-${serial(ports.random)}`,
    lines: [{ sku: stocked(ports), ...where, quantity: { amount: '2' } }],
  }),
  releaseInventory: ({ random }) => ({ ref: `hold-${serial(random)}` }),
  getInventory: (ports) => ({ skus: [stocked(ports), stocked(ports)] }),
  setInventory: (ports) => ({
    ref: `levels-${serial(ports.random)}`,
    levels: [{ sku: stocked(ports), ...where, kind: 'on-hand', quantity: { amount: '7' } }],
    asOf: occurredAt,
  }),
  adjustInventory: (ports) => ({
    ref: `sale-${serial(ports.random)}`,
    reason: 'sale',
    changes: [{ sku: stocked(ports), ...where, delta: { amount: '-1' } }],
    occurredAt,
  }),
  transferInventory: (ports) => ({
    ref: `transfer-${serial(ports.random)}`,
    from: 'store-17',
    to: 'store-18',
    lines: [{ sku: stocked(ports), quantity: { amount: '2' } }],
    occurredAt,
  }),
  publishProduct: ({ random }) => generateProduct(random),
  publishPrice: ({ random }) => generatePrice(random),
  processReturn: (ports) => generateReturn(ports.random, soldOrder(ports)),
  upsertCustomer: ({ random }) => generateCustomer(random),
  findCustomers: ({ platform, random }) => {
    const customer = generateCustomer(random);
    const body = { ...customer };
    platform.effects.push({ id: customer.ref, capability: 'upsertCustomer', reference: customer.ref, body, at: 0 });
    return { email: customer.email };
  },
  postJournal: ({ random }) => generateJournalEntry(random),
  recordPayment: (ports) => {
    const { ref } = soldOrder(ports);
    return { ref: `${ref}-P1`, orderRef: ref, tender: { kind: 'card', amount: money('12.5', 'USD') }, occurredAt };
  },
  getPostingPeriods: ({ platform }) => {
    platform.listed.set('getPostingPeriods', [
      { name: 'Oct 2026', from: '2026-10-01', to: '2026-10-31', state: 'closed' },
      { name: 'Nov 2026', from: '2026-11-01', to: '2026-11-30', state: 'open' },
    ]);
    return { from: '2026-11-02', to: '2026-12-01' };
  },
  listOrders: listed('listOrders', (random) => generateOrder(random)),
  listInventory: listed('listInventory', (random) => ({
    sku: generateProduct(random).sku,
    ...where,
    onHand: { amount: '20', unit: 'EA' },
    asOf: occurredAt,
  })),
  listProducts: listed('listProducts', generateProduct),
  listPrices: listed('listPrices', generatePrice),
  listCustomers: listed('listCustomers', generateCustomer),
  listPayouts: listed('listPayouts', (random) => ({
    ref: `payout-${serial(random)}`,
    currency: 'USD',
    total: money('10', 'USD'),
    paidOn: '2026-11-27',
    state: 'paid',
    transactions: [],
  })),
  getProducts: bySku('getProducts', generateProduct),
  getPrices: bySku('getPrices', generatePrice),
};

/** Three things that are there to be listed. */
function listed(capability: CapabilityName, make: (random: Random) => object) {
  return ({ platform, random }: Ports) => {
    platform.listed.set(
      capability,
      Array.from({ length: 3 }, () => make(random)),
    );
    return {};
  };
}

/** Two things that are there to be asked for. */
function bySku(capability: CapabilityName, make: (random: Random) => { readonly sku: string }) {
  return ({ platform, random }: Ports) => {
    const things = [make(random), make(random)];
    platform.listed.set(capability, things);
    return { skus: things.map((it) => it.sku) };
  };
}

/** The truth about reads, from the platform's books. */
function truthOf(capability: CapabilityName, input: unknown, { platform }: Ports): unknown {
  const asked = input as { orderRef?: string; skus?: string[]; email?: string; id?: string };
  if (capability === 'getOrder') return { total: platform.orders.get(String(asked.orderRef))?.total };
  if (capability === 'getInventory') {
    return asked.skus?.map((sku) => ({ sku, ...where, onHand: { amount: '20', unit: 'EA' } }));
  }
  if (capability === 'findCustomers') return [{ email: asked.email }];
  const things = platform.listed.get(capability) ?? [];
  if (capability.startsWith('list')) return { items: things, refused: [platform.unreadable] };
  if (capability === 'getPostingPeriods') return things.slice(1);
  if (things.length > 0) return things;
  return { total: totalOf(platform.effects.find((it) => it.id === asked.id)?.body ?? {}) };
}

/** Opens a fresh platform for one capability. */
export function arrangeAcme<N extends CapabilityName>(capability: N, options: AcmeOptions = {}): Arrange<N> {
  return () => {
    const ports = open(options);
    const { platform } = ports;
    const inspect = (reference: string) => {
      const effect = platform.under(capability, reference).at(-1);
      // A reservation that nobody released is held.
      if (capability === 'releaseInventory' && !effect) return { held: [{ sku: 'A', location: 'B', quantity: '1' }] };
      return effect && inspections[capability as WritingName](effect.body, ports);
    };
    return {
      ...ports.common,
      input: () => inputs[capability](ports),
      truth: (input: unknown) => truthOf(capability, input, ports),
      count: (reference: string) => platform.under(capability, reference).length,
      inspect,
      refused: () => (capability === 'createOrder' ? [unknownProduct(ports)] : []),
    } as unknown as Arrangement<N>;
  };
}

function unknownProduct({ random }: Ports) {
  const input = generateOrder(random, { kind: 'plain', skus: ['UNKNOWN-SKU'] });
  return { what: 'an order with an unknown product', input, code: 'unmapped' } as const;
}

/** Opens a fresh platform for event sources. */
export function arrangeAcmeEvents(options: AcmeOptions = {}): () => EventArrangement {
  return () => {
    const ports = open(options);
    return {
      system: ports.common.system,
      happen: () => {
        const order = generateOrder(ports.random);
        return { key: order.ref, delivery: ports.platform.place(order) };
      },
    };
  };
}
