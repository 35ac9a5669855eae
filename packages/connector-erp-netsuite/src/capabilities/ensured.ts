import { businessDateOf, IntegrationError, isZero, type Money, subtract } from '@crossdock/core';
import { BookedDocument } from '../api/document.ts';
import { type DocumentType, requireSameReference } from '../external-id.ts';
import { fromWire } from '../mapping/amounts.ts';
import { unbalanced } from '../mapping/refusals.ts';
import { inOpenPeriod, type Posted } from './closed-period.ts';
import { referenceOf, type Rooms } from './context.ts';
import { makeOnce } from './landed.ts';

/** A document that has to be there. */
export interface Wanted {
  readonly type: DocumentType;
  /** Our reference, of which the external id is made. */
  readonly reference: string;
  /**
   * Kind in the external id. Documents of several types that book one fact share a kind: then the account itself sees to it
   * that there is only one of them.
   *
   * @default the type
   */
  readonly kind?: DocumentType;
  readonly tranDate: string;
  /** What it is made from; absent when it stands on its own. */
  readonly from?: { readonly type: DocumentType; readonly id: string };
  /** Its fields, but for external id, date and period. */
  readonly body: object;
  /** What it must come to. */
  readonly total?: Money;
}

/** Reads the document of our reference, or `undefined`. */
export async function look(
  rooms: Rooms,
  type: DocumentType,
  reference: string,
  signal: AbortSignal,
  kind: DocumentType = type,
): Promise<BookedDocument | undefined> {
  const externalId = referenceOf(rooms, kind, reference);
  const found = await rooms.client.readRecord(type, { externalId }, BookedDocument, signal);
  requireSameReference(externalId, found?.externalId);
  return found;
}

/**
 * Makes a document unless it is there. A chain of documents that was interrupted at any of them goes on from there, because
 * each is looked for before it is made, and only one can have its external id.
 */
export async function ensured(rooms: Rooms, wanted: Wanted, signal: AbortSignal): Promise<BookedDocument> {
  const { type, reference, kind = type, from, tranDate, body } = wanted;
  const find = () => look(rooms, type, reference, signal, kind);
  const write = async (fields: object) => {
    const whole = { externalId: referenceOf(rooms, kind, reference), tranDate, ...body, ...fields };
    await (from
      ? rooms.client.transformRecord(from.type, from.id, type, whole, signal)
      : rooms.client.createRecord(type, whole, signal));
    const made = await find();
    if (made) return made;
    throw new IntegrationError(`NetSuite took ${whole.externalId} and does not show it`, {
      code: 'outcome-unknown',
      retryAfterMs: 10_000,
    });
  };
  const found = (await find()) ?? (await makeOnce(() => inOpenPeriod(rooms, postedOf(wanted), write, signal), find));
  if (wanted.total) proveTotal(type, found, wanted.total);
  return found;
}

/** Documents that no lock of receivables keeps out. */
const apart: ReadonlySet<DocumentType> = new Set([
  'itemReceipt',
  'journalEntry',
  'inventoryAdjustment',
  'inventoryTransfer',
]);

function postedOf({ type, tranDate }: Wanted): Posted {
  return { date: tranDate, lockedFor: apart.has(type) ? 'other' : 'receivables' };
}

function proveTotal(type: DocumentType, found: BookedDocument, expected: Money): void {
  const booked = fromWire(found.total ?? found.payment ?? '0', expected.currency);
  if (!isZero(subtract(booked, expected))) throw unbalanced(`The ${type} in NetSuite`, booked, expected);
}

/** The day in the books of something that happened. */
export function dateOf(
  { config }: Pick<Rooms, 'config'>,
  { businessDate, occurredAt }: { readonly businessDate?: string | undefined; readonly occurredAt: string },
): string {
  return businessDate ?? businessDateOf(occurredAt, { timeZone: config.timeZone });
}
