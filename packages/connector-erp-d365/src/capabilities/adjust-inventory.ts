import { type CheckedInput, contentHash, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import { createOpenDays } from '../environment/periods.ts';
import { stockPlaceOf } from '../lookups/locations.ts';
import { unmapped } from '../lookups/refusals.ts';
import { noonOf } from '../odata/literals.ts';
import { journalReferenceOf } from '../references.ts';

type Request = CheckedInput<'adjustInventory'>;

const Header = z.object({ JournalNumber: z.string().min(1) });
const Entry = z.object({ JournalNumber: z.string().min(1), InventoryServiceTransactionId: z.string() });

/**
 * Books changes of stock as entries of a service adjustment journal, which the platform posts by itself. The transaction id of each entry is
 * ours and is a key there, so the same change cannot be booked twice. One of a closed period would never be posted, and nobody be told: the
 * period is looked at before.
 */
export function adjustInventory(rooms: Rooms): Implementation<'adjustInventory'> {
  const { client, config } = rooms;
  const company = config.company;
  const openDay = createOpenDays(rooms);

  const idOf = (reference: string, index: number): string =>
    `${reference.slice(0, 40)}.${contentHash(`${reference}/${index}`).slice(0, 12)}`;

  /** The journal of the first entry; all entries are made in one atomic write. */
  async function find(request: Request, signal: AbortSignal) {
    const reference = journalReferenceOf(config.prefix, 'ADJ', request.ref);
    const key = { dataAreaId: company, InventoryServiceTransactionId: idOf(reference, 0) };
    const entry = await client.read('InventoryServiceAdjustmentJournalEntries', key, { row: Entry, signal });
    return entry && documentOf(rooms, 'inventoryJournal', { id: entry.JournalNumber, reference: request.ref });
  }

  return {
    once: { visibleWithin: '1m', probe: (request, { signal }) => find(request, signal) },
    async run(request, { signal }) {
      const found = await find(request, signal);
      if (found) return found;
      const JournalNameId = config.journals.adjustments;
      if (JournalNameId === undefined) throw unmapped('An adjustment of stock', 'journals.adjustments', 'ref');
      const reference = journalReferenceOf(config.prefix, 'ADJ', request.ref);
      const items = await rooms.items.bySku(
        request.changes.map((it) => it.sku),
        signal,
      );
      const day = await openDay(postingDateOf(rooms, request), signal);
      const entries = request.changes.map(({ sku, location, delta }, index) => {
        const item = items.get(sku);
        if (!item)
          throw unmapped(`Product '${sku}'`, 'the released products (or items.overrides)', `changes.${index}.sku`);
        const place = stockPlaceOf(location, `changes.${index}.location`, config);
        const units = Number(delta.amount);
        if (units === 0) {
          throw new IntegrationError('A change by nothing is no change', {
            code: 'input-invalid',
            path: `changes.${index}.delta`,
          });
        }
        return {
          ...item,
          InventoryServiceTransactionId: idOf(reference, index),
          InventorySiteId: place.site,
          InventoryWarehouseId: place.warehouse,
          InventoryQuantity: units,
          TransactionDate: noonOf(day),
          LineNumber: index + 1,
        };
      });
      const head = {
        dataAreaId: company,
        JournalNameId,
        Description: reference,
        InventoryServiceJournalExpectedStatus: 'Posted',
      };
      // A journal whose answer was lost stays empty and is never posted; the entries are what counts.
      const { JournalNumber } = await client.create('InventoryServiceAdjustmentJournalHeaders', head, {
        row: Header,
        signal,
      });
      const writes = entries.map((entry) => ({
        create: 'InventoryServiceAdjustmentJournalEntries',
        row: { dataAreaId: company, JournalNumber, JournalNameId, ...entry },
      }));
      await client.changeset(writes, signal);
      return documentOf(rooms, 'inventoryJournal', { id: JournalNumber, reference: request.ref });
    },
  };
}
