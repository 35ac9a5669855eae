import {
  add,
  type CheckedInput,
  compare,
  IntegrationError,
  isZero,
  money,
  type Money,
  subtract,
  sum,
  zero,
} from '@crossdock/core';
import type { OrderReturns } from '../api/return-documents.ts';
import type { ResolvedOptions } from '../options.ts';
import { tenderKind } from '../mapping/to-order.ts';

type Tender = CheckedInput<'processReturn'>['tenders'][number];

/** A part of the money, and the payment that it goes back by; store credit goes back by none. */
export interface MoneyBack {
  readonly amount: Money;
  readonly parent: { readonly id: string; readonly gateway: string } | undefined;
}

/** Hands out payments to pay money back by, each up to what is left of it. */
export interface Payments {
  /** Takes an amount of the tenders in their order. */
  take(amount: Money): readonly MoneyBack[];
}

/**
 * Finds the payments by which tenders go back: the platform pays back only what came by the same payment. What cannot be paid back
 * so is refused, before anything is done.
 */
export function paymentsOf(
  tenders: readonly Tender[],
  { transactions }: OrderReturns,
  config: Pick<ResolvedOptions, 'gateways'>,
): Payments {
  const open = transactions
    .filter(({ kind, status }) => status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'))
    .map((payment) => ({ id: payment.id, gateway: payment.gateway ?? '', left: leftOf(payment, transactions) }));
  const queue = tenders.map((tender, index) => ({ tender, index, left: tender.amount }));

  const fits = (gateway: string, { name, kind }: Tender): boolean =>
    name === undefined ? tenderKind(gateway, { config }, 'transactions.gateway') === kind : name === gateway;

  const payBack = (amount: Money, tender: Tender, index: number): MoneyBack[] => {
    const parts: MoneyBack[] = [];
    let rest = amount;
    for (const payment of open) {
      if (isZero(rest) || isZero(payment.left) || !fits(payment.gateway, tender)) continue;
      const part = compare(payment.left, rest) < 0 ? payment.left : rest;
      payment.left = subtract(payment.left, part);
      rest = subtract(rest, part);
      parts.push({ amount: part, parent: { id: payment.id, gateway: payment.gateway } });
    }
    if (isZero(rest)) return parts;
    if (tender.kind === 'store-credit') return [...parts, { amount: rest, parent: undefined }];
    throw new IntegrationError(`Tender ${index + 1} is more than the order was paid that way and can be paid back`, {
      code: 'conflict',
      path: `tenders.${index}`,
    });
  };

  return {
    take(amount) {
      const parts: MoneyBack[] = [];
      let rest = amount;
      for (const entry of queue) {
        if (isZero(rest) || isZero(entry.left)) continue;
        const part = compare(entry.left, rest) < 0 ? entry.left : rest;
        entry.left = subtract(entry.left, part);
        rest = subtract(rest, part);
        parts.push(...payBack(part, entry.tender, entry.index));
      }
      return merged(parts);
    },
  };
}

/** One entry for each payment: the platform wants them so. */
function merged(parts: readonly MoneyBack[]): readonly MoneyBack[] {
  const byParent = new Map<string, MoneyBack>();
  for (const part of parts) {
    const key = part.parent?.id ?? '';
    const before = byParent.get(key);
    byParent.set(key, before ? { ...before, amount: add(before.amount, part.amount) } : part);
  }
  return [...byParent.values()];
}

type Transaction = OrderReturns['transactions'][number];

/** What can still be paid back of a payment, in the buyer's currency. */
function leftOf(payment: Transaction, transactions: readonly Transaction[]): Money {
  const paid = inBuyers(payment);
  const back = transactions
    .filter(({ kind, status, parentTransaction }) => {
      const counts = status === 'SUCCESS' || status === 'PENDING';
      return counts && (kind === 'REFUND' || kind === 'CHANGE') && parentTransaction?.id === payment.id;
    })
    .map((it) => inBuyers(it));
  const left = subtract(paid, sum(back, paid.currency));
  return left.amount.startsWith('-') ? zero(paid.currency) : left;
}

function inBuyers({ amountSet: { presentmentMoney } }: Transaction): Money {
  return money(presentmentMoney.amount, presentmentMoney.currencyCode);
}
