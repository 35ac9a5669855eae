import { type PosLogDialect } from '../dialect.ts';
import { decathlon } from './decathlon.ts';
import { ikea } from './ikea.ts';
import { ncrAcs } from './ncr-acs.ts';
import { ncrJapan } from './ncr-japan.ts';
import { ncrR10 } from './ncr-r10.ts';
import { roqqio } from './roqqio.ts';
import { visma } from './visma.ts';
import { xstore } from './xstore.ts';

/** Dialects of POSLog that come with the connector. */
export const posLogDialects = {
  decathlon,
  ikea,
  ncrAcs,
  ncrJapan,
  ncrR10,
  roqqio,
  visma,
  xstore,
} as const satisfies Readonly<Record<string, PosLogDialect>>;
