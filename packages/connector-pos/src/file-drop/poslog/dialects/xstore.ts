import { type PosLogDialect } from '../dialect.ts';

/** Oracle Xstore: void lines are dead originals. Read in secondary sources only; no sample was seen. */
export const xstore: PosLogDialect = {
  id: 'xstore',
  extensions: { dtv: 'http://www.datavantagecorp.com/xstore/' },
  store: 'RetailStoreID',
  businessDate: 'element',
  timesWithoutOffset: 'store',
  voidLine: 'skip',
  amounts: 'unsigned',
  extendedAmount: 'net',
  discounts: ['price-modifier'],
  taxes: 'line',
  taxIncluded: 'per-line',
  change: 'nested',
  rounding: 'tender-line',
  netTotal: 'ignore',
  statuses: { 'dtv:CancelOrphaned': 'void' },
};
