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

/** A note with our reference. */
export function noteWith(ref: string, reason?: string): string {
  return `${reason === undefined || reason === '' ? '' : `${reason} `}(crossdock ${ref})`;
}

/** The reference that a note has from us. */
export function refOfNote(note: string | null | undefined): string | undefined {
  return ownRef.exec(note ?? '')?.[1];
}
