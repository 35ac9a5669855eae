import type { Document, Mutation } from './document.ts';

const operation = /* GraphQL */ `
  fragment Operation on BulkOperation {
    id
    status
    errorCode
    createdAt
    rootObjectCount
    fileSize
    url
    partialDataUrl
  }
`;

/**
 * Starts a bulk operation. The query inside it is a text without variables: one connection at its root, at most five in all,
 * connections as `edges { node { … } }` with the node's `id`, and none of them inside a list. What it costs is not
 * counted in points.
 *
 * @see https://shopify.dev/docs/api/usage/bulk-operations/queries
 */
export const bulkOperationRunQuery: Mutation = {
  name: 'BulkOperationRunQuery',
  cost: 13,
  text: `mutation BulkOperationRunQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation { id }
      userErrors { field message code }
    }
  }`,
};

/** How a bulk operation goes. */
export const bulkOperation: Document = {
  name: 'BulkOperation',
  cost: 1,
  text: `query BulkOperation($id: ID!) { bulkOperation(id: $id) { ...Operation } } ${operation}`,
};

/** The newest bulk operations of the app, to find the one whose start was not answered. */
export const recentBulkOperations: Document = {
  name: 'RecentBulkOperations',
  cost: 6,
  text: `query RecentBulkOperations {
    bulkOperations(first: 10, reverse: true, sortKey: CREATED_AT) { nodes { id status createdAt query } }
  }`,
};

/** The documents about bulk operations. */
export const bulkDocuments = [bulkOperationRunQuery, bulkOperation, recentBulkOperations] as const;
