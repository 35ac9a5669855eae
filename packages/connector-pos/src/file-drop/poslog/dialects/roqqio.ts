import { type PosLogDialect } from '../dialect.ts';

/** roqqio (Futura): returns are sales of a negative quantity, change is a line of its own, local and UTC times are mixed. */
export const roqqio: PosLogDialect = {
  id: 'roqqio',
  store: 'RetailStoreID',
  businessDate: 'element',
  times: ['EndDateTime', 'ReceiptDateTime', 'BeginDateTime'],
  timesWithoutOffset: 'store',
  voidLine: 'refuse',
  amounts: 'unsigned',
  extendedAmount: 'net',
  discounts: ['price-modifier'],
  taxes: 'line',
  taxIncluded: true,
  change: 'line',
  rounding: 'none',
  netTotal: 'without-tax',
};
