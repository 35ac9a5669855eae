import { type PosLogDialect } from '../dialect.ts';

/** Wincor as at IKEA: net amounts, taxes of four decimals inside the price, empty sales beside control transactions. */
export const ikea: PosLogDialect = {
  id: 'ikea',
  store: 'RetailStoreID',
  businessDate: 'element',
  timesWithoutOffset: 'store',
  voidLine: 'skip',
  amounts: 'unsigned',
  extendedAmount: 'net',
  discounts: ['extended-discount'],
  taxes: 'line',
  taxIncluded: true,
  change: 'nested',
  rounding: 'element',
  netTotal: 'ignore',
};
