/**
 * What happens to an order after it was sold: refunds, returns, and the platform's own journal of what was agreed.
 *
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Refund
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/objects/SalesAgreement
 * @module
 */
import { metafieldKeys } from './catalog-documents.ts';
import type { Document } from './document.ts';

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

/** Which refunds and returns an order has. */
export const orderAftermath: Document = {
  name: 'OrderAftermath',
  cost: 11,
  scopes: ['read_orders', 'read_returns'],
  text: `query OrderAftermath($id: ID!) {
    order(id: $id) {
      id
      refunds(first: 250) { id }
      returns(first: 50) { pageInfo { hasNextPage } nodes { id } }
    }
  }`,
};

/** One refund with its first lines. */
export const refundById: Document = {
  name: 'RefundById',
  cost: 64,
  scopes: ['read_orders', 'read_returns', 'read_locations'],
  text: `query RefundById($id: ID!, $after: String) {
    refund(id: $id) {
      id
      legacyResourceId
      note
      processedAt
      updatedAt
      return { id name }
      duties { amountSet { ...Money } }
      refundLineItems(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          quantity
          restockType
          location { id }
          lineItem { id sku title isGiftCard }
          subtotalSet { ...Money }
          totalTaxSet { ...Money }
        }
      }
      refundShippingLines(first: 20) {
        pageInfo { hasNextPage }
        nodes { id shippingLine { title code } subtotalAmountSet { ...Money } taxAmountSet { ...Money } }
      }
      orderAdjustments(first: 50) { pageInfo { hasNextPage } nodes { id reason amountSet { ...Money } taxAmountSet { ...Money } } }
      transactions(first: 100) {
        pageInfo { hasNextPage }
        nodes { id kind status gateway processedAt amountSet { ...Money } amountRoundingSet { ...Money } }
      }
    }
  } ${money}`,
};

/** One return with its first lines. */
export const returnById: Document = {
  name: 'ReturnById',
  cost: 218,
  scopes: ['read_returns', 'read_orders', 'read_locations'],
  text: `query ReturnById($id: ID!, $after: String) {
    return(id: $id) {
      id
      name
      status
      createdAt
      closedAt
      returnShippingFees { id amountSet { ...Money } }
      returnLineItems(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          quantity
          processedQuantity
          returnReasonNote
          ... on ReturnLineItem { fulfillmentLineItem { id lineItem { id } } restockingFee { id amountSet { ...Money } } }
        }
      }
      exchangeLineItems(first: 100) { pageInfo { hasNextPage } nodes { id processedQuantity lineItems { id } } }
      reverseFulfillmentOrders(first: 10) {
        pageInfo { hasNextPage }
        nodes {
          id
          lineItems(first: 100) {
            pageInfo { hasNextPage }
            nodes { id fulfillmentLineItem { id } dispositions { id type quantity location { id } } }
          }
        }
      }
    }
  } ${money}`,
};

/** One agreement of an order with its first entries. */
export const orderAgreement: Document = {
  name: 'OrderAgreement',
  cost: 50,
  scopes: ['read_orders'],
  text: `query OrderAgreement($id: ID!, $after: String, $sales: String) {
    order(id: $id) {
      id
      updatedAt
      agreements(first: 1, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          reason
          sales(first: 250, after: $sales) {
            pageInfo { hasNextPage endCursor }
            nodes {
              id
              lineType
              quantity
              totalAmount { ...Money }
              totalDiscountAmountBeforeTaxes { ...Money }
              totalDiscountAmountAfterTaxes { ...Money }
              totalTaxAmount { ...Money }
              taxes { id amount { ...Money } taxLine { title rate } }
              ... on ProductSale { lineItem { id } }
              ... on GiftCardSale { lineItem { id } }
            }
          }
        }
      }
    }
  } ${money}`,
};

/** Money that moved, by when: the way to orders whose money did. */
export const tenderTransactions: Document = {
  name: 'TenderTransactions',
  cost: 20,
  scopes: ['read_orders'],
  text: `query TenderTransactions($query: String!, $after: String) {
    tenderTransactions(first: 100, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes { id test order { id } }
    }
  }`,
};

/** What a parcel is by now, and what decides whether it is told. */
export const parcelHeader: Document = {
  name: 'ParcelHeader',
  cost: 4,
  scopes: ['read_orders'],
  text: `query ParcelHeader($id: ID!) {
    fulfillment(id: $id) {
      id
      status
      updatedAt
      order {
        id
        createdAt
        test
        reference: metafield(key: "${metafieldKeys.reference}") { value }
        shipments: metafield(key: "${metafieldKeys.shipments}") { value }
      }
    }
  }`,
};

/** The documents about what happens after a sale. */
export const aftermathDocuments = [
  orderAftermath,
  refundById,
  returnById,
  orderAgreement,
  tenderTransactions,
  parcelHeader,
] as const;
