import { type PosLogDialect } from '../dialect.ts';

/** NCR ACS: void lines are negative reversals, change is netted, taxes stand at the ticket, discounts are reward lines. */
export const ncrAcs: PosLogDialect = {
  id: 'ncr-acs',
  store: 'RetailStoreID',
  businessDate: 'element',
  timesWithoutOffset: 'store',
  voidLine: 'sum',
  amounts: 'signed',
  extendedAmount: 'gross',
  discounts: ['reward-line'],
  taxes: 'tax-line',
  taxIncluded: false,
  change: 'netted',
  rounding: 'none',
  netTotal: 'ignore',
  itemIds: ['*', 'ItemID'],
  items: { NegativeItem: { charge: 'deposit' } },
};
