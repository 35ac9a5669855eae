import { type CheckedInput, type DocumentRef, type Implementation, IntegrationError } from '@crossdock/core';
import { Done } from '../api/inventory-data.ts';
import { setQuantities } from '../api/inventory-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { changeStock, countedItem, documentUri, inBatches, piecesOf } from '../inventory/change-stock.ts';
import { levelKey } from '../inventory/level-memory.ts';
import { createStockReader, type StockReader } from '../inventory/stock-reader.ts';
import { type Locations, locationsOf } from '../locations.ts';

/** The platform's name for what we set. */
const names = { sellable: 'available', 'on-hand': 'on_hand' } as const;

/**
 * Sets levels. `sellable` is what the platform calls `available`: what it may still sell, promised units taken off already.
 *
 * An expected level is compared by the platform itself, in the same step.
 */
export function setInventory(context: ConnectorContext): Implementation<'setInventory'> {
  const reader = createStockReader(context.client);
  const locations = locationsOf(context.config);
  return {
    once: {
      key: '@idempotent',
      // How long a key is kept is not published: after some hours the levels themselves are asked.
      keptFor: '4h',
      probe: async (request, { signal }) =>
        (await showsAll(request, reader, locations, signal)) ? documentOf(request.ref, context.name) : undefined,
    },
    run: async (request, call) => {
      const entries = await entriesOf(request, reader, locations, call.signal);
      const batches = (['sellable', 'on-hand'] as const).flatMap((kind) =>
        inBatches(entries.filter((it) => it.kind === kind)).map((batch) => ({
          entries: batch,
          input: {
            name: names[kind],
            reason: 'correction',
            referenceDocumentUri: documentUri('InventoryLevels', request.ref),
            quantities: batch.map(({ kind: _, index: __, about: ___, writes: ____, ...quantity }) => quantity),
          },
        })),
      );
      await changeStock(context, { document: setQuantities, data: Done, list: 'levels', batches }, call);
      return documentOf(request.ref, context.name);
    },
  };
}

async function entriesOf(
  { levels }: CheckedInput<'setInventory'>,
  reader: StockReader,
  locations: Locations,
  signal: AbortSignal,
) {
  const places = levels.map(({ location }, index) => locations.gidOf(location, `levels.${index}.location`));
  const items = await reader.itemsOf(
    levels.map(({ sku }) => sku),
    signal,
  );
  const seen = new Set<string>();
  return levels.map(({ sku, kind, quantity, expected, location }, index) => {
    const path = `levels.${index}`;
    if (seen.has(`${sku}\n${location}`)) {
      throw new IntegrationError('One publication sets the same level twice', { code: 'input-invalid', path });
    }
    seen.add(`${sku}\n${location}`);
    const units = piecesOf(quantity, `${path}.quantity`);
    return {
      index,
      kind,
      about: levelKey(sku, location),
      writes: { name: names[kind], units },
      inventoryItemId: countedItem(items, sku, `${path}.sku`).id,
      locationId: places[index] ?? '',
      quantity: units,
      // The key has to be there: null is "do not compare".
      changeFromQuantity: expected === undefined ? null : piecesOf(expected, `${path}.expected`),
    };
  });
}

/** Whether the shop shows every level that is to be set. */
async function showsAll(
  { levels }: CheckedInput<'setInventory'>,
  reader: StockReader,
  locations: Locations,
  signal: AbortSignal,
): Promise<boolean> {
  const stocked = await reader.stockOf(
    levels.map(({ sku }) => sku),
    signal,
  );
  return levels.every(({ sku, location, kind, quantity }, index) => {
    const gid = locations.gidOf(location, `levels.${index}.location`);
    const shown = stocked.get(sku)?.levels.find((it) => it.location.id === gid);
    const units = shown?.quantities.find(({ name }) => name === names[kind])?.quantity;
    return units === piecesOf(quantity, `levels.${index}.quantity`);
  });
}

function documentOf(ref: string, system: string): DocumentRef {
  return { system, type: 'inventoryAdjustmentGroup', id: documentUri('InventoryLevels', ref), reference: ref };
}
