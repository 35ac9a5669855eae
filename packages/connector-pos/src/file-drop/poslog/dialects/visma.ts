import { type PosLogDialect } from '../dialect.ts';

/** Visma: no business date, net means with tax and before cash rounding, which is told inside the tender. */
export const visma: PosLogDialect = {
  id: 'visma',
  store: 'BusinessUnit/UnitID',
  businessDate: 'derive',
  timesWithoutOffset: 'store',
  voidLine: 'refuse',
  amounts: 'unsigned',
  extendedAmount: 'net',
  discounts: ['extended-discount'],
  taxes: 'line',
  taxIncluded: true,
  change: 'nested',
  rounding: 'tender-line',
  netTotal: 'with-tax',
};
