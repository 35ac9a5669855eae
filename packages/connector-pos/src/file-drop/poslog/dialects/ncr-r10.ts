import { type PosLogDialect } from '../dialect.ts';

/** NCR R10 (Retalix): one transaction in an answer, change on a tender of nothing, rounding as a tender, a total without type. */
export const ncrR10: PosLogDialect = {
  id: 'ncr-r10',
  roots: ['TransactionLogLookupResponse', 'POSLog', 'Transaction'],
  namespaces: ['http://retalix.com/R10/services'],
  store: 'BusinessUnit/UnitID',
  businessDate: 'element',
  timesWithoutOffset: 'store',
  voidLine: 'skip',
  amounts: 'unsigned',
  extendedAmount: 'gross',
  discounts: ['price-modifier'],
  taxes: 'line',
  taxIncluded: true,
  change: 'nested',
  rounding: 'tender-line',
  netTotal: 'ignore',
  totals: ['TransactionGrandAmount', ''],
  tenders: { 'X:Rounding': 'rounding' },
};
