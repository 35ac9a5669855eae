import { type Backfill, IntegrationError, isIntegrationError } from '@crossdock/core';
import type { z } from 'zod';
import { ordersInBulk, ordersRest } from './api/documents.ts';
import { BulkOrder, type Fulfillment, LineItem, OrdersRestData } from './api/graphql-order.ts';
import { childrenOf, type Family } from './bulk/families.ts';
import { type ConnectorContext, isWanted } from './context.ts';
import { orderEventNames, type ShopifyEvent } from './events.ts';
import type { ChangedOrder } from './order-reader.ts';
import { tellOrRefuse } from './sweep.ts';

/** Orders whose rest is asked for at once; fewer when the platform finds that too dear. */
const mostAtOnce = 50;

/**
 * Tells everything that all orders tell, by bulk operation: the first load, or a repair. The facts are those of webhook and
 * sweep, under the same ids.
 */
export function orderBackfill(context: ConnectorContext): Backfill<ShopifyEvent['name']> {
  return {
    emits: orderEventNames,
    async *run({ since, resume, signal, progress }) {
      const earliest = laterOf(since, context.config.ordersFrom);
      const restReader = createRestReader(context, signal);
      for await (const portion of context.bulk.read({ query: ordersInBulk(earliest), resume, signal, progress })) {
        const orders = portion.families.map((family) => read(family)).filter(({ order }) => isWanted(context, order));
        const rests = await restReader(orders.map(({ order }) => order.id));
        const events = [];
        for (const family of orders) {
          const rest = rests.get(family.order.id);
          // Deleted since the file was written: there is nothing to tell any more.
          if (!rest) continue;
          const order = await whole(family, rest, portion.whole, context, signal);
          events.push(...(await tellOrRefuse(order, context, signal)));
        }
        yield { events, resume: portion.resume };
      }
    },
  };
}

interface BulkFamily {
  readonly order: z.output<typeof BulkOrder>;
  readonly lines: readonly LineItem[];
}

type Rest = NonNullable<z.output<typeof OrdersRestData>['nodes'][number]>;

function read(family: Family): BulkFamily {
  const order = parsed(BulkOrder, family.root);
  return { order, lines: childrenOf(family, 'LineItem').map((line) => parsed(LineItem, line)) };
}

/** The order as a sweep reads it. What the file tells is believed while the order did not change since. */
async function whole(
  { order, lines }: BulkFamily,
  { updatedAt, shippingLines, fulfillments }: Rest,
  isComplete: boolean,
  { patientOrders }: ConnectorContext,
  signal: AbortSignal,
): Promise<ChangedOrder> {
  const parcels: Fulfillment[] = [];
  for (const parcel of fulfillments) {
    const { pageInfo } = parcel.fulfillmentLineItems;
    const nodes = pageInfo.hasNextPage ? await patientOrders.parcelLines(parcel.id, signal) : undefined;
    parcels.push(nodes ? { ...parcel, fulfillmentLineItems: { pageInfo: lastPage, nodes: [...nodes] } } : parcel);
  }
  if (!isComplete || updatedAt !== order.updatedAt) {
    return { order: await patientOrders.byId(order.id, signal), fulfillments: parcels };
  }
  const lineItems = { pageInfo: lastPage, nodes: [...lines] };
  return { order: { ...order, shippingLines, lineItems }, fulfillments: parcels };
}

const lastPage = { hasNextPage: false, endCursor: null };

type RestReader = (ids: readonly string[]) => Promise<ReadonlyMap<string, Rest>>;

/** Reads what bulk operations cannot bring, as many orders at once as the platform allows. */
function createRestReader({ client }: ConnectorContext, signal: AbortSignal): RestReader {
  let atOnce = mostAtOnce;
  return async (ids) => {
    const found = new Map<string, Rest>();
    for (let at = 0; at < ids.length;) {
      const some = ids.slice(at, at + atOnce);
      try {
        const { nodes } = await client.queryPatiently(ordersRest, {
          variables: { ids: some },
          data: OrdersRestData,
          signal,
        });
        for (const node of nodes) if (node) found.set(node.id, node);
        at += some.length;
      } catch (error) {
        // Whether the price of a list grows with its length is not documented.
        if (!isIntegrationError(error) || error.code !== 'query-too-expensive' || atOnce === 1) throw error;
        atOnce = Math.ceil(atOnce / 2);
      }
    }
    return found;
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, line: unknown): z.output<Schema> {
  const result = schema.safeParse(line);
  if (result.success) return result.data;
  throw new IntegrationError('A line of the bulk result is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path: result.error.issues[0]?.path.map(String).join('.'),
  });
}

function laterOf(one: string | undefined, other: string | undefined): string | undefined {
  const instants = [one, other].filter((it) => it !== undefined).map((it) => Date.parse(it));
  if (instants.length === 0) return undefined;
  // The platform compares whole seconds.
  return new Date(Math.floor(Math.max(...instants) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
