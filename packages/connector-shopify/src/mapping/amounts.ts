import { equals, IntegrationError, isNegative, money, type Money, round } from '@crossdock/core';
import type { MoneyBag } from '../api/graphql-order.ts';
import type { PriceSet } from '../api/webhook-order.ts';

/** Which of the two currencies of an order its amounts are read in. */
export type CurrencySide = 'shop' | 'presentment';

/** Reads one side of the platform's pairs of amounts, and refuses any amount in another currency. */
export interface AmountReader {
  readonly currency: string;
  /** From a GraphQL `MoneyBag`. */
  bag(bag: MoneyBag, path: string): Money;
  /** From a webhook's price set. */
  set(set: PriceSet, path: string): Money;
  /** From an amount that stands without its currency. */
  bare(amount: string, path: string): Money;
}

const plainDecimal = /^-?\d{1,18}(?:\.\d{1,12})?$/;

/** An order never mixes currencies: every amount is read in the one that was chosen. */
export function amountReader(side: CurrencySide, currency: string): AmountReader {
  const read = (amount: string, path: string): Money => {
    try {
      if (plainDecimal.test(amount)) return money(amount, currency);
    } catch (cause) {
      throw new IntegrationError('The currency of an amount is not known', { code: 'money-invalid', path, cause });
    }
    throw new IntegrationError('An amount is no plain decimal number', { code: 'money-invalid', path });
  };
  const checked = (amount: string, found: string, path: string): Money => {
    if (found !== currency) {
      throw new IntegrationError(
        `An amount in ${currencyWord(found)} stands in an order in ${currencyWord(currency)}`,
        { code: 'currency-mismatch', path },
      );
    }
    return read(amount, path);
  };
  return {
    currency,
    bag(bag, path) {
      const { amount, currencyCode } = side === 'shop' ? bag.shopMoney : bag.presentmentMoney;
      return checked(amount, currencyCode, path);
    },
    set(set, path) {
      const { amount, currency_code: found } = side === 'shop' ? set.shop_money : set.presentment_money;
      return checked(amount, found, path);
    },
    bare: read,
  };
}

/** An amount that moved: no less than nothing, and in units that its currency has. Anything else was garbled on the way. */
export function moved(amount: Money, path: string): Money {
  if (!isNegative(amount)) return inUnits(amount, path);
  throw new IntegrationError('Money cannot move in such an amount', { code: 'money-invalid', path });
}

/** An amount in units that its currency has: no part of a cent. */
export function inUnits(amount: Money, path: string): Money {
  if (equals(amount, round(amount, { mode: 'half-up' }))) return amount;
  throw new IntegrationError('An amount is finer than its currency', { code: 'money-invalid', path });
}

function currencyWord(currency: string): string {
  return /^[A-Z]{3}$/.test(currency) ? currency : 'an unknown currency';
}
