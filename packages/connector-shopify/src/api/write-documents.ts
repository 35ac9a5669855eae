/**
 * Changes of orders: importing, cancelling, sending.
 *
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCreate
 * @module
 */
import { metafieldKeys } from './catalog-documents.ts';
import type { Document, Mutation } from './document.ts';

/** An order by the reference that it was imported with. */
export const orderByReference: Document = {
  name: 'OrderByReference',
  cost: 1,
  scopes: ['read_orders'],
  text: `query OrderByReference($value: String!) {
    orderByIdentifier(identifier: { customId: { key: "${metafieldKeys.reference}", value: $value } }) {
      id
      name
      cancelledAt
      totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
    }
  }`,
};

/** What of an order decides whether it can be changed. */
export const orderState: Document = {
  name: 'OrderState',
  cost: 1,
  scopes: ['read_orders'],
  text: `query OrderState($id: ID!) { order(id: $id) { id name cancelledAt } }`,
};

/** Imports an order. Not idempotent: a metafield of ours, which is unique, is. */
export const orderCreate: Mutation = {
  name: 'OrderCreate',
  cost: 13,
  scopes: ['read_orders', 'write_orders'],
  text: `mutation OrderCreate($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
    orderCreate(order: $order, options: $options) { order { id } userErrors { field message code } }
  }`,
};

/** Cancels an order, in the background. */
export const orderCancel: Mutation = {
  name: 'OrderCancel',
  cost: 13,
  scopes: ['read_orders', 'write_orders'],
  // "Cannot be cancelled any more" has no code of its own.
  refusals: { INVALID: 'conflict' },
  text: `mutation OrderCancel($orderId: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $staffNote: String) {
    orderCancel(orderId: $orderId, reason: $reason, restock: $restock, staffNote: $staffNote, notifyCustomer: false) {
      job { id }
      orderCancelUserErrors { field message code }
    }
  }`,
};

/** Whether work in the background is done. */
export const jobStatus: Document = {
  name: 'JobStatus',
  cost: 1,
  text: `query JobStatus($id: ID!) { job(id: $id) { id done } }`,
};

/** What is to be sent of an order from where, what was sent, and what of it is ours. */
export const orderShipping: Document = {
  name: 'OrderShipping',
  cost: 141,
  scopes: ['read_orders', 'read_locations', 'read_merchant_managed_fulfillment_orders'],
  text: `query OrderShipping($id: ID!) {
    order(id: $id) {
      id
      shipments: metafield(key: "${metafieldKeys.shipments}") { value compareDigest }
      fulfillments(first: 250) {
        id
        name
        status
        fulfillmentLineItems(first: 250) { pageInfo { hasNextPage } nodes { id quantity lineItem { id } } }
      }
      fulfillmentOrders(first: 10) {
        pageInfo { hasNextPage }
        nodes {
          id
          status
          assignedLocation { location { id } }
          supportedActions { action }
          lineItems(first: 250) { pageInfo { hasNextPage } nodes { id remainingQuantity sku lineItem { id } } }
        }
      }
    }
  }`,
};

/** Writes down on the order which parcel is ours, if nobody wrote there since it was read. */
export const markShipments: Mutation = {
  name: 'MarkShipments',
  cost: 13,
  text: `mutation MarkShipments($ownerId: ID!, $value: String!, $digest: String) {
    metafieldsSet(metafields: [{ ownerId: $ownerId, key: "${metafieldKeys.shipments}", type: "json", value: $value, compareDigest: $digest }]) {
      metafields { compareDigest }
      userErrors { field message code }
    }
  }`,
};

/** Sends units of an order from one location. Not idempotent: what we write down on the order before it is. */
export const fulfillmentCreate: Mutation = {
  name: 'FulfillmentCreate',
  cost: 13,
  scopes: ['read_orders', 'write_merchant_managed_fulfillment_orders'],
  // It has no codes; what it refuses is that the units are not open there any more.
  text: `mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id name } userErrors { field message } }
  }`,
};

/** The documents that change orders and parcels. */
export const writeDocuments = [
  orderByReference,
  orderState,
  orderCreate,
  orderCancel,
  jobStatus,
  orderShipping,
  markShipments,
  fulfillmentCreate,
] as const;
