import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import type { ItemFields } from '../lookups/item-catalog.ts';
import { createOpenDays } from '../environment/periods.ts';
import { stockPlaceOf } from '../lookups/locations.ts';
import { unmapped } from '../lookups/refusals.ts';
import { noonOf } from '../odata/literals.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import { journalReferenceOf } from '../references.ts';

type Request = CheckedInput<'transferInventory'>;

const Header = z.object({ JournalNumber: z.string().min(1), Description: z.string(), IsPosted: z.enum(['No', 'Yes']) });
const headerFields = Object.keys(Header.shape);
const Line = z.object({ LineNumber: z.string() });

const batchLookMs = 5 * 60_000;

/** Moves units at once by a transfer journal: header, all lines in one atomic write, then it is posted by the service or a batch job. */
export function transferInventory(rooms: Rooms): Implementation<'transferInventory'> {
  const { client, config } = rooms;
  const dataAreaId = config.company;
  const openDay = createOpenDays(rooms);
  const referenceOf = ({ ref }: Request): string => journalReferenceOf(config.prefix, 'TRF', ref);

  async function find(request: Request, signal: AbortSignal) {
    const Description = referenceOf(request);
    const rows = await client.list('InventoryTransferJournalHeaders', {
      filter: { dataAreaId, Description },
      select: headerFields,
      row: Header,
      signal,
    });
    return rows.find((row) => row.Description === Description);
  }

  return {
    once: {
      visibleWithin: '1m',
      async probe(request, { signal }) {
        const header = await find(request, signal);
        if (header?.IsPosted !== 'Yes') return undefined;
        return documentOf(rooms, 'inventoryJournal', {
          id: header.JournalNumber,
          reference: request.ref,
          state: 'Posted',
        });
      },
    },
    async run(request, { signal }) {
      const entries = await linesOf(rooms, request, signal);
      const JournalNameId = config.journals.transfers;
      if (JournalNameId === undefined) throw unmapped('A transfer of stock', 'journals.transfers', 'ref');
      const TransactionDate = noonOf(await openDay(postingDateOf(rooms, request), signal));
      const lines = entries.map((entry) => ({ ...entry, TransactionDate }));
      const head = { dataAreaId, JournalNameId, Description: referenceOf(request) };
      const header =
        (await find(request, signal)) ??
        (await client.create('InventoryTransferJournalHeaders', head, { row: Header, signal }));
      const { JournalNumber } = header;
      if (header.IsPosted === 'No') {
        const present = await client.list('InventoryTransferJournalEntries', {
          filter: { dataAreaId, JournalNumber },
          select: ['LineNumber'],
          row: Line,
          signal,
        });
        if (present.length === 0) {
          const writes = lines.map((line, index) => ({
            create: 'InventoryTransferJournalEntries',
            row: { dataAreaId, JournalNumber, LineNumber: index + 1, ...line },
          }));
          await client.changeset(writes, signal);
        }
        await post(rooms, request, JournalNumber, signal);
      }
      return documentOf(rooms, 'inventoryJournal', { id: JournalNumber, reference: request.ref, state: 'Posted' });
    },
  };
}

async function post(rooms: Rooms, { ref }: Request, documentNumber: string, signal: AbortSignal): Promise<void> {
  if (rooms.config.posting.by === 'service') {
    await postingServiceOf(rooms).post('postInventoryJournal', { reference: ref, documentNumber }, signal);
    return;
  }
  throw new IntegrationError('The transfer waits for a batch job of Dynamics 365', {
    code: 'posting-pending',
    retryAfterMs: batchLookMs,
  });
}

async function linesOf(rooms: Rooms, request: Request, signal: AbortSignal) {
  const { config } = rooms;
  const from = stockPlaceOf(request.from, 'from', config);
  const to = stockPlaceOf(request.to, 'to', config);
  const items = await rooms.items.bySku(
    request.lines.map((it) => it.sku),
    signal,
  );
  return request.lines.map(({ sku, quantity }, index) => {
    const item = items.get(sku);
    if (!item) throw unmapped(`Product '${sku}'`, 'the released products (or items.overrides)', `lines.${index}.sku`);
    return {
      ItemNumber: item.ItemNumber,
      ...dimensionsOf(item, 'Source'),
      ...dimensionsOf(item, 'Destination'),
      SourceInventorySiteId: from.site,
      SourceWarehouseId: from.warehouse,
      DestinationInventorySiteId: to.site,
      DestinationWarehouseId: to.warehouse,
      // What is issued from the source stands with a minus.
      InventoryQuantity: -Number(quantity.amount),
    };
  });
}

function dimensionsOf({ ItemNumber: _, ...dimensions }: ItemFields, side: 'Source' | 'Destination') {
  return Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [`${side}${name}`, value]));
}
