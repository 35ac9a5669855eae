import { IntegrationError, paginate } from '@crossdock/core';
import type { z } from 'zod';
import type { Document } from './api/document.ts';
import { ParcelHeaderData } from './api/aftermath-data.ts';
import { parcelHeader } from './api/aftermath-documents.ts';
import { fulfillmentLines, orderById, orderLines, ordersUpdated } from './api/documents.ts';
import {
  type Fulfillment,
  FulfillmentLinesData,
  type LineItem,
  type Order,
  OrderByIdData,
  OrderLinesData,
  OrdersUpdatedData,
} from './api/graphql-order.ts';
import type { GraphqlClient, Query } from './client.ts';
import { span } from './search.ts';

/** An order with all its lines and all its parcels. */
export interface ChangedOrder {
  readonly order: Order;
  readonly fulfillments: readonly Fulfillment[];
}

type ParcelHeader = NonNullable<z.output<typeof ParcelHeaderData>['fulfillment']>;
type ParcelLines = Fulfillment['fulfillmentLineItems'];
type ParcelLine = ParcelLines['nodes'][number];

/** Reads orders whole: every line, however many pages they take. */
export interface OrderReader {
  /** One order by its global id. Throws `not-found`. */
  byId(gid: string, signal: AbortSignal): Promise<Order>;
  /** What a parcel is by now, and what decides whether it is told at all. Throws `not-found`. */
  parcelHeader(gid: string, signal: AbortSignal): Promise<ParcelHeader>;
  /** The lines of a parcel, all of them. */
  parcelLines(gid: string, signal: AbortSignal): Promise<readonly ParcelLine[]>;
  /** Some orders, oldest change first, each with all its lines and the place behind it. */
  page(
    asked: { readonly query: string | null; readonly after: string | null; readonly most: number },
    signal: AbortSignal,
  ): Promise<{
    readonly orders: readonly { readonly order: Order; readonly cursor: string }[];
    readonly more: boolean;
  }>;
  /** All orders that changed within the window, oldest change first. */
  updatedWithin(window: {
    readonly from: string;
    readonly to: string;
    readonly signal: AbortSignal;
  }): AsyncIterable<ChangedOrder>;
}

/** How often an order is read again because it changed while its lines were paged. */
const attempts = 3;

/** Makes a reader. With `patient` it repeats queries itself, for callers that nobody repeats. */
export function createOrderReader(client: GraphqlClient, { patient }: { readonly patient: boolean }): OrderReader {
  const query = <Data extends z.ZodType>(document: Document, sent: Query<Data>): Promise<z.output<Data>> =>
    patient ? client.queryPatiently(document, sent) : client.query(document, sent);

  const remainingLines = async (order: Order, signal: AbortSignal): Promise<LineItem[] | 'changed'> => {
    const lines: LineItem[] = [];
    let { hasNextPage, endCursor } = order.lineItems.pageInfo;
    while (hasNextPage) {
      const page = await query(orderLines, {
        variables: { id: order.id, after: endCursor },
        data: OrderLinesData,
        signal,
      });
      if (page.order?.updatedAt !== order.updatedAt) return 'changed';
      lines.push(...page.order.lineItems.nodes);
      ({ hasNextPage, endCursor } = page.order.lineItems.pageInfo);
    }
    return lines;
  };

  const once = async (gid: string, signal: AbortSignal): Promise<Order> => {
    const { order } = await query(orderById, { variables: { id: gid }, data: OrderByIdData, signal });
    return order ?? notFound();
  };

  /** Pages of an order that changed in between do not belong together: it is read again from the start. */
  const whole = async (first: Order, signal: AbortSignal): Promise<Order> => {
    let order = first;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const more = await remainingLines(order, signal);
      if (more !== 'changed') return withLines(order, more);
      order = await once(order.id, signal);
    }
    throw new IntegrationError('The order changed again and again while its lines were read', {
      code: 'conflict',
      disposition: 'retry',
    });
  };

  const parcelLinesAfter = async (id: string, first: ParcelLines, signal: AbortSignal): Promise<ParcelLines> => {
    const nodes = [...first.nodes];
    let { pageInfo } = first;
    while (pageInfo.hasNextPage) {
      const variables = { id, after: pageInfo.endCursor };
      const page = await query(fulfillmentLines, { variables, data: FulfillmentLinesData, signal });
      const { fulfillmentLineItems } = page.fulfillment ?? notFound();
      nodes.push(...fulfillmentLineItems.nodes);
      ({ pageInfo } = fulfillmentLineItems);
    }
    return { pageInfo, nodes };
  };

  return {
    byId: async (gid, signal) => whole(await once(gid, signal), signal),
    async parcelHeader(gid, signal) {
      const { fulfillment } = await query(parcelHeader, { variables: { id: gid }, data: ParcelHeaderData, signal });
      return fulfillment ?? notFound();
    },
    async parcelLines(gid, signal) {
      const none: ParcelLines = { pageInfo: { hasNextPage: true, endCursor: null }, nodes: [] };
      return (await parcelLinesAfter(gid, none, signal)).nodes;
    },
    async page({ query: search, after, most }, signal) {
      const variables = { query: search, after };
      const { orders } = await query(ordersUpdated, { variables, data: OrdersUpdatedData, signal });
      const taken = [];
      for (const { node, cursor } of orders.edges.slice(0, most)) {
        const { fulfillments: _, ...order } = node;
        taken.push({ order: await whole(order, signal), cursor });
      }
      return { orders: taken, more: orders.pageInfo.hasNextPage || orders.edges.length > taken.length };
    },
    async *updatedWithin({ from, to, signal }) {
      const search = span('updated_at', { from, to });
      const pages = paginate(async (after: string | undefined) => {
        const { orders } = await query(ordersUpdated, {
          variables: { query: search, after: after ?? null },
          data: OrdersUpdatedData,
          signal,
        });
        return {
          items: orders.edges.map(({ node }) => node),
          next: orders.pageInfo.hasNextPage ? (orders.pageInfo.endCursor ?? undefined) : undefined,
        };
      });
      for await (const { fulfillments, ...order } of pages) {
        const parcels: Fulfillment[] = [];
        for (const parcel of fulfillments) {
          const fulfillmentLineItems = await parcelLinesAfter(parcel.id, parcel.fulfillmentLineItems, signal);
          parcels.push({ ...parcel, fulfillmentLineItems });
        }
        yield { order: await whole(order, signal), fulfillments: parcels };
      }
    },
  };
}

function notFound(): never {
  throw new IntegrationError(
    'The shop has no such order, or it is older than 60 days and the app lacks read_all_orders',
    { code: 'not-found' },
  );
}

function withLines(order: Order, more: readonly LineItem[]): Order {
  return {
    ...order,
    lineItems: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [...order.lineItems.nodes, ...more] },
  };
}
