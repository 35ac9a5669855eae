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
