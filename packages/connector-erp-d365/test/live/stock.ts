/** Side doors of stock that is adjusted and transferred. */
import { type CapabilityInput } from '@crossdock/core';
import { journalReferenceOf } from '../../src/references.ts';
import type { LiveRow } from './books.ts';
import type { Arranger, LiveDoor } from './door.ts';

/** The default location, and another one. */
function placesOf({ books }: LiveDoor): readonly [string, string] {
  const { defaultLocation, locations } = books.config;
  const stocked = Object.keys(locations).filter((code) => locations[code]?.warehouse !== undefined);
  const [first, second] = new Set([...(defaultLocation === undefined ? [] : [defaultLocation]), ...stocked]);
  if (first === undefined || second === undefined)
    throw new Error('The options must name two locations with warehouses');
  return [first, second];
}

/** Entries of the journals with our reference. A header without entries is none: an attempt may leave one behind. */
async function entriesOf(
  { books }: LiveDoor,
  kind: 'ADJ' | 'TRF',
  ref: string,
): Promise<readonly (readonly LiveRow[])[]> {
  const set = kind === 'ADJ' ? 'InventoryServiceAdjustmentJournal' : 'InventoryTransferJournal';
  const Description = journalReferenceOf(books.config.prefix, kind, ref);
  const headers = await books.rows(`${set}Headers`, { Description });
  const entries = headers.map(({ JournalNumber = '' }) => books.rows(`${set}Entries`, { JournalNumber }));
  return (await Promise.all(entries)).filter((rows) => rows.length > 0);
}

function change({ books }: LiveDoor, row: LiveRow, warehouse: string | undefined, units: number) {
  const places = Object.entries(books.config.locations);
  const location = places.find(([, place]) => place.warehouse === warehouse)?.[0] ?? '';
  return { sku: row['ItemNumber'] ?? '', location, quantity: String(units) };
}

export function liveStock(arrange: Arranger) {
  return {
    adjustInventory: arrange<'adjustInventory'>((door) => ({
      // Both go up: a company may refuse what takes a level below nothing.
      input: (): CapabilityInput<'adjustInventory'> => ({
        ref: door.nextRef(),
        reason: 'count',
        changes: [
          { sku: door.settings.skus[0], location: placesOf(door)[0], delta: { amount: '2' } },
          { sku: door.settings.skus[1], location: placesOf(door)[1], delta: { amount: '3' } },
        ],
        occurredAt: door.occurredAt,
      }),
      count: async (ref) => (await entriesOf(door, 'ADJ', ref)).length,
      async inspect(ref) {
        const [entries = []] = await entriesOf(door, 'ADJ', ref);
        return {
          changes: entries.map((row) =>
            change(door, row, row['InventoryWarehouseId'], Number(row['InventoryQuantity'])),
          ),
        };
      },
    })),
    transferInventory: arrange<'transferInventory'>((door) => ({
      input: (): CapabilityInput<'transferInventory'> => ({
        ref: door.nextRef(),
        from: placesOf(door)[0],
        to: placesOf(door)[1],
        lines: [{ sku: door.settings.skus[0], quantity: { amount: '1' } }],
        occurredAt: door.occurredAt,
      }),
      count: async (ref) => (await entriesOf(door, 'TRF', ref)).length,
      async inspect(ref) {
        const [entries = []] = await entriesOf(door, 'TRF', ref);
        return {
          changes: entries.flatMap((row) => {
            const units = Math.abs(Number(row['InventoryQuantity']));
            return [
              change(door, row, row['SourceWarehouseId'], -units),
              change(door, row, row['DestinationWarehouseId'], units),
            ];
          }),
        };
      },
    })),
  };
}
