import { centsOf } from './decimals.ts';
import { type Books, dialog } from './entity-model.ts';

/** A currency of documents, in terms of the ledger's own. */
interface CurrencyTerms {
  /** What one unit is worth in the ledger's currency. */
  readonly exchangeRate: number;
  /** To how many cents amounts are rounded: 100 for one without minor units. */
  readonly precisionCents: number;
}

/** The terms of a currency; the ledger's own is told by its name or by nothing. */
export function currencyOf(code: string, books: Books): CurrencyTerms {
  if (code === '' || code === books.settings.currency) return { exchangeRate: 1, precisionCents: 1 };
  const row = books.find('currencies', { code });
  if (!row) throw dialog('The "currencyCode" does not match to a Currency.');
  return {
    exchangeRate: Number(row['exchangeRate']),
    precisionCents: Math.max(1, centsOf(Number(row['amountRoundingPrecision']))),
  };
}

/** Half away from zero, to a number of cents. */
export function roundedTo(cents: number, precisionCents: number): number {
  return Math.sign(cents) * Math.round(Math.abs(cents) / precisionCents) * precisionCents;
}
