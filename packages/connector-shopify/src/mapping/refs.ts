import { businessDateOf } from '@crossdock/core';
import type { OrderFacts } from './order-facts.ts';
import { type MappingSettings, orderRefOf } from './to-order.ts';

/** The business reference of a refund. */
export function refundRef(
  order: Pick<OrderFacts, 'id' | 'reference'>,
  id: string,
  settings: Pick<MappingSettings, 'name'>,
): string {
  return `${orderRefOf(order, settings)}-RF${id}`;
}

/** The business reference of a return. */
export function returnRef(
  order: Pick<OrderFacts, 'id' | 'reference'>,
  id: string,
  settings: Pick<MappingSettings, 'name'>,
): string {
  return `${orderRefOf(order, settings)}-R${id}`;
}

/** The day in the books, where the shop's zone is known. */
export function businessDay(instant: string, { config }: MappingSettings): { businessDate?: string } {
  return config.timeZone === undefined ? {} : { businessDate: businessDateOf(instant, { timeZone: config.timeZone }) };
}

/** Our reference in a note of the platform, by which a document that we made is known. */
export const ownRef = /\(crossdock ([A-Za-z0-9][A-Za-z0-9_-]{0,63})\)/;

/** Longest note that the platform takes with a line of a return. */
const longestNote = 255;

/**
 * A note with our reference. The reason is what people wrote: marks like ours are taken out of it, white space is made
 * even so that the platform has nothing to change, and what is too long is cut. The reference stays.
 */
export function noteWith(ref: string, reason = ''): string {
  const mark = `(crossdock ${ref})`;
  const even = reason.replaceAll(new RegExp(ownRef, 'g'), ' ').replaceAll(/\s+/g, ' ').trim();
  const cut = even.slice(0, longestNote - mark.length - 1);
  // Half of a character is none.
  const text = cut.replace(/[\uD800-\uDBFF]$/, '').trim();
  return text === '' ? mark : `${text} ${mark}`;
}

/** The reference that a note has from us. */
export function refOfNote(note: string | null | undefined): string | undefined {
  return ownRef.exec(note ?? '')?.[1];
}
