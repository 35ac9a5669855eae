import { centsOf, percentOf, priceCents, taxWithin } from './decimals.ts';
import type { Books, Row } from './entity-model.ts';

/** What a line comes to, in cents. */
export function worthOf(row: Row, books: Books) {
  const gross = priceCents(Number(row['quantity']), Number(row['unitPrice'])) - centsOf(Number(row['discountAmount']));
  const percent = books.settings.taxRates.get(String(row['taxCode'])) ?? 0;
  if (books.settings.pricesIncludeTax) {
    const tax = taxWithin(gross, percent);
    return { net: gross - tax, tax, percent };
  }
  return { net: gross, tax: percentOf(gross, percent), percent };
}
