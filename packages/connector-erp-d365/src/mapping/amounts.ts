import { IntegrationError, type Money, money, round } from '@crossdock/core';

/** An amount as the JSON number that the platform takes. Amounts finer than a cent are refused, never rounded. */
export function toWire(amount: Money, path: string): number {
  const rounded = round(amount, { mode: 'half-up', places: 2 });
  if (Number(rounded.amount) !== Number(amount.amount)) {
    throw new IntegrationError(`${amount.amount} ${amount.currency} is finer than Dynamics 365 books`, {
      code: 'unsupported-document',
      path,
    });
  }
  return Number(rounded.amount);
}

/** An amount that came as the text of a JSON number. */
export function fromWire(text: string, currency: string): Money {
  return money(/e/i.test(text) ? Number(text).toFixed(8) : text, currency);
}

/** Price of one unit; the line's amount counts. */
export function priceOf(amount: number, quantity: number): number {
  return Number((amount / quantity).toFixed(8));
}
