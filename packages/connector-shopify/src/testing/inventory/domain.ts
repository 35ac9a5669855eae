import type { FoundVariant } from '../catalog/catalog-books.ts';
import { type PageArguments, type Place, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { numberOf } from '../platform-formats.ts';
import { searchFilter, wantedValues } from '../search.ts';
import type { StateName } from './stock-books.ts';
import {
  type AdjustInput,
  adjustQuantities,
  type SetInput,
  setQuantities,
  tellDisconnected,
  tellLevel,
} from './stock-changes.ts';
import { itemView, stockedLocationView } from './stock-view.ts';

/** What happens to stock in the shop: every call books it and tells it. */
export interface StockControls {
  /** Stocks a SKU at a location. What is not named is 0. */
  setStock(sku: string, locationId: bigint | string, units: Partial<Record<StateName, number>>): void;
  /** Sells units that lie there: they are committed to somebody. */
  sellStock(sku: string, locationId: bigint | string, units: number): void;
  /** Staff stops stocking a SKU at a location: nothing of it is there any more. */
  disconnectStock(sku: string, locationId: bigint | string): void;
}

/** Locations and what lies there: the fields of the root that read and write them. */
export function inventoryDomain(shop: ShopContext): Domain {
  const { books, catalog } = shop;
  return {
    queries: {
      location: ({ id }: { id?: string | null }) =>
        stockedLocationView(
          id == null
            ? books.locations[0]
            : books.locations.find((location) => location.id === numberOf(id, 'Location')),
          shop,
        ),
      locations: ({ includeInactive, ...page }: PageArguments & { includeInactive?: boolean | null }) =>
        pageOf(
          books.locations.filter(({ active }) => active || includeInactive === true),
          page,
          (location): Place => [location.name, location.id.toString()],
          (location) => stockedLocationView(location, shop),
        ),
      inventoryItem: ({ id }: { id: string }) => {
        const found = catalog.byItem(numberOf(id, 'InventoryItem'));
        return found ? itemView(found, shop) : null;
      },
      inventoryItems: (page: PageArguments & { query?: string | null }) =>
        pageOf(
          mayMatch(catalog, page.query).filter(
            searchFilter<FoundVariant>(page.query, {
              id: { number: ({ variant }) => variant.inventoryItemId },
              sku: { text: ({ variant }) => variant.sku },
              updated_at: { instant: ({ variant }) => variant.updatedAt },
            }),
          ),
          page,
          ({ variant }) => [0, variant.inventoryItemId.toString()],
          (found) => itemView(found, shop),
        ),
    },
    mutations: {
      inventorySetQuantities: ({ input }: { input: SetInput }) => setQuantities(shop, input),
      inventoryAdjustQuantities: ({ input }: { input: AdjustInput }) => adjustQuantities(shop, input),
    },
  };
}

/** Variants that a search may find: where it names SKUs, only those are looked at. */
function mayMatch(catalog: ShopContext['catalog'], query: string | null | undefined): readonly FoundVariant[] {
  const skus = wantedValues(query, 'sku');
  if (!skus) return catalog.variants;
  const found = new Set([...new Set(skus)].flatMap((it) => catalog.bySku(it)));
  return [...found];
}

/** What a test or a demo does with the stock of the shop. */
export function stockControls(shop: ShopContext): StockControls {
  const levelOf = (sku: string, locationId: bigint | string) => {
    const [found] = shop.catalog.bySku(sku);
    if (!found) throw new RangeError(`There is no variant ${sku}`);
    return shop.stock.stocked(found.variant.inventoryItemId, BigInt(locationId));
  };
  return {
    setStock(sku, locationId, units) {
      const level = levelOf(sku, locationId);
      for (const name of Object.keys(level.units) as StateName[]) level.units[name] = units[name] ?? 0;
      shop.stock.touch(level);
      tellLevel(shop, level);
    },
    sellStock(sku, locationId, units) {
      const level = levelOf(sku, locationId);
      level.units.available -= units;
      level.units.committed += units;
      shop.stock.touch(level);
      tellLevel(shop, level);
    },
    disconnectStock(sku, locationId) {
      const level = levelOf(sku, locationId);
      shop.stock.disconnect(level);
      tellDisconnected(shop, level);
    },
  };
}
