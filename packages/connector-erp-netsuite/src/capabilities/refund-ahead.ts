import { type DocumentRef, IntegrationError, isZero, type Money, subtract } from '@crossdock/core';
import { fromWire } from '../mapping/amounts.ts';
import { filledFields } from '../mapping/custom-fields.ts';
import type { Return } from '../mapping/return.ts';
import { refundBy } from '../mapping/tender-booking.ts';
import { documentOf, type Rooms } from './context.ts';
import { dateOf, ensured, look } from './ensured.ts';
import { applied, isPositive, paidAhead, smaller } from './paid-ahead.ts';
import { isPaidBack, tenderRef } from './return-credit.ts';
import { standalone } from './return-goods.ts';
import type { Sold } from './sold.ts';

/** A deposit with what is left of it. */
interface Deposit {
  readonly id: string;
  left: Money;
}

/** Deposits of an order that was never billed, from which money can go back. */
export async function depositsOf(
  rooms: Rooms,
  document: Return,
  sold: Sold | undefined,
  signal: AbortSignal,
): Promise<readonly Deposit[]> {
  if (sold?.type !== 'salesOrder' || sold.bills.length > 0 || document.orderRef === undefined) return [];
  const { currency } = document;
  const paid = await paidAhead(rooms, { id: sold.id, ref: document.orderRef, currency }, signal);
  return paid
    .filter(({ type }) => type === 'CustDep')
    .map(({ id, foreigntotal, applied: used }) => ({
      id,
      left: subtract(fromWire(foreigntotal, currency), fromWire(used, currency)),
    }));
}

/** Pays deposits back, by every means. Nothing was billed, so nothing is credited. */
export async function refundedAhead(
  rooms: Rooms,
  document: Return,
  sold: Sold,
  deposits: readonly Deposit[],
  signal: AbortSignal,
): Promise<DocumentRef> {
  if (!document.tenders.every(isPaidBack) || !isZero(document.outstanding)) {
    const sentence = 'The order is not billed in NetSuite: of its deposits only money goes back, and all that is said';
    throw new IntegrationError(sentence, { code: 'unsupported-document', path: 'tenders' });
  }
  let last: DocumentRef | undefined;
  for (const [index, tender] of document.tenders.entries()) {
    const reference = tenderRef(document.ref, index);
    const earlier = await look(rooms, 'customerRefund', reference, signal);
    if (earlier) {
      last = documentOf(rooms, 'customerRefund', earlier);
      continue;
    }
    const body = {
      customer: { id: sold.customer ?? rooms.config.customer },
      currency: standalone(rooms, document, sold).currency,
      ...refundBy(tender, `tenders.${String(index)}.kind`, rooms.config),
      ...filledFields(rooms.config.customFields.return, document),
      deposit: { items: taken(deposits, tender.amount) },
    };
    const common = { type: 'customerRefund', reference, tranDate: dateOf(rooms, document) } as const;
    const refund = await ensured(rooms, { ...common, body, total: tender.amount }, signal);
    last = documentOf(rooms, 'customerRefund', refund);
  }
  if (last) return last;
  throw new IntegrationError('Nothing goes back: there is nothing to book', {
    code: 'unsupported-document',
    path: 'tenders',
  });
}

/** Takes an amount from the deposits, the oldest first. */
function taken(deposits: readonly Deposit[], amount: Money) {
  let wanted = amount;
  const lines = deposits.flatMap((deposit) => {
    const share = smaller(deposit.left, wanted);
    if (!isPositive(share)) return [];
    deposit.left = subtract(deposit.left, share);
    wanted = subtract(wanted, share);
    return [applied(deposit.id, share)];
  });
  if (!isPositive(wanted)) return lines;
  throw new IntegrationError('More goes back than was paid ahead in NetSuite', { code: 'conflict', path: 'tenders' });
}
