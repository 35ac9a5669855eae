import type { Books } from './entity-model.ts';
import { cents } from './cents.ts';
import type { Row } from './entity-model.ts';

/** Rates by sales tax group and item sales tax group: `AVATAX/ALL` → `8.25` per cent. */
const rates = new WeakMap<Books, Map<string, number>>();

/** Puts a rate in force. */
export function setRate(books: Books, group: string, itemGroup: string, percent: number): void {
  const known = rates.get(books) ?? new Map<string, number>();
  rates.set(books, known.set(`${group}/${itemGroup}`, percent));
}

/** Tax of a line in cents, as the platform computes it. Without groups there is none. */
export function taxOf(line: Row, books: Books): number {
  const percent = rates.get(books)?.get(`${line['SalesTaxGroupCode']}/${line['SalesTaxItemGroupCode']}`) ?? 0;
  const order = books.find('SalesOrderHeadersV4', {
    dataAreaId: line['dataAreaId'] ?? '',
    SalesOrderNumber: line['SalesOrderNumber'] ?? '',
  });
  const amount = cents(line['LineAmount']);
  const included = order?.['ArePricesIncludingSalesTax'] === 'Yes';
  return Math.round(included ? (amount * percent) / (100 + percent) : (amount * percent) / 100);
}
