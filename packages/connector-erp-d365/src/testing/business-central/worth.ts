import { currencyOf, roundedTo } from './currencies.ts';
import { centsOf, percentOf, priceCents, taxWithin } from './decimals.ts';
import { type Books, noId, type Row } from './entity-model.ts';

/** What a line comes to, in cents. */
export function worthOf(row: Row, books: Books) {
  const { precisionCents } = currencyOf(currencyCodeOf(row, books), books);
  const round = (cents: number): number => roundedTo(cents, precisionCents);
  const gross =
    round(priceCents(Number(row['quantity']), Number(row['unitPrice']))) -
    round(centsOf(Number(row['discountAmount'])));
  const percent = books.settings.taxRates.get(String(row['taxCode'])) ?? 0;
  if (books.settings.pricesIncludeTax) {
    const tax = round(taxWithin(gross, percent));
    return { net: gross - tax, tax, percent };
  }
  return { net: gross, tax: round(percentOf(gross, percent)), percent };
}

/** A line has the currency of its document. */
function currencyCodeOf(row: Row, books: Books): string {
  if (books.rows('currencies').length === 0) return '';
  const id = row['documentId'] ?? noId;
  const document = ['salesOrders', 'salesInvoices', 'salesCreditMemos'].flatMap((set) => books.where(set, { id }))[0];
  return String(document?.['currencyCode'] ?? '');
}
