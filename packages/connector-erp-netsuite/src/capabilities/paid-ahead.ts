import { compare, type Money, money, parse, subtract, zero } from '@crossdock/core';
import { BookedDocument } from '../api/document.ts';
import { PaidAhead, paidAheadQuery } from '../api/paid-ahead.ts';
import { fromWire, toWire } from '../mapping/amounts.ts';
import { ofOpenPeriod } from './closed-period.ts';
import { referenceOf, type Rooms } from './context.ts';
import { ensured } from './ensured.ts';
import { makeOnce } from './landed.ts';

/** An order that may have been paid ahead. */
export interface PaidOrder {
  /** Internal id of the sales order. */
  readonly id: string;
  readonly ref: string;
  readonly currency: string;
}

/** Deposits and redeemed cards of an order that are not used up. */
export async function paidAhead(rooms: Rooms, order: PaidOrder, signal: AbortSignal): Promise<readonly PaidAhead[]> {
  const sql = paidAheadQuery(order.id, referenceOf(rooms, 'salesOrder', order.ref));
  const rows = await rooms.client.query(sql, signal);
  return rows.map((row) =>
    parse(PaidAhead, row, { what: 'The answer of the NetSuite ledger', code: 'response-invalid' }),
  );
}

/** What of a bill is not paid. */
export async function openAmount(rooms: Rooms, billId: string, currency: string, signal: AbortSignal): Promise<Money> {
  const bill = await rooms.client.readRecord('invoice', { id: billId }, BookedDocument, signal);
  return bill?.amountRemaining === undefined ? zero(currency) : fromWire(bill.amountRemaining, currency);
}

/** Settles a bill by what was paid ahead. Accounts that do so by themselves leave nothing to do. */
export async function settleAhead(
  rooms: Rooms,
  order: PaidOrder,
  bill: { readonly id: string; readonly tranDate: string },
  signal: AbortSignal,
): Promise<void> {
  const { currency } = order;
  for (const paid of await paidAhead(rooms, order, signal)) {
    const due = await openAmount(rooms, bill.id, currency, signal);
    if (!isPositive(due)) return;
    if (paid.type === 'CustDep') {
      const left = subtract(fromWire(paid.foreigntotal, currency), fromWire(paid.applied, currency));
      await applyDeposit(rooms, paid.id, { ...bill, amount: smaller(left, due) }, signal);
    } else await applyMemo(rooms, paid.id, bill.id, due, signal);
  }
}

/** What a deposit settles of a bill. */
export interface Settlement {
  readonly id: string;
  readonly tranDate: string;
  readonly amount: Money;
}

/** Takes an amount of a deposit for a bill. A deposit settles a bill once. */
export async function applyDeposit(
  rooms: Rooms,
  depositId: string,
  bill: Settlement,
  signal: AbortSignal,
): Promise<void> {
  if (!isPositive(bill.amount)) return;
  const wanted = {
    type: 'depositApplication',
    reference: `${depositId}-${bill.id}`,
    tranDate: bill.tranDate,
    from: { type: 'customerDeposit', id: depositId },
    body: { apply: { items: [applied(bill.id, bill.amount)] } },
  } as const;
  await ensured(rooms, wanted, signal);
}

/** Lets an open credit memo settle a bill too. Its lines go by document, so that sending one twice changes nothing. */
async function applyMemo(rooms: Rooms, memoId: string, billId: string, due: Money, signal: AbortSignal): Promise<void> {
  const memo = () => rooms.client.readRecord('creditMemo', { id: memoId }, BookedDocument, signal);
  const before = await memo();
  const left = fromWire(before?.amountRemaining ?? '0', due.currency);
  const amount = smaller(left, due);
  if (!isPositive(amount)) return;
  const change = { apply: { items: [applied(billId, amount)] } };
  const patch = () =>
    ofOpenPeriod(rooms, () => rooms.client.patchRecord('creditMemo', { id: memoId }, change, { signal }));
  // Another process may have done it a moment ago: then nothing of it is open any more.
  await makeOnce(patch, async () => {
    const now = await memo();
    return now?.amountRemaining === before?.amountRemaining ? undefined : memoId;
  });
}

/** A line of an apply list. */
export function applied(billId: string, amount: Money) {
  return { doc: { id: billId }, apply: true, amount: toWire(amount, 'tender.amount') };
}

export function isPositive(amount: Money): boolean {
  return compare(amount, zero(amount.currency)) > 0;
}

export function smaller(a: Money, b: Money): Money {
  return compare(a, b) < 0 ? a : money(b.amount, b.currency);
}
