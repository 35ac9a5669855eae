import { type PosLogDialect } from '../dialect.ts';

/** Decathlon: version 6 under a namespace of its own, no business date, net without tax, times with their offset. */
export const decathlon: PosLogDialect = {
  id: 'decathlon',
  store: 'BusinessUnit/UnitID',
  businessDate: 'derive',
  timesWithoutOffset: 'refuse',
  voidLine: 'refuse',
  amounts: 'unsigned',
  extendedAmount: 'net',
  discounts: ['extended-discount'],
  taxes: 'line',
  taxIncluded: true,
  change: 'nested',
  rounding: 'none',
  netTotal: 'without-tax',
};
