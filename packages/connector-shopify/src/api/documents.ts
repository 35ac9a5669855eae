/**
 * The GraphQL documents that the connector sends, and what each costs at most.
 *
 * The cost is known before sending, so that the throttle can wait for it. A test computes it again from the
 * documented formula, and checks every document against the real schema of 2026-10.
 *
 * @see https://shopify.dev/docs/api/admin-graphql
 * @module
 */
import { bulkDocuments } from './bulk-documents.ts';
import { aftermathDocuments } from './aftermath-documents.ts';
import { metafieldKeys } from './catalog-documents.ts';
import type { Document, Mutation } from './document.ts';
import { catalogDocuments } from './catalog-documents.ts';
import { customerDocuments } from './customer-documents.ts';
import { inventoryDocuments } from './inventory-documents.ts';
import { payoutDocuments } from './payout-documents.ts';
import { returnDocuments } from './return-documents.ts';
import { writeDocuments } from './write-documents.ts';
import { platformDocuments } from './platform-documents.ts';

/** Lines that come with an order at once; more are read page by page. */
const linesPerOrder = 50;

/** Orders that a sweep reads at once. */
const ordersPerPage = 50;

/** Lines that are read at once when an order has more of them than came with it. */
const linesPerPage = 250;

const money = /* GraphQL */ `
  fragment Money on MoneyBag {
    shopMoney {
      amount
      currencyCode
    }
    presentmentMoney {
      amount
      currencyCode
    }
  }
`;

const line = /* GraphQL */ `
  fragment Line on LineItem {
    id
    sku
    title
    variantTitle
    quantity
    currentQuantity
    unfulfilledQuantity
    isGiftCard
    product {
      id
    }
    variant {
      id
    }
    originalUnitPriceSet {
      ...Money
    }
    originalTotalSet {
      ...Money
    }
    discountAllocations {
      allocatedAmountSet {
        ...Money
      }
    }
    taxLines {
      title
      rate
      priceSet {
        ...Money
      }
    }
  }
`;

const address = /* GraphQL */ `
  fragment Address on MailingAddress {
    firstName
    lastName
    company
    address1
    address2
    city
    provinceCode
    zip
    countryCodeV2
    phone
  }
`;

/** What an order says by itself, without its connections. */
const orderFields = /* GraphQL */ `
  id
  legacyResourceId
  name
  createdAt
  processedAt
  updatedAt
  cancelledAt
  cancelReason
  test
  taxesIncluded
  currencyCode
  presentmentCurrencyCode
  displayFinancialStatus
  sourceName
  poNumber
  anyFulfillment: fulfillments(first: 1) { id }
  anyRefund: refunds(first: 1) { id }
  edited
  returnStatus
  reference: metafield(key: "${metafieldKeys.reference}") { value }
  imported: metafield(key: "${metafieldKeys.imported}") { value }
  shipments: metafield(key: "${metafieldKeys.shipments}") { value }
  email
  phone
  retailLocation { id }
  customer { id firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
  billingAddress { ...Address }
  shippingAddress { ...Address }
  totalPriceSet { ...Money }
  totalTipReceivedSet { ...Money }
  originalTotalDutiesSet { ...Money }
  additionalFees { price { ...Money } }
  totalCashRoundingAdjustment { paymentSet { ...Money } }
  transactions(first: 250) { id kind status gateway processedAt amountSet { ...Money } amountRoundingSet { ...Money } }
`;

const shippingLines = /* GraphQL */ `
  shippingLines(first: 20) {
    pageInfo { hasNextPage }
    nodes {
      id
      title
      code
      originalPriceSet { ...Money }
      discountAllocations { allocatedAmountSet { ...Money } }
      taxLines { title rate priceSet { ...Money } }
    }
  }
`;

const order = /* GraphQL */ `
  fragment Order on Order {
    ${orderFields}
    lineItems(first: ${linesPerOrder}) { pageInfo { hasNextPage endCursor } nodes { ...Line } }
    ${shippingLines}
  }
`;

const fulfillment = /* GraphQL */ `
  fragment Fulfillment on Fulfillment {
    id
    legacyResourceId
    name
    status
    createdAt
    updatedAt
    location { id }
    trackingInfo(first: 50) { company number url }
    fulfillmentLineItems(first: ${linesPerOrder}) {
      pageInfo { hasNextPage endCursor }
      nodes { id quantity lineItem { id sku } }
    }
  }
`;

/** One order with its first lines. */
export const orderById: Document = {
  name: 'OrderById',
  cost: 68,
  scopes: ['read_orders', 'read_products', 'read_customers', 'read_locations'],
  text: `query OrderById($id: ID!) { order(id: $id) { ...Order } } ${order}${line}${address}${money}`,
};

/** The next lines of an order. */
export const orderLines: Document = {
  name: 'OrderLines',
  cost: 58,
  scopes: ['read_orders', 'read_products'],
  text: `query OrderLines($id: ID!, $after: String) {
    order(id: $id) { id updatedAt lineItems(first: ${linesPerPage}, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...Line } } }
  } ${line}${money}`,
};

/** Orders that changed in a span of time, with their parcels. */
export const ordersUpdated: Document = {
  name: 'OrdersUpdated',
  cost: 611,
  scopes: ['read_orders', 'read_products', 'read_customers', 'read_locations'],
  text: `query OrdersUpdated($query: String, $after: String) {
    orders(first: ${ordersPerPage}, after: $after, query: $query, sortKey: UPDATED_AT) {
      pageInfo { hasNextPage endCursor }
      edges { cursor node { ...Order fulfillments(first: 250) { ...Fulfillment } } }
    }
  } ${order}${line}${address}${fulfillment}${money}`,
};

/**
 * Orders with their lines, for a bulk operation.
 *
 * @param since orders created before it are left out
 */
export function ordersInBulk(since: string | undefined): string {
  const filter = since === undefined ? '' : `(query: "created_at:>='${since}'")`;
  const fields = inlined(orderFields, { Money: money, Address: address });
  const lineFields = inlined(line, { Money: money });
  return `{ orders${filter} { edges { node { ${fields} lineItems { edges { node { ${lineFields} } } } } } } }`;
}

/** Fragments written out where they stand: a bulk operation takes one plain query. */
function inlined(text: string, fragments: Readonly<Record<string, string>>): string {
  const fields = text.includes('fragment ') ? text.slice(text.indexOf('{') + 1, text.lastIndexOf('}')) : text;
  return fields
    .replace(/\.\.\.(\w+)/g, (_, name: string) => inlined(fragments[name] ?? '', fragments))
    .replace(/\s+/g, ' ');
}

/** What a bulk operation cannot bring of orders: connections inside lists, and rows that are no nodes. */
export const ordersRest: Document = {
  name: 'OrdersRest',
  cost: 37,
  scopes: ['read_orders', 'read_locations'],
  text: `query OrdersRest($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Order { id updatedAt ${shippingLines} fulfillments(first: 250) { ...Fulfillment } } }
  } ${fulfillment}${money}`,
};

/** The next lines of a parcel. */
export const fulfillmentLines: Document = {
  name: 'FulfillmentLines',
  cost: 25,
  scopes: ['read_orders'],
  text: `query FulfillmentLines($id: ID!, $after: String) {
    fulfillment(id: $id) { id fulfillmentLineItems(first: ${linesPerPage}, after: $after) { pageInfo { hasNextPage endCursor } nodes { id quantity lineItem { id sku } } } }
  }`,
};

/** Every document, for the tests that check them all. */
export const documents: readonly (Document | Mutation)[] = [
  orderById,
  orderLines,
  ordersUpdated,
  fulfillmentLines,
  ...platformDocuments,
  ...bulkDocuments,
  ordersRest,
  ...inventoryDocuments,
  ...aftermathDocuments,
  ...payoutDocuments,
  ...writeDocuments,
  ...returnDocuments,
  ...catalogDocuments,
  ...customerDocuments,
];
