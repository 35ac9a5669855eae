import { type PosLogDialect } from '../dialect.ts';

/** NCR in Japan: no namespace; a ticket's discount and its taxes are repeated as lines, and count once, at the goods. */
export const ncrJapan: PosLogDialect = {
  id: 'ncr-japan',
  store: 'RetailStoreID',
  businessDate: 'element',
  timesWithoutOffset: 'store',
  voidLine: 'skip',
  amounts: 'unsigned',
  extendedAmount: 'gross',
  discounts: ['price-modifier'],
  taxes: 'line',
  taxIncluded: true,
  change: 'nested',
  rounding: 'none',
  netTotal: 'ignore',
};
