import { type CapabilityName, type Money, type Order, sum } from '@crossdock/core';
import { createHmac } from 'node:crypto';
import { createFaults, type Faults, type ManualClock, type Simulator, withTransportFaults } from '@crossdock/testing';

type Body = Readonly<Record<string, unknown>>;

/** One effect in the platform's books. */
export interface Effect {
  readonly id: string;
  readonly capability: CapabilityName;
  readonly reference: string;
  readonly body: Body;
  readonly at: number;
}

/** Something the platform refuses, with its status. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What replaces itself under the same reference instead of being there twice. */
const records: ReadonlySet<CapabilityName> = new Set<CapabilityName>([
  'publishProduct',
  'publishPrice',
  'upsertCustomer',
  'cancelOrder',
  'releaseInventory',
]);

/** A platform that takes whatever our capabilities write, with books of its own. It lives in this test only. */
export class AcmePlatform implements Simulator {
  readonly name = 'acme';
  readonly faults: Faults;
  readonly effects: Effect[] = [];
  readonly orders = new Map<string, Order>();
  readonly stock = new Map<string, number>();
  /** What a listing or a look finds, by capability. */
  readonly listed = new Map<string, readonly object[]>();
  /** What is on the last page of every listing and cannot be told. */
  readonly unreadable = {
    identifiers: ['4711'],
    code: 'unmapped',
    path: 'state',
    reason: "state 'zombie' is not known",
  };
  readonly secret = 'acme-s3cret-9d1f';
  signIn = true;
  handle: (request: Request) => Promise<Response>;
  readonly #clock: ManualClock;
  readonly #byKey = new Map<string, Effect>();
  readonly #placed = new Set<string>();
  #serial = 0;

  constructor(clock: ManualClock, faults: Faults = createFaults({ seed: 1 })) {
    this.faults = faults;
    this.#clock = clock;
    this.handle = withTransportFaults((request) => this.#answer(request), {
      faults: this.faults,
      clock,
      classify: ({ url, method }) => ({
        operation: method,
        subject: new URL(url).pathname,
        write: method !== 'GET' && !url.endsWith('/token'),
      }),
    });
  }

  /** Effects under a reference. */
  under(capability: CapabilityName, reference: string): readonly Effect[] {
    return this.effects.filter((it) => it.capability === capability && it.reference === reference);
  }

  /** Takes an order, and signs the push about it. */
  place(order: Order): { readonly headers: Record<string, string>; readonly body: string } {
    this.orders.set(order.ref, order);
    this.#record('createOrder', order.ref, order);
    this.#placed.add(order.ref);
    const body = JSON.stringify({ push: ++this.#serial, order });
    const signature = createHmac('sha256', this.secret).update(body).digest('hex');
    return { headers: { 'content-type': 'application/json', 'x-acme-signature': signature }, body };
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [first = '', second = ''] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    if (first === 'token') {
      const { secret } = (await request.json()) as { secret: string };
      return this.signIn && secret === this.secret
        ? Response.json({ token: 'token-1' })
        : Response.json({ secret }, { status: 401 });
    }
    if (!this.signIn || request.headers.get('authorization') !== 'Bearer token-1')
      return new Response(null, { status: 401 });
    if (this.faults.strikes('throttle-storm', url.pathname)) {
      return new Response(null, { status: 429, headers: { 'retry-after': '7' } });
    }
    try {
      if (first === 'read')
        return Response.json(this.#read(second, JSON.parse(url.searchParams.get('q') ?? '{}') as Body));
      const capability = first as CapabilityName;
      if (request.method === 'GET') {
        const [found] = this.under(capability, second);
        return found ? Response.json({ id: found.id }) : new Response(null, { status: 404 });
      }
      const body = (await request.json()) as Body;
      const upserts = request.method === 'PUT' || records.has(capability);
      const key = request.headers.get('idempotency-key');
      return Response.json({ id: this.#write(capability, second, body, key, upserts).id });
    } catch (error) {
      if (error instanceof Refusal) return Response.json({ error: error.message }, { status: error.status });
      throw error;
    }
  }

  #write(capability: CapabilityName, reference: string, body: Body, key: string | null, upserts: boolean): Effect {
    const known = key === null ? undefined : this.#byKey.get(key);
    if (known) return known;
    const existing = upserts ? this.under(capability, reference)[0] : undefined;
    if (existing) {
      const merged = { ...existing, body: { ...existing.body, ...body } };
      this.effects[this.effects.indexOf(existing)] = merged;
      if (key !== null) this.#byKey.set(key, merged);
      return merged;
    }
    this.#check(capability, body);
    const effect = this.#record(capability, reference, body);
    if (key !== null) this.#byKey.set(key, effect);
    if (capability === 'createOrder') this.orders.set(reference, body as never);
    for (const { sku, location, kind, quantity } of (body['levels'] ?? []) as readonly Body[]) {
      if (kind !== undefined) this.stock.set(`${String(sku)}@${String(location)}`, amountOf(quantity));
    }
    return effect;
  }

  #record(capability: CapabilityName, reference: string, body: Body): Effect {
    const effect = { id: String(++this.#serial), capability, reference, body, at: this.#clock.now() };
    this.effects.push(effect);
    return effect;
  }

  #check(capability: CapabilityName, body: Body): void {
    if (capability === 'cancelOrder' && !this.orders.has(String(body['orderRef'])))
      throw new Refusal(404, 'no such order');
    if (capability === 'recordFulfillment') {
      const sold = this.orders.get(String(body['orderRef']))?.lines ?? [];
      for (const line of body['lines'] as readonly Body[]) {
        const open = Number(sold.find((it) => it.id === line['lineId'])?.quantity.amount ?? 0);
        if (amountOf(line['quantity']) > open) throw new Refusal(409, 'not open');
      }
    }
    if (capability === 'reserveInventory') {
      for (const line of body['lines'] as readonly Body[]) {
        const onHand = this.stock.get(`${String(line['sku'])}@${String(line['location'])}`) ?? 0;
        if (amountOf(line['quantity']) > onHand) throw new Refusal(409, 'not there');
      }
    }
    if (capability === 'setInventory') {
      for (const level of body['levels'] as readonly Body[]) {
        const shown = this.stock.get(`${String(level['sku'])}@${String(level['location'])}`) ?? 0;
        if (level['expected'] !== undefined && amountOf(level['expected']) !== shown)
          throw new Refusal(409, 'not expected');
      }
    }
    if (capability === 'createOrder' && JSON.stringify(body).includes('UNKNOWN-SKU'))
      throw new Refusal(422, 'unknown product');
  }

  #told<T>(what: string): readonly T[] {
    return (this.listed.get(what) ?? []) as readonly T[];
  }

  #page(what: string, query: Body): unknown {
    const { changedFrom, cursor = '0', limit } = query as { changedFrom?: string; cursor?: string; limit: number };
    const all = changedFrom !== undefined && Date.parse(changedFrom) > this.#clock.now() ? [] : this.#told(what);
    const end = Number(cursor) + limit;
    const items = all.slice(Number(cursor), end);
    return end < all.length ? { items, next: String(end) } : { items, refused: [this.unreadable] };
  }

  #read(what: string, query: Body): unknown {
    if (what === 'getOrder') {
      const order = this.orders.get(String(query['orderRef']));
      if (!order) throw new Refusal(404, 'no such order');
      return order;
    }
    if (what === 'getInventory') {
      const skus = query['skus'] as readonly string[];
      return [...this.stock]
        .map(([place, units]) => ({ sku: place.split('@')[0] ?? '', location: place.split('@')[1] ?? '', units }))
        .filter(({ sku }) => skus.includes(sku))
        .map(({ sku, location, units }) => ({
          sku,
          location,
          onHand: { amount: String(units) },
          asOf: '2026-11-27T10:00:00Z',
        }));
    }
    if (what === 'findCustomers') {
      return this.effects
        .filter((it) => it.capability === 'upsertCustomer' && String(it.body['email']).includes(String(query['email'])))
        .map((it) => it.body);
    }
    if (what === 'confirmPosting') {
      const { document, expected } = query as { document: { id: string }; expected?: { total: Money } };
      const effect = this.effects.find((it) => it.id === document.id);
      if (!effect) throw new Refusal(404, 'no such document');
      const total = totalOf(effect.body);
      if (expected && expected.total.amount !== total.amount) throw new Refusal(418, 'another total');
      const confirmedAt = new Date(this.#clock.now()).toISOString();
      return { document, postingDate: '2026-11-27', total, debit: total, credit: total, confirmedAt };
    }
    if (what.startsWith('list')) return this.#page(what, query);
    if (what === 'getPostingPeriods') {
      const { from, to } = query as { from: string; to: string };
      return this.#told<{ from: string; to: string }>(what).filter((it) => it.from <= to && it.to >= from);
    }
    if (what === 'getProducts' || what === 'getPrices') {
      const { skus } = query as { skus: readonly string[] };
      return this.#told<{ sku: string }>(what).filter((it) => skus.includes(it.sku));
    }
    const { from, to } = query as { from: string; to: string };
    const inWindow = (at: number) => at >= Date.parse(from) && at < Date.parse(to);
    return this.effects.filter((it) => this.#placed.has(it.reference) && inWindow(it.at)).map((it) => it.body);
  }
}

/** What a document comes to. */
export function totalOf(body: Body): Money {
  if (body['total'] !== undefined) return body['total'] as Money;
  const lines = (body['lines'] ?? []) as readonly { readonly debit?: Money }[];
  return sum(
    lines.flatMap((line) => line.debit ?? []),
    'USD',
  );
}

/** The amount of a quantity on the wire. */
const amountOf = (quantity: unknown): number => Number((quantity as { amount: string }).amount);
