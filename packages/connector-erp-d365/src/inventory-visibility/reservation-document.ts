import { type DocumentRef, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { documentOf, type Rooms } from './context.ts';

/**
 * The service finds a reservation by its own id and wants its dimensions again to give units back. It can be asked for neither by our reference, so the
 * document carries both: its id is what every line needs.
 *
 * @module
 */

/** One line of a reservation, as the service knows it. */
export interface ReservedLine {
  readonly reservationId: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly units: number;
}

const Lines = z
  .array(z.tuple([z.string().min(1), z.number().positive(), z.record(z.string(), z.string())]))
  .min(1)
  .max(10_000);

/** The document of a reservation. */
export function reservationDocument(
  rooms: Pick<Rooms, 'system'>,
  reference: string,
  lines: readonly ReservedLine[],
): DocumentRef {
  const packed = lines.map(({ reservationId, units, dimensions }) => [reservationId, units, dimensions]);
  const id = Buffer.from(JSON.stringify(packed)).toString('base64url');
  const number = lines[0]?.reservationId ?? id;
  return documentOf(rooms, 'softReservation', { id, number, reference });
}

/** The lines of a reservation, from its document. */
export function reservedLinesIn(document: DocumentRef, { system }: Pick<Rooms, 'system'>): readonly ReservedLine[] {
  if (document.system !== system || document.type !== 'softReservation') {
    throw refused(`A ${document.type} of ${document.system} is no reservation of ${system}`);
  }
  try {
    const packed: unknown = JSON.parse(Buffer.from(document.id, 'base64url').toString());
    return Lines.parse(packed).map(([reservationId, units, dimensions]) => ({ reservationId, units, dimensions }));
  } catch {
    throw refused('The document of the reservation is not as reserveInventory returned it');
  }
}

function refused(message: string): IntegrationError {
  return new IntegrationError(message, { code: 'input-invalid', path: 'reservation.id' });
}
