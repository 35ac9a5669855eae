import { type Books } from './books.ts';
import { type BookedLine, type BookedTax } from './entries.ts';
import { minorUnit, one, partsOfText, shareOf } from './numbers.ts';
import { type SoldLineInput } from './sale-input.ts';

/** What lines are priced with. */
export interface Pricing {
  readonly books: Books;
  readonly currency: string;
  readonly tax: BookedTax;
  readonly status: 'SAVED' | 'CONFIRMED';
}

/** Prices a line of the till: unit prices have five places and are not rounded to the currency. */
export function priceLine(input: SoldLineInput, { books, currency, tax, status }: Pricing): BookedLine {
  const product = books.productOf(input.sku);
  if (!product) throw new Error(`The retailer has no product '${input.sku}'`);
  const minor = minorUnit(currency);
  const quantity = partsOfText(input.quantity ?? '1');
  const sign = Math.sign(quantity) || 1;
  const units = Math.abs(quantity);
  const discountTotal = (input.discount ?? 0) * minor;
  const priceTotal = Math.round((input.price * minor * units) / one) - discountTotal;
  const taxShares = tax.rates.map((rate, index) => {
    const computed = shareOf(priceTotal, rate.percent, 100 * one);
    const given = input.tax === undefined ? computed : index === 0 ? input.tax * minor : 0;
    return { rateId: rate.id, amount: sign * given };
  });
  const taxTotal = taxShares.reduce((sum, it) => sum + it.amount, 0);
  return {
    id: books.nextId(),
    productId: product.id,
    quantity,
    price: shareOf(priceTotal, one, units || one),
    priceTotal: sign * priceTotal,
    discount: shareOf(discountTotal, one, units || one),
    discountTotal: sign * discountTotal,
    tax: shareOf(Math.abs(taxTotal), one, units || one),
    taxTotal,
    taxId: tax.id,
    taxShares,
    status: input.voided === true ? 'VOIDED' : status,
    isReturn: sign < 0,
  };
}

/** The same line the other way round, for so many units of it. Shares of a whole line are exact. */
export function lineBack(line: BookedLine, units: number, books: Books): BookedLine {
  const share = (parts: number): number => -shareOf(parts, units, line.quantity);
  return {
    ...line,
    id: books.nextId(),
    quantity: -units,
    priceTotal: share(line.priceTotal),
    discountTotal: share(line.discountTotal),
    taxTotal: share(line.taxTotal),
    taxShares: line.taxShares.map((it) => ({ ...it, amount: share(it.amount) })),
    status: 'SAVED',
    isReturn: true,
  };
}
