import { GraphQLError } from 'graphql';
import type { BookedLocation } from '../book-entries.ts';
import type { FoundVariant } from '../catalog/catalog-books.ts';
import { type PageArguments, pageOf } from '../connection.ts';
import type { ShopContext } from '../domain.ts';
import { locationView } from '../order-view.ts';
import { gid, graphqlTime, numberOf } from '../platform-formats.ts';
import { searchFilter } from '../search.ts';
import { stateNames, type StockLevel } from './stock-books.ts';

type View = Record<string, unknown>;

interface Inactive {
  readonly includeInactive?: boolean | null;
}

/** An inventory item in the shape that GraphQL selects from. */
export function itemView(found: FoundVariant, shop: ShopContext): View {
  const { variant } = found;
  const id = variant.inventoryItemId;
  return {
    id: gid('InventoryItem', id),
    legacyResourceId: id.toString(),
    sku: variant.sku,
    tracked: variant.tracked,
    duplicateSkuCount: variant.sku === null ? 0 : shop.catalog.bySku(variant.sku).length - 1,
    requiresShipping: variant.requiresShipping,
    harmonizedSystemCode: variant.harmonizedCode,
    countryCodeOfOrigin: variant.originCountry,
    measurement: { id: gid('InventoryItemMeasurement', id), weight: variant.weight },
    createdAt: graphqlTime(variant.createdAt),
    updatedAt: graphqlTime(variant.updatedAt),
    inventoryLevel: ({ locationId, includeInactive }: { locationId: string } & Inactive) => {
      const level = shop.stock.level(id, numberOf(locationId, 'Location') ?? 0n);
      return level && (level.active || includeInactive === true) ? levelView(level, shop) : null;
    },
    inventoryLevels: ({ includeInactive, ...page }: PageArguments & Inactive) =>
      pageOf(
        shop.stock.levelsOf(id).filter(({ active }) => active || includeInactive === true),
        page,
        ({ locationId }) => [0, locationId.toString()],
        (level) => levelView(level, shop),
      ),
  };
}

/** A location with what lies there. */
export function stockedLocationView(location: BookedLocation | undefined, shop: ShopContext) {
  const view = locationView(location);
  if (!view || !location) return null;
  return {
    ...view,
    inventoryLevels: ({ includeInactive, ...page }: PageArguments & Inactive & { query?: string | null }) =>
      pageOf(
        shop.stock.levels.filter(
          (level) =>
            level.locationId === location.id &&
            (level.active || includeInactive === true) &&
            shop.catalog.byItem(level.itemId) !== undefined &&
            searchFilter<StockLevel>(page.query, { updated_at: { instant: ({ updatedAt }) => updatedAt } })(level),
        ),
        page,
        ({ itemId }) => [0, itemId.toString()],
        (level) => levelView(level, shop),
      ),
  };
}

function levelView(level: StockLevel, shop: ShopContext): View {
  const { itemId, locationId, createdAt, updatedAt } = level;
  const found = shop.catalog.byItem(itemId);
  return {
    id: `${gid('InventoryLevel', locationId)}?inventory_item_id=${itemId}`,
    isActive: level.active,
    createdAt: graphqlTime(createdAt),
    updatedAt: graphqlTime(updatedAt),
    item: () => (found ? itemView(found, shop) : null),
    location: () => locationView(shop.books.locations.find(({ id }) => id === locationId)),
    quantities: ({ names }: { names: readonly string[] }) =>
      names.map((name) => {
        if (name !== 'on_hand' && !(stateNames as readonly string[]).includes(name)) {
          throw new GraphQLError('Unknown quantity name', { extensions: { code: 'BAD_REQUEST' } });
        }
        return {
          id: `${gid('InventoryQuantity', locationId)}?inventory_item_id=${itemId}&name=${name}`,
          name,
          quantity: shop.stock.unitsOf(level, name),
          updatedAt: graphqlTime(updatedAt),
        };
      }),
  };
}
