import { z } from 'zod';
import { literal } from './query.ts';

const Flag = z.enum(['T', 'F']).transform((value) => value === 'T');
/** Sums of the query service are text; a sum of nothing is left out. */
const Decimal = z.string().regex(/^-?\d*\.?\d+(?:[eE][+-]?\d+)?$/, 'must be a number');

/** What the ledger knows of a transaction. */
export const PostingRow = z.object({
  id: z.string(),
  type: z.string(),
  tranid: z.string().optional(),
  externalid: z.string().optional(),
  status: z.string().optional(),
  posting: Flag,
  voided: Flag.default(false),
  approvalstatus: z.string().optional(),
  currency: z.string().optional(),
  foreigntotal: Decimal.default('0'),
  postingdate: z.string().optional(),
  periodname: z.string().optional(),
  closed: Flag.optional(),
  debit: Decimal.default('0'),
  credit: Decimal.default('0'),
  owndebit: Decimal.default('0'),
  owncredit: Decimal.default('0'),
});

export type PostingRow = z.output<typeof PostingRow>;

/** The primary book; others repeat the same posting by other rules. */
const primaryBook = '1';

const sumOf = (side: 'debit' | 'credit'): string =>
  `(SELECT SUM(a.${side}) FROM transactionaccountingline a WHERE a.transaction = t.id AND a.posting = 'T' AND a.accountingbook = ${primaryBook}) AS ${side}`;

/** Both sides in the document's own currency, which the ledger does not keep: lines of a debit are positive. */
const ownSumOf = (side: 'debit' | 'credit'): string => {
  const sign = side === 'debit' ? '' : '-';
  return `(SELECT SUM(${sign}l.foreignamount) FROM transactionline l WHERE l.transaction = t.id AND ${sign}l.foreignamount > 0) AS own${side}`;
};

export const postingFields = `t.id, t.type, t.tranid, t.externalid, t.status, t.posting, t.voided, t.approvalstatus, t.currency, t.foreigntotal,
  TO_CHAR(t.trandate, 'YYYY-MM-DD') AS postingdate, ap.periodname, ap.closed, ${sumOf('debit')}, ${sumOf('credit')},
  ${ownSumOf('debit')}, ${ownSumOf('credit')}`;

export const postingSource = 'transaction t LEFT JOIN accountingperiod ap ON ap.id = t.postingperiod';

/** One transaction by internal id. */
export function postingQuery(id: string): string {
  return `SELECT ${postingFields} FROM ${postingSource} WHERE t.id = ${literal(id)}`;
}

/** The cash sales and invoices that were made from a sales order. */
export function billsOfOrderQuery(orderId: string): string {
  return `SELECT ${postingFields} FROM ${postingSource} WHERE t.type IN ('CashSale', 'CustInvc')
    AND t.id IN (SELECT tl.transaction FROM transactionline tl WHERE tl.createdfrom = ${literal(orderId)}) ORDER BY t.id`;
}
