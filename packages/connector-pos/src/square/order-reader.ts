import { isIntegrationError, IntegrationError } from '@crossdock/core';
import { OrderAnswer, OrderHead, OrdersAnswer, WireOrder } from './api/orders.ts';
import { PaymentAnswer, PaymentsAnswer, type WirePayment } from './api/payments.ts';
import { type SquareClient } from './client.ts';
import { inGroups } from './groups.ts';
import { type ReadOrder } from './mapping/order-facts.ts';
import { readRefunds } from './refund-reader.ts';
import { type Store, type Stores } from './stores.ts';
import { type Variations } from './variations.ts';

/** An order that cannot be told, by what is known of it. */
export interface RefusedOrder {
  readonly id: string;
  readonly refused: IntegrationError;
}

/** A page of orders, whole or refused each by itself. */
export interface OrderPage {
  readonly read: readonly ReadOrder[];
  readonly refused: readonly RefusedOrder[];
  readonly next?: string | undefined;
}

/** Which orders are searched. */
export interface OrderSearch {
  /** At most ten. */
  readonly stores: readonly Store[];
  /** ISO instants that `updated_at` lies between. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/** Reads orders with their payments and articles. */
export interface OrderReader {
  /** Throws `not-found`. */
  byId(id: string, signal: AbortSignal): Promise<ReadOrder>;
  /** One page, in the order of their last change. */
  page(search: OrderSearch): Promise<OrderPage>;
  /** All that changed within a span, store group by store group. */
  updatedWithin(span: {
    readonly from: string;
    readonly to: string;
    /** @default all */
    readonly stores?: readonly Store[];
    readonly signal: AbortSignal;
  }): AsyncIterable<OrderPage>;
}

/** Most locations of one search. */
export const storesPerSearch = 10;
/** From so many payments of one store on they are listed instead of asked for one by one. */
const worthListing = 4;

/** Makes a reader. */
export function createOrderReader(client: SquareClient, stores: Stores, variations: Variations): OrderReader {
  const paymentById = async (id: string, signal: AbortSignal): Promise<readonly WirePayment[]> => {
    try {
      const { payment } = await client.send('GET', '/v2/payments/{id}', {
        params: { id },
        response: PaymentAnswer,
        signal,
      });
      return [payment];
    } catch (error) {
      // Lists of payments lag behind by seconds, and payments taken elsewhere are none of Square's.
      if (isIntegrationError(error) && error.code === 'not-found') return [];
      throw error;
    }
  };

  const listed = async (wanted: readonly Wanted[], location: string, signal: AbortSignal): Promise<WirePayment[]> => {
    const times = wanted.map((it) => it.at);
    const query = {
      location_id: location,
      begin_time: new Date(Math.min(...times) - 1_000).toISOString(),
      end_time: new Date(Math.max(...times) + 1_000).toISOString(),
      limit: 100,
    };
    const found: WirePayment[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.send('GET', '/v2/payments', {
        query: { ...query, cursor },
        response: PaymentsAnswer,
        signal,
      });
      found.push(...page.payments);
      ({ cursor } = page);
    } while (cursor !== undefined);
    return found;
  };

  const paymentsOf = async (
    orders: readonly WireOrder[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, WirePayment>> => {
    const payments = new Map<string, WirePayment>();
    for (const [location, wanted] of Map.groupBy(orders.flatMap(wantedPayments), (it) => it.location)) {
      if (wanted.length >= worthListing) {
        for (const it of await listed(wanted, location, signal)) payments.set(it.id, it);
      }
      for (const { id } of wanted) {
        if (payments.has(id)) continue;
        for (const it of await paymentById(id, signal)) payments.set(it.id, it);
      }
    }
    return payments;
  };

  const complete = async (raw: readonly unknown[], signal: AbortSignal): Promise<Omit<OrderPage, 'next'>> => {
    const parsed = raw.map(parseOrder);
    const orders = parsed.flatMap((it) => ('refused' in it ? [] : [it]));
    const refused = parsed.flatMap((it) => ('refused' in it ? [it] : []));
    const payments = await paymentsOf(orders, signal);
    const refunds = await readRefunds(orders, client, signal);
    const articles = await variations.byIds(orders.flatMap(articlesOf), signal);
    const read: ReadOrder[] = [];
    for (const order of orders) {
      try {
        const store = await stores.byId(order.location_id, signal);
        read.push({ order, store, payments, refunds, variations: articles });
      } catch (error) {
        if (!isIntegrationError(error) || error.code !== 'unmapped') throw error;
        refused.push({ id: order.id, refused: error });
      }
    }
    return { read, refused };
  };

  const page: OrderReader['page'] = async ({ stores: some, from, to, cursor, limit = 500, signal }) => {
    const span = { ...(from !== undefined && { start_at: from }), ...(to !== undefined && { end_at: to }) };
    const filter = from === undefined && to === undefined ? {} : { date_time_filter: { updated_at: span } };
    const answer = await client.send('POST', '/v2/orders/search', {
      json: {
        location_ids: some.map((it) => it.id),
        limit,
        query: { filter, sort: { sort_field: 'UPDATED_AT', sort_order: 'ASC' } },
        ...(cursor !== undefined && { cursor }),
      },
      response: OrdersAnswer,
      effect: 'read',
      signal,
    });
    return { ...(await complete(answer.orders, signal)), next: answer.cursor };
  };

  return {
    page,
    async byId(id, signal) {
      const { order } = await client.send('GET', '/v2/orders/{id}', { params: { id }, response: OrderAnswer, signal });
      const { read, refused } = await complete([order], signal);
      const [found] = read;
      if (found) return found;
      throw refused[0]?.refused ?? new IntegrationError('Square does not have the order', { code: 'not-found' });
    },
    async *updatedWithin({ from, to, stores: wanted, signal }) {
      for (const group of inGroups(wanted ?? (await stores.all(signal)), storesPerSearch)) {
        let cursor: string | undefined;
        do {
          const found = await page({ stores: group, from, to, cursor, signal });
          yield found;
          cursor = found.next;
        } while (cursor !== undefined);
      }
    },
  };
}

interface Wanted {
  readonly id: string;
  readonly location: string;
  /** Epoch milliseconds at which it was made. */
  readonly at: number;
}

/** The payments of an order, and those that its refunds gave back. */
function wantedPayments(order: WireOrder): readonly Wanted[] {
  const { location_id: location, created_at } = order;
  const own = order.tenders.flatMap(({ payment_id, id = '', type, created_at: at = created_at }) =>
    type === 'NO_SALE' || (payment_id ?? id) === '' ? [] : [{ id: payment_id ?? id, location, at: Date.parse(at) }],
  );
  const known = new Set(order.tenders.map((it) => it.id));
  const refunded = order.refunds.flatMap(({ tender_id }) =>
    tender_id === undefined || known.has(tender_id) ? [] : [{ id: tender_id, location, at: Date.parse(created_at) }],
  );
  return [...own, ...refunded];
}

function articlesOf({ line_items, returns }: WireOrder): readonly string[] {
  const lines = [...line_items, ...returns.flatMap((it) => it.return_line_items)];
  return lines.flatMap((it) => it.catalog_object_id ?? []);
}

/** An order in a shape that is not expected is refused by its id; one without an id cannot be told at all. */
export function parseOrder(raw: unknown): WireOrder | RefusedOrder {
  const parsed = WireOrder.safeParse(raw);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String).join('.');
  const refused = new IntegrationError('An order of Square is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path,
  });
  const head = OrderHead.safeParse(raw);
  if (head.success) return { id: head.data.id, refused };
  throw refused;
}
