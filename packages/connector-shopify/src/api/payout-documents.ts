/**
 * Payouts of the platform's own payments, and what they are made of.
 *
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/objects/ShopifyPaymentsPayout
 * @module
 */
import { z } from 'zod';
import type { Document } from './document.ts';

/** Payouts by when they were issued. */
export const payouts: Document = {
  name: 'Payouts',
  cost: 10,
  scopes: ['read_shopify_payments_accounts'],
  text: `query Payouts($query: String, $after: String) {
    shopifyPaymentsAccount {
      id
      payouts(first: 50, after: $after, query: $query, sortKey: ISSUED_AT) {
        pageInfo { hasNextPage endCursor }
        edges { cursor node { id legacyResourceId issuedAt status net { amount currencyCode } } }
      }
    }
  }`,
};

/** What payouts are made of. */
export const balanceTransactions: Document = {
  name: 'BalanceTransactions',
  cost: 21,
  scopes: ['read_shopify_payments_accounts'],
  text: `query BalanceTransactions($query: String, $after: String) {
    shopifyPaymentsAccount {
      id
      balanceTransactions(first: 100, after: $after, query: $query, sortKey: PROCESSED_AT) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          type
          sourceType
          test
          transactionDate
          amount { amount currencyCode }
          fee { amount currencyCode }
          net { amount currencyCode }
          associatedOrder { id }
        }
      }
    }
  }`,
};

/** The documents about payouts. */
export const payoutDocuments = [payouts, balanceTransactions] as const;

const Amount = z.object({ amount: z.string(), currencyCode: z.string() });
const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** A payout without what it is made of. */
export const PayoutHead = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  issuedAt: z.string(),
  status: z.string(),
  net: Amount,
});

/** One movement on the balance. */
export const BalanceTransaction = z.object({
  id: z.string(),
  type: z.string(),
  sourceType: z.string().nullable(),
  test: z.boolean(),
  transactionDate: z.string(),
  amount: Amount,
  fee: Amount,
  net: Amount,
  associatedOrder: z.object({ id: z.string() }).nullable(),
});

/** Answer of `Payouts`. The account is null in a shop that is paid by others. */
export const PayoutsData = z.object({
  shopifyPaymentsAccount: z
    .object({
      payouts: z.object({ pageInfo: PageInfo, edges: z.array(z.object({ cursor: z.string(), node: PayoutHead })) }),
    })
    .nullable(),
});

/** Answer of `BalanceTransactions`. */
export const BalanceTransactionsData = z.object({
  shopifyPaymentsAccount: z
    .object({ balanceTransactions: z.object({ pageInfo: PageInfo, nodes: z.array(BalanceTransaction) }) })
    .nullable(),
});

export type PayoutHead = z.output<typeof PayoutHead>;
export type BalanceTransaction = z.output<typeof BalanceTransaction>;
