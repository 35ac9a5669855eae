import { type DocumentRef, IntegrationError } from '@crossdock/core';
import type { SmallDocument } from '../api/sales-order.ts';
import type { DocumentType } from '../external-id.ts';
import { documentOf, type Rooms } from './context.ts';
import { findDocument } from './landed.ts';

/** A document that is made from a sales order. */
export interface Made {
  readonly type: DocumentType;
  readonly externalId: string;
  /** Internal id of the sales order. */
  readonly from: string;
}

/** Makes a document from a sales order and reads it back: the platform may answer without saying what it made. */
export async function madeDocument(
  rooms: Rooms,
  { type, externalId, from }: Made,
  body: object,
  signal: AbortSignal,
): Promise<{ readonly document: DocumentRef; readonly found: SmallDocument }> {
  await rooms.client.transformRecord('salesOrder', from, type, body, signal);
  const found = await findDocument(rooms, type, externalId, signal);
  if (found) return { document: documentOf(rooms, type, found), found };
  throw new IntegrationError(`NetSuite took ${externalId} and does not show it`, {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
}
