import { type Bag, type CurrencyPair, decimalAmount, fixedAmount } from './minor-units.ts';

/** `gid://shopify/Order/1`. */
export function gid(type: string, id: bigint | string): string {
  return `gid://shopify/${type}/${id.toString()}`;
}

/** The number at the end of an id of the given type, if it is one. */
export function numberOf(id: string, type: string): bigint | undefined {
  const match = new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id);
  return match?.[1] === undefined ? undefined : BigInt(match[1]);
}

/** GraphQL prints instants in UTC, whole seconds. */
export function graphqlTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Webhook payloads print instants in the shop's own offset, `2026-11-24T09:00:00-05:00`. */
export function payloadTime(milliseconds: number, offsetMinutes: number): string {
  const local = new Date(milliseconds + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}

/** A MoneyBag as GraphQL answers it. */
export function moneyBag(bag: Bag, currencies: CurrencyPair): Record<string, unknown> {
  return {
    shopMoney: { amount: decimalAmount(bag.shop, currencies.shop), currencyCode: currencies.shop },
    presentmentMoney: {
      amount: decimalAmount(bag.presentment, currencies.presentment),
      currencyCode: currencies.presentment,
    },
  };
}

/** A price set as webhook payloads carry it. */
export function priceSet(bag: Bag, currencies: CurrencyPair): Record<string, unknown> {
  return {
    shop_money: { amount: fixedAmount(bag.shop, currencies.shop), currency_code: currencies.shop },
    presentment_money: {
      amount: fixedAmount(bag.presentment, currencies.presentment),
      currency_code: currencies.presentment,
    },
  };
}

/** JSON text in which big integers stay exact numbers, as the platform prints its ids. */
export function jsonWithBigIds(value: unknown): string {
  const marker = '\u0001n';
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${marker}${part.toString()}` : part,
  );
  return text.replace(/"\\u0001n(-?\d+)"/g, '$1');
}
