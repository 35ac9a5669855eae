import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { AdjustedData } from '../api/inventory-data.ts';
import { adjustQuantities } from '../api/inventory-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { changeStock, countedItem, documentUri, inBatches, piecesOf } from '../inventory/change-stock.ts';
import { levelKey, type WrittenUnits } from '../inventory/level-memory.ts';
import { createStockReader } from '../inventory/stock-reader.ts';
import { locationsOf } from '../locations.ts';

/** Our reasons in the platform's words. */
const reasons: Readonly<Record<CheckedInput<'adjustInventory'>['reason'], string>> = {
  sale: 'other',
  return: 'restock',
  receipt: 'received',
  'transfer-out': 'movement_created',
  'transfer-in': 'movement_received',
  count: 'cycle_count_available',
  damaged: 'damaged',
  lost: 'shrinkage',
  correction: 'correction',
  other: 'other',
};

/** Changes what can be sold by so many units; what lies there changes with it. */
export function adjustInventory(context: ConnectorContext): Implementation<'adjustInventory'> {
  const reader = createStockReader(context.client);
  const locations = locationsOf(context.config);
  return {
    // How long a key is kept is not published, and a change cannot be looked up: after some hours a person has to.
    once: { key: '@idempotent', keptFor: '4h' },
    run: async ({ ref, reason, changes }, call) => {
      const places = changes.map(({ location }, index) => locations.gidOf(location, `changes.${index}.location`));
      const items = await reader.itemsOf(
        changes.map(({ sku }) => sku),
        call.signal,
      );
      const seen = new Set<string>();
      const entries = changes.map(({ sku, delta, location }, index) => {
        const path = `changes.${index}`;
        if (seen.has(`${sku}\n${location}`)) {
          throw new IntegrationError('One adjustment changes the same level twice', { code: 'input-invalid', path });
        }
        seen.add(`${sku}\n${location}`);
        const units = piecesOf(delta, `${path}.delta`);
        const before = context.rooms.levels.lastRead(levelKey(sku, location))?.get('available');
        const writes: WrittenUnits | undefined =
          before === undefined ? undefined : { name: 'available', units: before + units };
        return {
          index,
          about: levelKey(sku, location),
          writes,
          inventoryItemId: countedItem(items, sku, `${path}.sku`).id,
          locationId: places[index] ?? '',
          delta: units,
          changeFromQuantity: null,
        };
      });
      const referenceDocumentUri = documentUri('InventoryAdjustment', ref);
      const batches = inBatches(entries).map((batch) => ({
        entries: batch,
        input: {
          name: 'available',
          reason: reasons[reason],
          referenceDocumentUri,
          changes: batch.map(({ index: _, about: __, writes: ___, ...change }) => change),
        },
      }));
      await changeStock(
        context,
        {
          document: adjustQuantities,
          data: AdjustedData,
          list: 'changes',
          batches,
          outcome: ({ inventoryAdjustQuantities: { inventoryAdjustmentGroup: group } }, entry) => {
            const { inventoryItemId, locationId } = entry;
            const units = group?.changes.find(
              ({ name, item, location }) =>
                name === 'available' && item?.id === inventoryItemId && location?.id === locationId,
            )?.quantityAfterChange;
            return units == null ? undefined : { name: 'available', units };
          },
        },
        call,
      );
      return { system: context.name, type: 'inventoryAdjustmentGroup', id: referenceDocumentUri, reference: ref };
    },
  };
}
