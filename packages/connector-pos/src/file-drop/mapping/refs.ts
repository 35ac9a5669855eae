import { naturalRef } from '../../rules/index.ts';
import { type RecordHead, type TicketKey } from '../till-record.ts';

/** The business reference of what a till wrote under a key. */
export function refOf(system: string, { store, register, businessDate, sequence }: TicketKey): string {
  // The store stands last, where a reference may have hyphens: `tills-3-20261127-118-store-17`.
  return naturalRef(system, [register, businessDate.replaceAll('-', ''), sequence, store]);
}

/** The reference of a store's day. */
export function dayRefOf(system: string, store: string, businessDate: string): string {
  return naturalRef(system, ['day', businessDate.replaceAll('-', ''), store]);
}

/** A key in words, for people: `store-17/3/2026-11-27/118`. */
export function keyInWords({ store, register, businessDate, sequence }: TicketKey): string {
  return `${store}/${register}/${businessDate}/${sequence}`;
}

/** Other ids by which people know a record: the receipt's number and the key. */
export function identifiersOf({ key, number }: RecordHead): readonly string[] {
  return [number, keyInWords(key)];
}
