import { type Implementation, IntegrationError } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { releaseLines } from '../release-lines.ts';
import { reservedLinesIn } from '../reservation-document.ts';

/**
 * Gives the units of a reservation back. The service has no look-up by our reference, so the document that `reserveInventory` returned is
 * needed. Units that are not held any more (given back, or shipped in Finance & Operations) count as given back.
 */
export function releaseInventory(rooms: Rooms): Implementation<'releaseInventory'> {
  return {
    // More than is held cannot be given back, so a repetition takes nothing from anybody.
    once: { reference: 'reservationId' },
    async run({ ref, reservation }, { signal }) {
      if (!reservation) {
        throw new IntegrationError(
          'Inventory Visibility cannot be asked for a reservation by our reference: hand over what reserveInventory returned',
          { code: 'input-invalid', path: 'reservation' },
        );
      }
      if (reservation.reference !== undefined && reservation.reference !== ref) {
        throw new IntegrationError('The document is that of another reservation', {
          code: 'input-invalid',
          path: 'reservation.reference',
        });
      }
      await releaseLines(rooms, reservedLinesIn(reservation, rooms), signal);
      return reservation;
    },
  };
}
