import { type CheckedInput, type Implementation, IntegrationError, isIntegrationError } from '@crossdock/core';
import { FulfillmentCreateData, MarkShipmentsData, type OrderShipping, OrderShippingData } from '../api/write-data.ts';
import { fulfillmentCreate, markShipments, orderShipping } from '../api/write-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { documentOf } from '../document-of.ts';
import { findOrder, noSuchOrder } from '../find-order.ts';
import { numberOf } from '../mapping/ids.ts';
import { planShipment } from '../plan-shipment.ts';
import { holds, type KnownParcel, readShipments, type Shipment } from '../shipments.ts';

type Fulfillment = CheckedInput<'recordFulfillment'>;

interface Look {
  readonly order: OrderShipping;
  readonly shipments: Readonly<Record<string, Shipment>>;
  /** The parcel that was made for the reference, if there is one. */
  readonly made: { readonly id: string; readonly name: string } | undefined;
}

/**
 * Records a parcel: only its own units, from the location that they left from.
 *
 * The platform keeps no reference of ours on a parcel. So what is going to be made is written down on the order first, with
 * the parcels that are there already; a parcel that is new since then, and holds the same units, is the one.
 */
export function recordFulfillment(context: ConnectorContext): Implementation<'recordFulfillment'> {
  const { client } = context;

  const look = async (fulfillment: Fulfillment, signal: AbortSignal): Promise<Look> => {
    const id = await findOrder(fulfillment, context, signal);
    const { order } = await client.query(orderShipping, { variables: { id }, data: OrderShippingData, signal });
    if (!order) throw noSuchOrder();
    const tooMany =
      order.fulfillmentOrders.pageInfo.hasNextPage ||
      order.fulfillmentOrders.nodes.some(({ lineItems }) => lineItems.pageInfo.hasNextPage);
    if (tooMany) {
      throw new IntegrationError('The order has more to send than is read at once', {
        code: 'response-too-large',
        disposition: 'reject',
      });
    }
    const shipments = readShipments(order.shipments?.value);
    return { order, shipments, made: madeFor(fulfillment.ref, shipments, order) };
  };

  /** Writes down what is ours, if nobody wrote there since. Returns what the next writing is compared with. */
  const mark = async (
    ownerId: string,
    digest: string | null,
    shipments: Readonly<Record<string, Shipment>>,
    signal: AbortSignal,
  ): Promise<string | null> => {
    const variables = { ownerId, value: JSON.stringify(shipments), digest };
    try {
      const { metafieldsSet } = await client.mutate(markShipments, { variables, data: MarkShipmentsData, signal });
      return metafieldsSet.metafields?.[0]?.compareDigest ?? null;
    } catch (error) {
      throw nothingSent(error);
    }
  };

  /**
   * Writes down which parcel it became, so that it is never taken for another. Without it the next look finds it again.
   */
  const settle = async (...[ownerId, digest, shipments, signal]: Parameters<typeof mark>): Promise<void> => {
    try {
      await mark(ownerId, digest, shipments, signal);
    } catch (error) {
      if (signal.aborted) throw error;
    }
  };

  return {
    once: {
      async probe(fulfillment, { signal }) {
        const { ref } = fulfillment;
        const { order, shipments, made } = await look(fulfillment, signal);
        if (!made) return undefined;
        const known = shipments[ref];
        if (known && known.id === undefined) {
          const settled = { ...shipments, [ref]: { ...known, id: made.id } };
          await settle(order.id, order.shipments?.compareDigest ?? null, settled, signal);
        }
        return documentOf(context, 'Fulfillment', made, ref);
      },
    },
    async run(fulfillment, { signal }) {
      const { ref } = fulfillment;
      const { order, shipments } = await look(fulfillment, signal);
      const plan = planShipment(fulfillment, order, context.config);
      const shipment: Shipment = { before: parcelsOf(order).map(({ id }) => id), lines: { ...plan.lines } };
      // An intent from before is renewed: nothing came of it.
      const digest = await mark(
        order.id,
        order.shipments?.compareDigest ?? null,
        { ...shipments, [ref]: shipment },
        signal,
      );
      const { fulfillment: made } = await create(plan.input, signal).catch(async (error: unknown) => {
        // Nothing was made: a parcel with the same units that somebody makes later is not ours.
        if (isIntegrationError(error) && error.disposition === 'reject') {
          await settle(order.id, digest, without(shipments, ref), signal);
        }
        throw error;
      });
      await settle(order.id, digest, { ...shipments, [ref]: { ...shipment, id: made.id } }, signal);
      return documentOf(context, 'Fulfillment', made, ref);
    },
  };

  async function create(input: unknown, signal: AbortSignal) {
    try {
      const variables = { fulfillment: input };
      return (await client.mutate(fulfillmentCreate, { variables, data: FulfillmentCreateData, signal }))
        .fulfillmentCreate;
    } catch (error) {
      throw notOpen(error);
    }
  }
}

function without(shipments: Readonly<Record<string, Shipment>>, ref: string): Readonly<Record<string, Shipment>> {
  return Object.fromEntries(Object.entries(shipments).filter(([other]) => other !== ref));
}

function parcelsOf({ fulfillments }: OrderShipping): readonly (KnownParcel & { readonly name: string })[] {
  return fulfillments
    .filter(({ status }) => status === 'SUCCESS')
    .map(({ id, name, fulfillmentLineItems: { nodes } }) => ({
      id,
      name,
      lines: nodes.map(({ quantity, lineItem }) => ({
        lineId: numberOf(lineItem.id, 'lineItem.id'),
        quantity: quantity ?? 0,
      })),
    }));
}

function madeFor(ref: string, shipments: Readonly<Record<string, Shipment>>, order: OrderShipping) {
  const wanted = shipments[ref];
  if (!wanted) return undefined;
  const taken = new Set(Object.values(shipments).flatMap(({ id }) => id ?? []));
  return parcelsOf(order).find((parcel) =>
    wanted.id === undefined
      ? !wanted.before.includes(parcel.id) && !taken.has(parcel.id) && holds(parcel, wanted)
      : wanted.id === parcel.id,
  );
}

/** What failed before the parcel was sent may be repeated. */
function nothingSent(error: unknown): unknown {
  if (!isIntegrationError(error)) return error;
  const isPassing = error.disposition === 'unknown' || error.code === 'conflict';
  if (!isPassing) return error;
  return new IntegrationError('What is to be sent could not be written down on the order', {
    code: error.code === 'conflict' ? 'busy' : error.code,
    disposition: 'retry',
    cause: error,
  });
}

/** The platform says without a code that it does not have the units to send. */
function notOpen(error: unknown): unknown {
  if (!isIntegrationError(error) || error.code !== 'refused') return error;
  return new IntegrationError('The shop does not have these units to send any more', {
    code: 'conflict',
    path: error.path,
    details: error.details,
    cause: error,
  });
}
