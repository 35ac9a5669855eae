import { IntegrationError } from '@crossdock/core';

/** The number at the end of a global id, as text; ids themselves stay opaque. */
export function numberOf(gid: string, path: string): string {
  const number = /\/(\d{1,20})(?:\?.*)?$/.exec(gid)?.[1];
  if (number !== undefined) return number;
  throw new IntegrationError('A global id of Shopify has no number in it', {
    code: 'response-invalid',
    disposition: 'reject',
    path,
  });
}

/** `gid://shopify/Order/1` */
export function gidOf(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`;
}

/**
 * An instant of the platform in canonical form. GraphQL answers UTC, webhooks the shop's own offset.
 */
export function instantOf(text: string, path: string): string {
  const hasOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const milliseconds = hasOffset ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString();
  throw new IntegrationError('A date of Shopify is no instant', {
    code: 'response-invalid',
    disposition: 'reject',
    path,
  });
}

/** A rate as plain decimal text. It only informs: amounts are never computed from it. */
export function rateText(rate: number): string {
  return Number.isFinite(rate) ? rate.toFixed(6).replace(/\.?0+$/, '') : '0';
}

/** Most entries of a list without pages. */
const longestList = 250;

/**
 * Refuses a list without pages that is full: entries may be missing, and they cannot be read. One that has an entry twice
 * would count its money twice.
 */
export function complete<Entry extends { readonly id: string }>(
  list: readonly Entry[],
  path: string,
): readonly Entry[] {
  if (list.length >= longestList) {
    throw new IntegrationError('An order has more payments or parcels than Shopify lists', {
      code: 'response-too-large',
      disposition: 'reject',
      path,
    });
  }
  if (new Set(list.map(({ id }) => id)).size === list.length) return list;
  throw new IntegrationError('Shopify lists something of an order twice', {
    code: 'response-invalid',
    disposition: 'reject',
    path,
  });
}

/** What is filled in: no empty texts, no nulls. */
export function filled<Key extends string>(
  fields: Readonly<Record<Key, string | null | undefined>>,
): Partial<Record<Key, string>> {
  const present = Object.entries<string | null | undefined>(fields).filter(
    ([, value]) => value != null && value.trim() !== '',
  );
  // The keys are those of the argument.
  return Object.fromEntries(present) as Partial<Record<Key, string>>;
}
