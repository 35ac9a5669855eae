import { compare, equals, IntegrationError, type Money, money, multiply, subtract } from '@crossdock/core';
import { rounded } from '../currencies.ts';

/** The platform rounds amounts to the places of their currency, and unit prices to this many. */
const pricePlaces = 5;

/** An amount as the JSON number that the platform takes. Amounts finer than it keeps are refused, never rounded. */
export function toWire(amount: Money, path: string): number {
  if (!equals(rounded(amount), amount)) {
    throw new IntegrationError(`${amount.amount} ${amount.currency} is finer than Business Central books`, {
      code: 'unsupported-document',
      path,
    });
  }
  const value = Number(amount.amount);
  if (Math.abs(value) < mostAmount) return value;
  throw new IntegrationError('The amount is larger than Business Central is told exactly', {
    code: 'unsupported-document',
    path,
  });
}

/** What a JSON number holds to the last digit, with its places behind the point. */
const mostAmount = 1e12;
const mostUnits = 1e9;
const unitPlaces = 5;

/** A quantity as the JSON number that the platform takes. One that it would not hold to the last digit is refused. */
export function unitsToWire(amount: string, path: string): number {
  const places = amount.split('.')[1]?.length ?? 0;
  const units = Number(amount);
  if (places <= unitPlaces && Math.abs(units) < mostUnits) return units;
  throw new IntegrationError('The quantity is larger or finer than Business Central keeps', {
    code: 'unsupported-document',
    path,
  });
}

/** The price of one unit as the JSON number that the platform takes: it may be finer than an amount. */
export function unitPriceToWire(price: Money, path: string): number {
  const places = price.amount.split('.')[1]?.length ?? 0;
  const value = Number(price.amount);
  if (places <= pricePlaces && value < mostUnits) return value;
  throw new IntegrationError('The price is larger or finer than Business Central keeps', {
    code: 'unsupported-document',
    path,
  });
}

/** An amount that came as the text of a JSON number. */
export function fromWire(text: string, currency: string): Money {
  return money(/e/i.test(text) ? Number(text).toFixed(8) : text, currency);
}

/** How an amount is told to a platform that computes it: price times quantity, less a discount. */
export interface PricedAs {
  readonly unitPrice: number;
  readonly discountAmount: number;
}

/**
 * A price and a discount with which the platform comes to `gross` less `off` exactly. A gross that no price of five places makes is
 * overshot, and the rest is taken off with the discount.
 */
export function pricedAs(gross: Money, off: Money, quantity: string, path: string): PricedAs {
  toWire(gross, path);
  toWire(off, path);
  const nearest = Number(gross.amount) / Number(quantity);
  const step = 10 ** -pricePlaces;
  for (const candidate of [nearest, nearest + step, nearest + 2 * step]) {
    const price = money(candidate.toFixed(pricePlaces), gross.currency);
    const reached = rounded(multiply(price, quantity));
    if (compare(reached, gross) < 0) continue;
    return {
      unitPrice: Number(price.amount),
      discountAmount: toWire(subtract(reached, subtract(gross, off)), path),
    };
  }
  throw new IntegrationError('No unit price comes to this amount', { code: 'unsupported-document', path });
}
