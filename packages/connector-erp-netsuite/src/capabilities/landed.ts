import { isIntegrationError } from '@crossdock/core';
import { SmallDocument } from '../api/sales-order.ts';
import { type DocumentType, requireSameReference } from '../external-id.ts';
import { documentOf, type Rooms } from './context.ts';

/** Refusals that an earlier attempt of the same write can be the reason for. */
const afterLanding: ReadonlySet<string> = new Set(['duplicate', 'conflict']);

/** Reads the document that has our external id, or `undefined`. */
export async function findDocument(
  rooms: Rooms,
  type: DocumentType,
  externalId: string,
  signal: AbortSignal,
): Promise<SmallDocument | undefined> {
  const found = await rooms.client.readRecord(type, { externalId }, SmallDocument, signal);
  requireSameReference(externalId, found?.externalId);
  return found;
}

/**
 * Makes a document under our external id. The platform lets one document have it, so when it refuses the second one,
 * or the order has nothing open any more, the first may be there meanwhile: that is the result then.
 */
export async function makeOnce<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject' || !afterLanding.has(error.code)) throw error;
    const landed = await find();
    if (landed === undefined) throw error;
    return landed;
  }
}

/** The result of a write whose document has our external id. */
export async function findResult(rooms: Rooms, type: DocumentType, externalId: string, signal: AbortSignal) {
  const found = await findDocument(rooms, type, externalId, signal);
  return found && documentOf(rooms, type, found);
}
