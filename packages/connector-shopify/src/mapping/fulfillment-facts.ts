import { IntegrationError } from '@crossdock/core';
import type { Fulfillment } from '../api/graphql-order.ts';
import type { WebhookFulfillment } from '../api/webhook-order.ts';
import { instantOf, numberOf } from './ids.ts';
import { fulfillmentState } from './words.ts';

/** A parcel that left, and perhaps was called off again, in one shape for both ways in which the platform tells it. */
export interface FulfillmentFacts {
  /** Numeric id, as text. */
  readonly id: string;
  readonly gid: string;
  readonly orderId: string;
  /** The reference that the order was imported with. */
  readonly orderReference: string | undefined;
  readonly name: string;
  readonly createdAt: string;
  /** When it was called off, if it was. */
  readonly calledOffAt: string | undefined;
  readonly locationId: string | undefined;
  readonly lines: readonly { readonly lineId: string; readonly sku: string | undefined; readonly quantity: number }[];
  readonly tracking: readonly {
    readonly number: string;
    readonly carrier: string | undefined;
    readonly url: string | undefined;
  }[];
}

/** Reads a GraphQL answer that holds all lines of the parcel; undefined when it did not leave. */
export function fulfillmentFactsFromGraphql(
  parcel: Fulfillment,
  { id: orderId, reference }: { readonly id: string; readonly reference: string | undefined },
): FulfillmentFacts | undefined {
  const state = fulfillmentState(parcel.status, 'fulfillments.status');
  if (state === 'not-sent') return undefined;
  return {
    id: parcel.legacyResourceId,
    gid: parcel.id,
    orderId,
    orderReference: reference,
    name: parcel.name,
    createdAt: instantOf(parcel.createdAt, 'fulfillments.createdAt'),
    calledOffAt: state === 'called-off' ? instantOf(parcel.updatedAt, 'fulfillments.updatedAt') : undefined,
    locationId: parcel.location === null ? undefined : numberOf(parcel.location.id, 'fulfillments.location.id'),
    lines: fulfillmentLineFacts(parcel.fulfillmentLineItems.nodes),
    tracking: parcel.trackingInfo.flatMap(({ company, number, url }) =>
      number === null || number === '' ? [] : [{ number, carrier: company ?? undefined, url: url ?? undefined }],
    ),
  };
}

/** Reads the lines of a parcel from a GraphQL answer. */
export function fulfillmentLineFacts(
  nodes: readonly Fulfillment['fulfillmentLineItems']['nodes'][number][],
): FulfillmentFacts['lines'] {
  return nodes.map(({ lineItem, quantity }, index) => ({
    lineId: numberOf(lineItem.id, `fulfillmentLineItems.nodes.${index}.lineItem.id`),
    sku: lineItem.sku ?? undefined,
    quantity: counted(quantity, `fulfillmentLineItems.nodes.${index}.quantity`),
  }));
}

/**
 * Reads a webhook; undefined when the parcel did not leave.
 *
 * @param now the parcel's status by now: a webhook may tell an older one
 */
export function fulfillmentFactsFromWebhook(
  parcel: WebhookFulfillment,
  now: { readonly status: string; readonly updatedAt: string; readonly reference?: string | undefined } = {
    status: parcel.status,
    updatedAt: parcel.updated_at,
  },
): FulfillmentFacts | undefined {
  const state = fulfillmentState(now.status, 'status');
  if (state === 'not-sent') return undefined;
  const urls = parcel.tracking_urls ?? [];
  return {
    id: parcel.id,
    gid: parcel.admin_graphql_api_id,
    orderId: parcel.order_id,
    orderReference: now.reference,
    name: parcel.name,
    createdAt: instantOf(parcel.created_at, 'created_at'),
    calledOffAt: state === 'called-off' ? instantOf(now.updatedAt, 'updated_at') : undefined,
    locationId: parcel.location_id ?? undefined,
    lines: parcel.line_items.map(({ id, sku, quantity }) => ({ lineId: id, sku: sku ?? undefined, quantity })),
    tracking: (parcel.tracking_numbers ?? []).flatMap((number, index) =>
      number === '' ? [] : [{ number, carrier: parcel.tracking_company ?? undefined, url: urls[index] }],
    ),
  };
}

function counted(quantity: number | null, path: string): number {
  if (quantity !== null) return quantity;
  throw new IntegrationError('Shopify does not say how many units of a line are in a parcel', {
    code: 'response-invalid',
    disposition: 'reject',
    path,
  });
}
