import { businessDateOf, money, type Money, parse, Payout } from '@crossdock/core';
import type { z } from 'zod';
import type { BalanceTransaction, PayoutHead } from '../api/payout-documents.ts';
import { instantOf, numberOf } from './ids.ts';
import { type MappingSettings, orderRef } from './to-order.ts';
import { payoutState } from './words.ts';

type Kind = z.output<typeof Payout>['transactions'][number]['kind'];

/** What movements of a balance are. The platform's list is open: what is not named here is `other`, with its amounts kept. */
const kinds: Readonly<Record<string, Kind>> = {
  CHARGE: 'charge',
  REFUND: 'refund',
  REFUND_ADJUSTMENT: 'refund',
  REFUND_FAILURE: 'refund',
  DISPUTE_WITHDRAWAL: 'chargeback',
  DISPUTE_REVERSAL: 'chargeback',
  CHARGEBACK_HOLD: 'chargeback',
  CHARGEBACK_HOLD_RELEASE: 'chargeback',
  CHARGEBACK_FEE: 'fee',
  CHARGEBACK_FEE_REFUND: 'fee',
  STRIPE_FEE: 'fee',
  ADJUSTMENT: 'adjustment',
  CHARGE_ADJUSTMENT: 'adjustment',
  RESERVED_FUNDS: 'reserve',
  RESERVED_FUNDS_REVERSAL: 'reserve',
  RESERVED_FUNDS_WITHDRAWAL: 'reserve',
  TRANSFER_FAILURE: 'transfer',
  TRANSFER_CANCEL: 'transfer',
  TRANSFER_REFUND: 'transfer',
};

/**
 * The canonical payout: what reached the bank, and every movement that it is made of, summing to it. The transfer to the bank
 * stands among the platform's movements and is the payout itself, so it is left out; so are test payments.
 */
export function toPayout(
  payout: PayoutHead,
  transactions: readonly BalanceTransaction[],
  settings: MappingSettings,
): Payout {
  const issuedAt = instantOf(payout.issuedAt, 'issuedAt');
  const { timeZone } = settings.config;
  return parse(
    Payout,
    {
      ref: payoutRef(settings.name, payout.legacyResourceId),
      refs: { [settings.name]: payout.id },
      currency: payout.net.currencyCode,
      total: amountOf(payout.net),
      paidOn: timeZone === undefined ? issuedAt.slice(0, 10) : businessDateOf(issuedAt, { timeZone }),
      state: payoutState(payout.status, 'status'),
      transactions: transactions.filter(isPart).map((it, index) => ({
        id: numberOf(it.id, `balanceTransactions.${index}.id`),
        kind: kinds[it.type] ?? ('other' as const),
        ...(it.associatedOrder && {
          orderRef: orderRef(
            settings.name,
            numberOf(it.associatedOrder.id, `balanceTransactions.${index}.associatedOrder`),
          ),
        }),
        gross: amountOf(it.amount),
        fee: amountOf(it.fee),
        net: amountOf(it.net),
        occurredAt: instantOf(it.transactionDate, `balanceTransactions.${index}.transactionDate`),
      })),
    } satisfies z.input<typeof Payout>,
    { what: `Payout ${payout.legacyResourceId}`, code: 'response-invalid' },
  );
}

/** The business reference of a payout. */
export function payoutRef(name: string, id: string): string {
  return `${name}-P${id}`;
}

function isPart({ type, sourceType, test }: BalanceTransaction): boolean {
  return !test && !(type === 'TRANSFER' && (sourceType === null || sourceType === 'TRANSFER'));
}

function amountOf({ amount, currencyCode }: { readonly amount: string; readonly currencyCode: string }): Money {
  return money(amount, currencyCode);
}
