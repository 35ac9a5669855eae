import { isIntegrationError, type RefusedEvent, type SourceEvent, type Sweep } from '@crossdock/core';
import type { z } from 'zod';
import {
  type BalanceTransaction,
  BalanceTransactionsData,
  balanceTransactions,
  type PayoutHead,
  payouts,
  PayoutsData,
} from './api/payout-documents.ts';
import type { GraphqlClient } from './client.ts';
import type { ConnectorContext } from './context.ts';
import { instantOf } from './mapping/ids.ts';
import { payoutRef, toPayout } from './mapping/to-payout.ts';
import { payoutState } from './mapping/words.ts';
import { span } from './search.ts';

/** Some payouts, each with the place behind it. */
export interface PayoutPage {
  readonly payouts: readonly { readonly cursor: string; readonly node: PayoutHead }[];
  readonly more: boolean;
}

/** A page of payouts, oldest first; none in a shop that is paid by others. */
export async function payoutPage(
  ask: GraphqlClient['query'],
  variables: { readonly query: string | null; readonly after: string | null },
  signal: AbortSignal,
): Promise<PayoutPage> {
  const { shopifyPaymentsAccount: account } = await ask(payouts, { variables, data: PayoutsData, signal });
  if (!account) return { payouts: [], more: false };
  return { payouts: account.payouts.edges, more: account.payouts.pageInfo.hasNextPage };
}

/** Everything that a payout is made of, page by page. */
export async function partsOf(
  ask: GraphqlClient['query'],
  { legacyResourceId }: PayoutHead,
  signal: AbortSignal,
): Promise<readonly BalanceTransaction[]> {
  const parts: BalanceTransaction[] = [];
  for (let after: string | null = null; ;) {
    const answer: z.output<typeof BalanceTransactionsData> = await ask(balanceTransactions, {
      variables: { query: `payments_transfer_id:${legacyResourceId}`, after },
      data: BalanceTransactionsData,
      signal,
    });
    const page = answer.shopifyPaymentsAccount?.balanceTransactions;
    if (!page) return parts;
    parts.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return parts;
    after = page.pageInfo.endCursor;
  }
}

/**
 * Tells payouts that reached the bank. There is no webhook of them. A payout is known by when it was issued and paid days
 * later, so every look reaches back that far.
 */
export function payoutSweep(context: ConnectorContext): Sweep<'payout.paid'> {
  const { payoutSweepEvery: every, payoutReach: overlap } = context.config;
  return {
    emits: ['payout.paid'],
    every,
    overlap,
    async *run({ from, to, signal }) {
      const query = span('issued_at', { from, to });
      for (let after: string | null = null; ;) {
        const page = await payoutPage(context.client.queryPatiently, { query, after }, signal);
        for (const { node } of page.payouts) {
          if (payoutState(node.status, 'payouts.status') !== 'paid') continue;
          yield tellOrRefuse(node, await partsOf(context.client.queryPatiently, node, signal), context);
        }
        after = page.payouts.at(-1)?.cursor ?? null;
        if (!page.more || after === null) return;
      }
    },
  };
}

function tellOrRefuse(
  payout: PayoutHead,
  parts: readonly BalanceTransaction[],
  context: ConnectorContext,
): SourceEvent<'payout.paid'> | RefusedEvent<'payout.paid'> {
  const { legacyResourceId: id } = payout;
  const common = { name: 'payout.paid' as const, id, key: payoutRef(context.name, id) };
  try {
    const data = toPayout(payout, parts, context);
    const occurredAt = instantOf(payout.issuedAt, 'payouts.issuedAt');
    return { ...common, identifiers: [id, payout.id], occurredAt, data };
  } catch (error) {
    if (isIntegrationError(error) && error.disposition === 'reject') return { ...common, refused: error };
    throw error;
  }
}
