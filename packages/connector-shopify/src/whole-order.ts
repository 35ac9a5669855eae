import { type IntegrationError, isIntegrationError, type RefusedEvent } from '@crossdock/core';
import type { Aftermath } from './aftermath-reader.ts';
import type { Fulfillment, Order } from './api/graphql-order.ts';
import type { ConnectorContext } from './context.ts';
import {
  fulfillmentEvent,
  orderEvents,
  orderSubject,
  refundEvents,
  returnEvents,
  type ShopifyEvent,
} from './events.ts';
import { fulfillmentFactsFromGraphql } from './mapping/fulfillment-facts.ts';
import { complete, numberOf } from './mapping/ids.ts';
import { type OrderReading, readGraphqlOrder } from './mapping/order-reading.ts';
import { refOfNote } from './mapping/refs.ts';
import type { RefundContext } from './mapping/to-refund.ts';
import { isOurs, readShipments } from './shipments.ts';

/** An order with everything that is known of it. */
export interface WholeOrder {
  readonly order: Order;
  readonly aftermath: Aftermath;
  /** Absent where they were not asked for. */
  readonly fulfillments?: readonly Fulfillment[];
}

type Told = readonly (ShopifyEvent | RefusedEvent<ShopifyEvent['name']>)[];

/**
 * Everything that an order tells. What we made ourselves (an imported order, a parcel, a return) is not told back.
 *
 * A part that is refused parks by itself; an order that is refused parks with all its parts.
 */
export function tellWhole(whole: WholeOrder, context: ConnectorContext): Told {
  const { order } = whole;
  const subject = orderSubject(
    { id: order.legacyResourceId, gid: order.id, name: order.name, reference: order.reference?.value },
    context,
  );
  const refusal = (name: ShopifyEvent['name'], id: string, refused: IntegrationError): Told => [
    { name, id, key: subject.key, refused },
  ];
  const attempt = (name: ShopifyEvent['name'], id: string, tell: () => Told): Told => {
    try {
      return tell();
    } catch (error) {
      if (isIntegrationError(error) && error.disposition === 'reject') return refusal(name, id, error);
      throw error;
    }
  };
  return attempt('order.placed', order.legacyResourceId, () => {
    const reading = readGraphqlOrder(order, context.config.currency, whole.aftermath.agreements);
    return [
      ...orderEvents(reading, context),
      ...tellParcels(whole, reading, context),
      ...tellAftermath(whole, reading, context, attempt),
    ];
  });
}

/** The same for a caller that cannot tell a refusal beside facts: the first refusal is thrown. */
export function tellWholeOrThrow(whole: WholeOrder, context: ConnectorContext): readonly ShopifyEvent[] {
  return tellWhole(whole, context).map((event) => {
    if ('refused' in event) throw event.refused;
    return event;
  });
}

function tellParcels(
  { order, fulfillments = [] }: WholeOrder,
  { facts }: OrderReading,
  context: ConnectorContext,
): readonly ShopifyEvent[] {
  const shipments = readShipments(order.shipments?.value);
  return complete(fulfillments, 'fulfillments').flatMap((parcel) => {
    const sent = fulfillmentFactsFromGraphql(parcel, facts);
    if (!sent || isOurs({ id: sent.gid, lines: sent.lines }, shipments)) return [];
    return [fulfillmentEvent(sent, context)];
  });
}

function tellAftermath(
  { aftermath: { refunds, returns } }: WholeOrder,
  { all }: OrderReading,
  settings: ConnectorContext,
  attempt: (name: ShopifyEvent['name'], id: string, tell: () => Told) => Told,
): Told {
  const context: RefundContext = { order: all, settings, side: settings.config.currency, returns };
  const ours = new Set(
    returns
      .filter(({ returnLineItems: { nodes } }) => nodes.some(({ returnReasonNote }) => refOfNote(returnReasonNote)))
      .map(({ id }) => id),
  );
  return [
    ...returns
      .filter(({ id }) => !ours.has(id))
      .flatMap((it) => {
        const own = refunds.filter((refund) => refund.return?.id === it.id);
        return attempt('return.requested', numberOf(it.id, 'returns.id'), () => returnEvents(it, own, context));
      }),
    ...refunds
      .filter(({ note, return: of }) => refOfNote(note) === undefined && (of === null || !ours.has(of.id)))
      .flatMap((it) => attempt('refund.issued', it.legacyResourceId, () => refundEvents(it, context))),
  ];
}
