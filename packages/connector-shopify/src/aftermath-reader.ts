import { IntegrationError, paginate } from '@crossdock/core';
import type { z } from 'zod';
import {
  type Agreement,
  OrderAftermathData,
  OrderAgreementData,
  type Refund,
  RefundByIdData,
  type Return,
  ReturnByIdData,
  type Sale,
  TenderTransactionsData,
} from './api/aftermath-data.ts';
import {
  orderAftermath,
  orderAgreement,
  refundById,
  returnById,
  tenderTransactions,
} from './api/aftermath-documents.ts';
import type { Document } from './api/document.ts';
import type { Order } from './api/graphql-order.ts';
import type { GraphqlClient, Query } from './client.ts';
import { complete } from './mapping/ids.ts';
import { span } from './search.ts';

/** What happened to an order after it was sold. */
export interface Aftermath {
  readonly agreements: readonly Agreement[];
  readonly refunds: readonly Refund[];
  readonly returns: readonly Return[];
}

/** Reads what happened after a sale, whole, and only where something did. */
export interface AftermathReader {
  /** The journal of an order that was edited or sent back; nothing for any other. */
  agreementsOf(order: Order, signal: AbortSignal): Promise<readonly Agreement[]>;
  of(order: Order, signal: AbortSignal): Promise<Aftermath>;
  /** The global ids of the orders whose money moved within a window, each once; without test payments if these are not wanted. */
  ordersPaidWithin(window: {
    readonly from: string;
    readonly to: string;
    readonly tests: boolean;
    readonly signal: AbortSignal;
  }): AsyncIterable<string>;
}

/** Makes a reader. With `patient` it repeats queries itself, for callers that nobody repeats. */
export function createAftermathReader(
  client: GraphqlClient,
  { patient }: { readonly patient: boolean },
): AftermathReader {
  const query = <Data extends z.ZodType>(document: Document, sent: Query<Data>): Promise<z.output<Data>> =>
    patient ? client.queryPatiently(document, sent) : client.query(document, sent);

  const wasSentBack = ({ returnStatus }: Order): boolean => returnStatus !== 'NO_RETURN';

  const agreementsOf = async (order: Order, signal: AbortSignal): Promise<readonly Agreement[]> => {
    if (!order.edited && !wasSentBack(order)) return [];
    const agreements: Agreement[] = [];
    let sales: Sale[] = [];
    let after: string | null = null;
    let afterSale: string | null = null;
    for (;;) {
      const page: z.output<typeof OrderAgreementData> = await query(orderAgreement, {
        variables: { id: order.id, after, sales: afterSale },
        data: OrderAgreementData,
        signal,
      });
      if (page.order?.updatedAt !== order.updatedAt) throw changedMeanwhile();
      const { pageInfo, nodes } = page.order.agreements;
      const [agreement] = nodes;
      if (!agreement) return agreements;
      sales.push(...agreement.sales.nodes);
      if (agreement.sales.pageInfo.hasNextPage) {
        afterSale = agreement.sales.pageInfo.endCursor;
        continue;
      }
      agreements.push({ reason: agreement.reason, sales });
      if (!pageInfo.hasNextPage) return agreements;
      [after, afterSale, sales] = [pageInfo.endCursor, null, []];
    }
  };

  const refund = async (id: string, signal: AbortSignal): Promise<Refund> => {
    let whole: Refund | undefined;
    for (let after: string | null = null; ;) {
      const page: z.output<typeof RefundByIdData> = await query(refundById, {
        variables: { id, after },
        data: RefundByIdData,
        signal,
      });
      if (!page.refund) throw changedMeanwhile();
      const { pageInfo, nodes } = page.refund.refundLineItems;
      const before: Refund['refundLineItems']['nodes'] = whole?.refundLineItems.nodes ?? [];
      whole = { ...page.refund, refundLineItems: { pageInfo, nodes: [...before, ...nodes] } };
      if (!pageInfo.hasNextPage) return whole;
      after = pageInfo.endCursor;
    }
  };

  const returned = async (id: string, signal: AbortSignal): Promise<Return> => {
    let whole: Return | undefined;
    for (let after: string | null = null; ;) {
      const page: z.output<typeof ReturnByIdData> = await query(returnById, {
        variables: { id, after },
        data: ReturnByIdData,
        signal,
      });
      if (!page.return) throw changedMeanwhile();
      const { pageInfo, nodes } = page.return.returnLineItems;
      const before: Return['returnLineItems']['nodes'] = whole?.returnLineItems.nodes ?? [];
      whole = { ...page.return, returnLineItems: { pageInfo, nodes: [...before, ...nodes] } };
      if (!pageInfo.hasNextPage) return wholeReturn(whole);
      after = pageInfo.endCursor;
    }
  };

  return {
    agreementsOf,
    async of(order, signal) {
      const agreements = await agreementsOf(order, signal);
      if (order.anyRefund.length === 0 && !wasSentBack(order)) return { agreements, refunds: [], returns: [] };
      const { order: found } = await query(orderAftermath, {
        variables: { id: order.id },
        data: OrderAftermathData,
        signal,
      });
      if (!found) throw changedMeanwhile();
      if (found.returns.pageInfo.hasNextPage) throw tooMany('returns');
      const refunds: Refund[] = [];
      for (const { id } of complete(found.refunds, 'refunds')) refunds.push(await refund(id, signal));
      const returns: Return[] = [];
      for (const { id } of found.returns.nodes) returns.push(await returned(id, signal));
      return { agreements, refunds, returns };
    },
    async *ordersPaidWithin({ from, to, tests, signal }) {
      const told = new Set<string>();
      const pages = paginate(async (after: string | undefined) => {
        const { tenderTransactions: page } = await query(tenderTransactions, {
          variables: { query: span('processed_at', { from, to }), after: after ?? null },
          data: TenderTransactionsData,
          signal,
        });
        const next = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
        return { items: page.nodes, next };
      });
      for await (const { test, order } of pages) {
        if (!order || (test && !tests) || told.has(order.id)) continue;
        told.add(order.id);
        yield order.id;
      }
    },
  };
}

/** More goods than one page of the inner lists are not read in part. */
function wholeReturn(returned: Return): Return {
  const inner = returned.reverseFulfillmentOrders.nodes.some(({ lineItems }) => lineItems.pageInfo.hasNextPage);
  if (returned.exchangeLineItems.pageInfo.hasNextPage) throw tooMany('exchangeLineItems');
  if (returned.reverseFulfillmentOrders.pageInfo.hasNextPage || inner) throw tooMany('reverseFulfillmentOrders');
  return returned;
}

function tooMany(path: string): IntegrationError {
  return new IntegrationError('A return has more parts than are read', {
    code: 'response-too-large',
    disposition: 'reject',
    path,
  });
}

function changedMeanwhile(): IntegrationError {
  return new IntegrationError('The order changed while what happened to it was read', {
    code: 'conflict',
    disposition: 'retry',
  });
}
