import { type Order } from '@crossdock/core';
import { unmapped } from '../errors.ts';

type Kind = Order['tenders'][number]['kind'];

/** How something was paid, by Square's word. */
const kinds: Readonly<Record<string, Kind>> = {
  CARD: 'card',
  THIRD_PARTY_CARD: 'card',
  CASH: 'cash',
  SQUARE_GIFT_CARD: 'gift-card',
  WALLET: 'wallet',
  SQUARE_ACCOUNT: 'wallet',
  BANK_ACCOUNT: 'bank-transfer',
  BUY_NOW_PAY_LATER: 'other',
  OTHER: 'other',
};

/** Kind and name of a tender. */
export function tenderMeans(type: string, path: string): { readonly kind: Kind; readonly name: string } {
  const kind = kinds[type];
  if (kind === undefined) throw unmapped('tender type', type, path);
  return { kind, name: type };
}
