import { type EventData, IntegrationError, parse, Payout } from '@crossdock/core';
import { naturalRef } from '../../rules/index.ts';
import { type WirePayout, type WirePayoutEntry } from '../api/payouts.ts';
import { unmapped } from '../errors.ts';
import { optional, required } from './amounts.ts';

type PayoutData = EventData<'payout.paid'>;
type Kind = PayoutData['transactions'][number]['kind'];

const states: Readonly<Record<string, PayoutData['state']>> = { SENT: 'in-transit', PAID: 'paid', FAILED: 'failed' };

/** The kinds of movements on a balance. One that is not here is refused by name. */
const kinds: Readonly<Record<string, Kind>> = {
  CHARGE: 'charge',
  REFUND: 'refund',
  DISPUTE: 'chargeback',
  OPEN_DISPUTE: 'chargeback',
  FEE: 'fee',
  PROCESSING_FEE: 'fee',
  PROCESSING_FEE_REFUND: 'fee',
  TAX_ON_FEE: 'fee',
  THIRD_PARTY_FEE: 'fee',
  THIRD_PARTY_FEE_REFUND: 'fee',
  DEPOSIT_FEE: 'fee',
  DEPOSIT_FEE_REVERSED: 'fee',
  SUBSCRIPTION_FEE: 'fee',
  SUBSCRIPTION_FEE_REFUND: 'fee',
  PAID_SERVICE_FEE: 'fee',
  PAID_SERVICE_FEE_REFUND: 'fee',
  GIFT_CARD_LOAD_FEE: 'fee',
  GIFT_CARD_LOAD_FEE_REFUND: 'fee',
  LOCAL_OFFERS_FEE: 'fee',
  FREE_PROCESSING: 'adjustment',
  ADJUSTMENT: 'adjustment',
  OTHER_ADJUSTMENT: 'adjustment',
  HOLD_ADJUSTMENT: 'reserve',
  RELEASE_ADJUSTMENT: 'reserve',
  RESERVE_HOLD: 'reserve',
  RESERVE_RELEASE: 'reserve',
  AUTOMATIC_SAVINGS: 'transfer',
  AUTOMATIC_SAVINGS_REVERSED: 'transfer',
  MONEY_TRANSFER: 'transfer',
  MONEY_TRANSFER_REVERSAL: 'transfer',
  BALANCE_FOLDERS_TRANSFER: 'transfer',
  BALANCE_FOLDERS_TRANSFER_REVERSED: 'transfer',
  GIFT_CARD_POOL_TRANSFER: 'transfer',
  GIFT_CARD_POOL_TRANSFER_REVERSED: 'transfer',
  SQUARE_CAPITAL_PAYMENT: 'transfer',
  SQUARE_CAPITAL_REVERSED_PAYMENT: 'transfer',
  SQUARE_PAYROLL_TRANSFER: 'transfer',
  SQUARE_PAYROLL_TRANSFER_REVERSED: 'transfer',
  APP_FEE_REVENUE: 'other',
  APP_FEE_REFUND: 'other',
  RETURNED_PAYOUT: 'other',
  OTHER: 'other',
};

/** A payout with everything that it is made of. Entries that do not sum to it are refused with the difference. */
export function toPayout(wire: WirePayout, entries: readonly WirePayoutEntry[], name: string): PayoutData {
  const { id, status = 'none', amount_money, arrival_date, created_at } = wire;
  const state = states[status];
  if (state === undefined) throw unmapped('payout status', status, 'status');
  if (amount_money === undefined) {
    throw new IntegrationError('A payout tells no amount', { code: 'unmapped', path: 'amount_money' });
  }
  const { currency } = amount_money;
  const document = {
    ref: naturalRef(name, [id]),
    refs: { [name]: id },
    currency,
    total: required(amount_money, currency, 'amount_money'),
    paidOn: arrival_date ?? created_at?.slice(0, 10),
    state,
    transactions: entries.map((entry, index) => {
      const path = `payout_entries.${index}`;
      const { type = 'none', effective_at, gross_amount_money, fee_amount_money, net_amount_money } = entry;
      const kind = kinds[type];
      if (kind === undefined) throw unmapped('payout entry', type, `${path}.type`);
      return {
        id: entry.id,
        kind,
        gross: required(gross_amount_money, currency, `${path}.gross_amount_money`),
        fee: optional(fee_amount_money, currency, `${path}.fee_amount_money`),
        net: required(net_amount_money, currency, `${path}.net_amount_money`),
        occurredAt: effective_at ?? created_at,
      };
    }),
  };
  return parse(Payout, document, { what: 'the payout', code: 'unmapped' });
}
