import { equals, isNegative, type Money, negate, round } from '@crossdock/core';
import type { PostingRow } from '../api/posting.ts';
import type { NetsuiteConfig } from '../options.ts';
import { fromWire } from './amounts.ts';
import { unbalanced } from './refusals.ts';

/** What a posted document comes to, in its own currency. */
export interface LedgerAmounts {
  readonly total: Money;
  readonly debit: Money;
  readonly credit: Money;
}

/**
 * The amounts of a posting, which must balance. The ledger is kept in the account's base currency; for a document in
 * another one the sides are also summed over its own lines.
 */
export function toLedgerAmounts(
  row: PostingRow,
  currency: string,
  { baseCurrency }: Pick<NetsuiteConfig, 'baseCurrency'>,
): LedgerAmounts {
  const inBase = { debit: cents(row.debit, baseCurrency), credit: cents(row.credit, baseCurrency) };
  requireBalance(inBase);
  if (currency === baseCurrency) return { total: totalOf(row, inBase.debit, currency), ...inBase };
  const own = { debit: cents(row.owndebit, currency), credit: cents(row.owncredit, currency) };
  requireBalance(own);
  return { total: totalOf(row, own.debit, currency), ...own };
}

/** Credits are shown as negative sales: their total is what they come to. A journal has no total but its sides. */
function totalOf(row: PostingRow, debit: Money, currency: string): Money {
  if (row.type === 'Journal') return debit;
  const total = cents(row.foreigntotal, currency);
  return isNegative(total) ? negate(total) : total;
}

/** Sums come from a database that may have added binary fractions. */
function cents(text: string, currency: string): Money {
  return round(fromWire(text, currency), { mode: 'half-up', places: 2 });
}

function requireBalance({ debit, credit }: { readonly debit: Money; readonly credit: Money }): void {
  if (!equals(debit, credit)) throw unbalanced('The debit in the NetSuite ledger', debit, credit);
}
