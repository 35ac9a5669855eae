import { type DocumentRef, type Implementation, IntegrationError } from '@crossdock/core';
import { isCredited, planReturn, type Return, type ReturnPlan, skusOfReturn } from '../mapping/return.ts';
import { documentOf, type Rooms, visibleWithin } from './context.ts';
import { look } from './ensured.ts';
import { depositsOf, refundedAhead } from './refund-ahead.ts';
import { credited, isPaidBack, requireMeans, tenderRef } from './return-credit.ts';
import { authorized, received, receiptRef } from './return-goods.ts';
import { findSold, requireCurrencyOf, type Sold } from './sold.ts';

/**
 * Books a return: authorised, received, credited, paid back. Each document is looked for before it is made, so a return that was
 * interrupted at any of them goes on from there; the last of them tells that it is done.
 */
export function processReturn(rooms: Rooms): Implementation<'processReturn'> {
  const planOf = async (document: Return, signal: AbortSignal): Promise<ReturnPlan> =>
    planReturn(document, rooms.config, await rooms.items.bySku(skusOfReturn(document), signal));
  return {
    once: {
      visibleWithin,
      probe: async (document, { signal }) => finished(rooms, document, await planOf(document, signal), signal),
    },
    async run(document, { signal }) {
      const plan = await planOf(document, signal);
      const sold = await findSold(rooms, document, signal);
      if (sold) requireCurrencyOf(sold, document.currency, 'currency', rooms.config);
      const work = async () => {
        const deposits = plan.goods.length === 0 ? await depositsOf(rooms, document, sold, signal) : [];
        if (sold && deposits.length > 0) return refundedAhead(rooms, document, sold, deposits, signal);
        requireSale(rooms, document, plan, sold);
        if (isCredited(plan)) requireMeans({ rooms, document, sold });
        return process(rooms, document, plan, sold, signal);
      };
      return rooms.oneAtATime(sold?.id ?? document.ref, work, signal);
    },
  };
}

async function process(
  rooms: Rooms,
  document: Return,
  plan: ReturnPlan,
  sold: Sold | undefined,
  signal: AbortSignal,
): Promise<DocumentRef> {
  const goods = await authorized(rooms, document, plan, sold, signal);
  const receipt = goods && (await received(rooms, document, goods, signal));
  if (isCredited(plan)) {
    const { type, found } = await credited({ rooms, document, plan, sold, goods, signal });
    return documentOf(rooms, type, found);
  }
  if (receipt) return documentOf(rooms, 'itemReceipt', receipt);
  throw new IntegrationError('Nothing comes back and nothing is credited: there is nothing to book', {
    code: 'unsupported-document',
    path: 'lines',
  });
}

/** The document that closes the return, if all that belongs to it is there. */
async function finished(
  rooms: Rooms,
  document: Return,
  plan: ReturnPlan,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  if (!isCredited(plan)) {
    const last = new Set(plan.goods.map(({ location }) => location.id)).size - 1;
    const receipt = last < 0 ? undefined : await look(rooms, 'itemReceipt', receiptRef(document.ref, last), signal);
    return receipt && documentOf(rooms, 'itemReceipt', receipt);
  }
  const refund = await look(rooms, 'cashRefund', document.ref, signal);
  if (refund) return documentOf(rooms, 'cashRefund', refund);
  const memo = await look(rooms, 'creditMemo', document.ref, signal);
  const last = document.tenders.findLastIndex(isPaidBack);
  const paid = last < 0 ? undefined : await look(rooms, 'customerRefund', tenderRef(document.ref, last), signal);
  // Without a credit it paid back what was paid ahead.
  if (!memo) return paid && documentOf(rooms, 'customerRefund', paid);
  return last < 0 || paid ? documentOf(rooms, 'creditMemo', memo) : undefined;
}

/** Refuses a return of what was never sold here, unless such are booked on their own; one that is not billed yet waits. */
function requireSale(rooms: Rooms, document: Return, plan: ReturnPlan, sold: Sold | undefined): void {
  if (!sold) {
    if (document.orderRef === undefined || rooms.config.returns.withoutOrder === 'standalone') return;
    throw new IntegrationError(`NetSuite has no sale for ${document.orderRef}`, {
      code: 'not-found',
      path: 'orderRef',
    });
  }
  if (!isCredited(plan) || sold.bills.length > 0) return;
  const sentence = `The sale ${document.orderRef ?? ''} is not billed in NetSuite, so there is nothing to credit`;
  throw new IntegrationError(sentence, { code: sold.isEnded ? 'conflict' : 'posting-pending', path: 'orderRef' });
}
