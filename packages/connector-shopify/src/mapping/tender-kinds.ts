import type { Tender } from '@crossdock/core';

/** What kind of payment the platform's own gateways are. Apps add others under names of their choosing. */
export const tenderKinds: Readonly<Record<string, Tender['kind']>> = {
  shopify_payments: 'card',
  gift_card: 'gift-card',
  shopify_store_credit: 'store-credit',
  cash: 'cash',
  paypal: 'wallet',
  shop_pay: 'wallet',
  manual: 'other',
  'Bank Deposit': 'bank-transfer',
  'Cash on Delivery (COD)': 'cash',
  'Money Order': 'cheque',
};

/** The gateway that a payment is booked under: its own name, or one of that kind. */
export function gatewayOf(
  { kind, name }: Pick<Tender, 'kind' | 'name'>,
  own: Readonly<Record<string, Tender['kind']>> = {},
): string {
  if (name !== undefined) return name;
  const named = Object.entries({ ...own, ...tenderKinds }).find(([, it]) => it === kind)?.[0];
  return named ?? kind;
}
