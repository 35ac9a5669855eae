import { exponentOf, IntegrationError, isCurrency, type Money, money, zero } from '@crossdock/core';
import { type WireMoney } from '../api/common.ts';

/** An amount in minor units as money: 1050 of USD is 10.50, of JPY 1050. */
export function fromMinor(minor: string, currency: string): Money {
  const places = exponentOf(currency);
  const negative = minor.startsWith('-');
  const digits = (negative ? minor.slice(1) : minor).replace(/^0+(?=\d)/, '');
  const padded = digits.padStart(places + 1, '0');
  const text = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
  return money(`${negative ? '-' : ''}${text}`, currency);
}

/**
 * Money as whole minor units.
 *
 * @throws IntegrationError `money-invalid` for an amount finer than the currency's minor unit.
 */
export function toMinor({ amount, currency }: Money): number {
  const places = exponentOf(currency);
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const minor = Number(`${sign}${whole}${fraction.slice(0, places).padEnd(places, '0')}`);
  if (/[1-9]/.test(fraction.slice(places)) || !Number.isSafeInteger(minor)) {
    throw new IntegrationError('Square takes whole minor units only', { code: 'money-invalid' });
  }
  return minor === 0 ? 0 : minor;
}

/** An amount that must be known: an absent one is unknown, not nothing. */
export function required(wire: WireMoney | undefined, currency: string, path: string): Money {
  if (wire?.amount === undefined) {
    throw new IntegrationError('Square does not tell an amount that is needed', { code: 'unmapped', path });
  }
  return inCurrency(wire, wire.amount, currency, path);
}

/** An amount that is nothing where it is absent as a whole; one without its number is refused. */
export function optional(wire: WireMoney | undefined, currency: string, path: string): Money {
  return wire === undefined ? zero(currency) : required(wire, currency, path);
}

function inCurrency(wire: WireMoney, amount: string, currency: string, path: string): Money {
  if (!isCurrency(wire.currency) || wire.currency !== currency) {
    throw new IntegrationError('An amount is in another currency than its order', { code: 'currency-mismatch', path });
  }
  return fromMinor(amount, currency);
}
