import { GraphQLError } from 'graphql';
import type { ShopContext } from '../domain.ts';
import { gid, graphqlTime, numberOf, payloadTime } from '../platform-formats.ts';
import { locationView } from '../order-view.ts';
import type { StockLevel } from './stock-books.ts';
import { itemView } from './stock-view.ts';

/** What both mutations say of one place. */
interface Place {
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly changeFromQuantity?: number | null;
}

/** Input of `inventorySetQuantities`. */
export interface SetInput {
  readonly name: string;
  readonly reason: string;
  readonly referenceDocumentUri?: string | null;
  readonly quantities: readonly (Place & { readonly quantity: number })[];
}

/** Input of `inventoryAdjustQuantities`. */
export interface AdjustInput {
  readonly name: string;
  readonly reason: string;
  readonly referenceDocumentUri?: string | null;
  readonly changes: readonly (Place & { readonly delta: number; readonly ledgerDocumentUri?: string | null })[];
}

interface CodedError {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: string;
}

const reasons: ReadonlySet<string> = new Set([
  'correction',
  'cycle_count_available',
  'damaged',
  'movement_created',
  'movement_updated',
  'movement_received',
  'movement_canceled',
  'other',
  'promotion',
  'quality_control',
  'received',
  'reservation_created',
  'reservation_updated',
  'reservation_deleted',
  'restock',
  'safety_stock',
  'shrinkage',
]);

/** Most entries of one call. */
const mostEntries = 250;
const mostUnits = 1_000_000_000;

/** Levels are set: all of them, or none when one is refused. */
export function setQuantities(shop: ShopContext, input: SetInput): unknown {
  refuseMalformed(input.quantities, 'InventoryQuantityInput');
  const errors = [...documentErrors(input), ...placeErrors(shop, input.quantities, 'quantities')];
  if (input.name !== 'available' && input.name !== 'on_hand') {
    errors.push({ field: ['input', 'name'], message: 'The name cannot be set', code: 'INVALID_NAME' });
  }
  const seen = new Set<string>();
  for (const [index, { inventoryItemId, locationId, quantity }] of input.quantities.entries()) {
    const field = ['input', 'quantities', String(index)];
    if (seen.has(`${inventoryItemId} ${locationId}`)) {
      errors.push({ field, message: 'Named twice', code: 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR' });
    }
    seen.add(`${inventoryItemId} ${locationId}`);
    if (quantity > mostUnits) {
      errors.push({ field: [...field, 'quantity'], message: 'Too many', code: 'INVALID_QUANTITY_TOO_HIGH' });
    }
  }
  if (errors.length > 0) return { userErrors: errors };
  const stale = staleErrors(shop, input.quantities, 'quantities', input.name);
  if (stale.length > 0) return { userErrors: stale };
  return book(
    shop,
    input,
    input.quantities.map((entry) => {
      const level = levelOf(shop, entry);
      return { level, delta: entry.quantity - shop.stock.unitsOf(level, input.name) };
    }),
  );
}

/** Levels are changed: all of them, or none when one is refused. */
export function adjustQuantities(shop: ShopContext, input: AdjustInput): unknown {
  refuseMalformed(input.changes, 'InventoryChangeInput');
  const errors = [...documentErrors(input), ...placeErrors(shop, input.changes, 'changes')];
  if (input.name !== 'available') {
    errors.push({ field: ['input', 'name'], message: 'The name cannot be adjusted', code: 'INVALID_QUANTITY_NAME' });
  }
  for (const [index, { ledgerDocumentUri }] of input.changes.entries()) {
    if (ledgerDocumentUri == null) continue;
    const field = ['input', 'changes', String(index), 'ledgerDocumentUri'];
    errors.push({ field, message: 'Not for available', code: 'INVALID_AVAILABLE_DOCUMENT' });
  }
  if (errors.length > 0) return { userErrors: errors };
  const stale = staleErrors(shop, input.changes, 'changes', input.name);
  if (stale.length > 0) return { userErrors: stale };
  return book(
    shop,
    input,
    input.changes.map((entry) => ({ level: levelOf(shop, entry), delta: entry.delta })),
  );
}

/** Tells what a location has now; of an item that was not stocked there, that it is. */
export function tellLevel(shop: ShopContext, level: StockLevel): void {
  const connected = !level.active;
  level.active = true;
  shop.tell({
    topics: [...(connected ? (['inventory_levels/connect'] as const) : []), 'inventory_levels/update'],
    subject: `${gid('InventoryItem', level.itemId)} ${level.locationId} ${shop.stock.changes.length}`,
    payload: () => ({
      inventory_item_id: level.itemId,
      location_id: level.locationId,
      available: level.units.available,
      updated_at: payloadTime(level.updatedAt, shop.offsetMinutes),
      admin_graphql_api_id: `${gid('InventoryLevel', level.locationId)}?inventory_item_id=${level.itemId}`,
    }),
  });
}

/** Tells that an item is not stocked at a location any more. */
export function tellDisconnected(shop: ShopContext, { itemId, locationId, updatedAt }: StockLevel): void {
  shop.tell({
    topics: ['inventory_levels/disconnect'],
    subject: `${gid('InventoryItem', itemId)} ${locationId} ${updatedAt}`,
    payload: () => ({ inventory_item_id: itemId, location_id: locationId }),
  });
}

function book(
  shop: ShopContext,
  { name, reason, referenceDocumentUri = null }: SetInput | AdjustInput,
  changes: readonly { readonly level: StockLevel; readonly delta: number }[],
): unknown {
  const group = shop.nextId();
  const booked: unknown[] = [];
  for (const { level, delta } of changes) {
    shop.stock.change(level, delta);
    const { itemId, locationId } = level;
    shop.stock.changes.push({ group, itemId, locationId, name, delta, reason, documentUri: referenceDocumentUri });
    tellLevel(shop, level);
    const item = shop.catalog.byItem(itemId);
    const place = {
      item: item ? itemView(item, shop) : null,
      location: locationView(shop.books.location(locationId)),
    };
    // What can be sold and what lies there change together.
    for (const state of ['available', 'on_hand']) {
      booked.push({ name: state, delta, quantityAfterChange: shop.stock.unitsOf(level, state), ...place });
    }
  }
  const createdAt = graphqlTime(shop.now());
  return {
    inventoryAdjustmentGroup: {
      id: gid('InventoryAdjustmentGroup', group),
      createdAt,
      reason,
      referenceDocumentUri,
      changes: booked,
    },
    userErrors: [],
  };
}

/** The key must be there, though its value may be null: the schema cannot say so. */
function refuseMalformed(entries: readonly Place[], type: string): void {
  if (entries.length > mostEntries) {
    throw new GraphQLError(`The input array size of ${entries.length} is greater than the maximum allowed of 250.`, {
      extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
    });
  }
  if (entries.every((entry) => 'changeFromQuantity' in entry)) return;
  throw new GraphQLError(`${type} must include the following argument: changeFromQuantity.`, {
    extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
  });
}

function documentErrors({ reason, referenceDocumentUri }: SetInput | AdjustInput): CodedError[] {
  const errors: CodedError[] = [];
  if (!reasons.has(reason)) {
    errors.push({ field: ['input', 'reason'], message: 'Unknown reason', code: 'INVALID_REASON' });
  }
  if (referenceDocumentUri != null && !/^[a-z]+:\/\/\S+$/.test(referenceDocumentUri)) {
    const field = ['input', 'referenceDocumentUri'];
    errors.push({ field, message: 'Not a URI', code: 'INVALID_REFERENCE_DOCUMENT' });
  }
  return errors;
}

function placeErrors(shop: ShopContext, entries: readonly Place[], list: string): CodedError[] {
  return entries.flatMap(({ inventoryItemId, locationId }, index): CodedError[] => {
    const field = ['input', list, String(index)];
    const found = shop.catalog.byItem(numberOf(inventoryItemId, 'InventoryItem'));
    if (!found) {
      return [{ field: [...field, 'inventoryItemId'], message: 'No such item', code: 'INVALID_INVENTORY_ITEM' }];
    }
    if (!found.variant.tracked) return [{ field, message: 'Not tracked', code: 'NON_MUTABLE_INVENTORY_ITEM' }];
    const known = shop.books.locations.some(({ id }) => id === numberOf(locationId, 'Location'));
    return known ? [] : [{ field: [...field, 'locationId'], message: 'No such location', code: 'INVALID_LOCATION' }];
  });
}

function staleErrors(shop: ShopContext, entries: readonly Place[], list: string, name: string): CodedError[] {
  return entries.flatMap(({ changeFromQuantity, ...place }, index): CodedError[] => {
    if (changeFromQuantity == null) return [];
    const level = shop.stock.level(
      numberOf(place.inventoryItemId, 'InventoryItem') ?? 0n,
      numberOf(place.locationId, 'Location') ?? 0n,
    );
    if (shop.stock.unitsOf(level, name) === changeFromQuantity) return [];
    const field = ['input', list, String(index), 'changeFromQuantity'];
    return [{ field, message: 'The quantity is another', code: 'CHANGE_FROM_QUANTITY_STALE' }];
  });
}

function levelOf(shop: ShopContext, { inventoryItemId, locationId }: Place): StockLevel {
  return shop.stock.stocked(numberOf(inventoryItemId, 'InventoryItem') ?? 0n, numberOf(locationId, 'Location') ?? 0n);
}
