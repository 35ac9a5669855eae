/**
 * Taking goods back and paying money back.
 *
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnProcess
 * @module
 */
import { z } from 'zod';
import type { Document, Mutation } from './document.ts';
import { MoneyBag } from './graphql-order.ts';

/** What of an order can still go back, and what went back under our references. */
export const orderReturns: Document = {
  name: 'OrderReturns',
  cost: 435,
  scopes: ['read_orders', 'read_returns'],
  text: `query OrderReturns($id: ID!) {
    order(id: $id) {
      id
      name
      taxesIncluded
      presentmentCurrencyCode
      totalShippingPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
      lineItems(first: 250) { pageInfo { hasNextPage } nodes { id sku currentQuantity unfulfilledQuantity } }
      transactions(first: 250) {
        id
        kind
        status
        gateway
        amountSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
        parentTransaction { id }
      }
      refunds(first: 250) { id note return { id } }
      returns(first: 20) {
        pageInfo { hasNextPage }
        nodes {
          id
          name
          status
          returnLineItems(first: 100) {
            pageInfo { hasNextPage }
            nodes {
              id
              quantity
              processedQuantity
              returnReasonNote
              ... on ReturnLineItem { fulfillmentLineItem { id lineItem { id } } }
            }
          }
          reverseFulfillmentOrders(first: 5) {
            nodes { id lineItems(first: 50) { nodes { id fulfillmentLineItem { id } } } }
          }
        }
      }
    }
  }`,
};

/** Units that were sent and can come back, by parcel. */
export const returnableUnits: Document = {
  name: 'ReturnableUnits',
  cost: 152,
  scopes: ['read_returns', 'read_orders'],
  text: `query ReturnableUnits($orderId: ID!) {
    returnableFulfillments(orderId: $orderId, first: 20) {
      pageInfo { hasNextPage }
      nodes {
        id
        returnableFulfillmentLineItems(first: 100) {
          pageInfo { hasNextPage }
          nodes { quantity fulfillmentLineItem { id lineItem { id } } }
        }
      }
    }
  }`,
};

/** Opens a return. Not idempotent: the note of its lines, which has our reference, is. */
export const returnCreate: Mutation = {
  name: 'ReturnCreate',
  cost: 13,
  scopes: ['read_returns', 'write_returns'],
  text: `mutation ReturnCreate($returnInput: ReturnInput!) {
    returnCreate(returnInput: $returnInput) { return { id } userErrors { field message code } }
  }`,
};

/** Books what came back, where it is put, and the money for it. Not idempotent: units are processed once. */
export const returnProcess: Mutation = {
  name: 'ReturnProcess',
  cost: 13,
  scopes: ['read_returns', 'write_returns'],
  text: `mutation ReturnProcess($input: ReturnProcessInput!) {
    returnProcess(input: $input) { return { id } userErrors { field message code } }
  }`,
};

/** Pays money back for what does not come back. */
export const refundCreate: Mutation = {
  name: 'RefundCreate',
  cost: 23,
  scopes: ['read_orders'],
  idempotent: true,
  text: `mutation RefundCreate($input: RefundInput!, $idempotencyKey: String!) {
    refundCreate(input: $input) @idempotent(key: $idempotencyKey) { refund { id } userErrors { field message } }
  }`,
};

/** The documents that take goods and money back. */
export const returnDocuments = [orderReturns, returnableUnits, returnCreate, returnProcess, refundCreate] as const;

const Identified = z.object({ id: z.string() });
const MorePages = z.object({ hasNextPage: z.boolean() });
const FulfillmentLine = z.object({ id: z.string(), lineItem: Identified });

/** Answer of `OrderReturns`. */
export const OrderReturnsData = z.object({
  order: z
    .object({
      id: z.string(),
      name: z.string(),
      taxesIncluded: z.boolean(),
      presentmentCurrencyCode: z.string(),
      totalShippingPriceSet: MoneyBag,
      lineItems: z.object({
        pageInfo: MorePages,
        nodes: z.array(
          z.object({
            id: z.string(),
            sku: z.string().nullable(),
            currentQuantity: z.int(),
            unfulfilledQuantity: z.int(),
          }),
        ),
      }),
      transactions: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          status: z.string(),
          gateway: z.string().nullable(),
          amountSet: MoneyBag,
          parentTransaction: Identified.nullable(),
        }),
      ),
      refunds: z.array(z.object({ id: z.string(), note: z.string().nullable(), return: Identified.nullable() })),
      returns: z.object({
        pageInfo: MorePages,
        nodes: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            status: z.string(),
            returnLineItems: z.object({
              pageInfo: MorePages,
              nodes: z.array(
                z.object({
                  id: z.string(),
                  quantity: z.int(),
                  processedQuantity: z.int(),
                  returnReasonNote: z.string(),
                  fulfillmentLineItem: FulfillmentLine.optional(),
                }),
              ),
            }),
            reverseFulfillmentOrders: z.object({
              nodes: z.array(
                z.object({
                  lineItems: z.object({
                    nodes: z.array(z.object({ id: z.string(), fulfillmentLineItem: Identified.nullable() })),
                  }),
                }),
              ),
            }),
          }),
        ),
      }),
    })
    .nullable(),
});

/** Answer of `ReturnableUnits`. */
export const ReturnableUnitsData = z.object({
  returnableFulfillments: z.object({
    pageInfo: MorePages,
    nodes: z.array(
      z.object({
        returnableFulfillmentLineItems: z.object({
          pageInfo: MorePages,
          nodes: z.array(z.object({ quantity: z.int(), fulfillmentLineItem: FulfillmentLine })),
        }),
      }),
    ),
  }),
});

/** Answer of a change of which only the refusals are read. */
export const ReturnDone = z.object({});

export type OrderReturns = NonNullable<z.output<typeof OrderReturnsData>['order']>;
export type Returnable = z.output<typeof ReturnableUnitsData>['returnableFulfillments'];
