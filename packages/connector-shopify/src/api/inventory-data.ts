import { z } from 'zod';

/** A page's place, as every connection tells it. */
export const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** Units at one location. */
export const Level = z.object({
  id: z.string(),
  updatedAt: z.string(),
  location: z.object({ id: z.string() }),
  quantities: z.array(z.object({ name: z.string(), quantity: z.int() })),
});

/** What is counted: one for each variant. */
export const Item = z.object({
  id: z.string(),
  sku: z.string().nullable(),
  tracked: z.boolean(),
  /** How many other items have the same SKU. */
  duplicateSkuCount: z.int(),
});

const Levels = z.object({ pageInfo: PageInfo, nodes: z.array(Level) });

/** An item with its first levels. */
export const StockedItem = Item.extend({ inventoryLevels: Levels });

export type Level = z.output<typeof Level>;
export type Item = z.output<typeof Item>;
export type StockedItem = z.output<typeof StockedItem>;

/** Answer of `ItemsOfSkus`. */
export const ItemsOfSkusData = z.object({ inventoryItems: z.object({ pageInfo: PageInfo, nodes: z.array(Item) }) });

/** Answer of `StockOfSkus`. */
export const StockOfSkusData = z.object({
  inventoryItems: z.object({ pageInfo: PageInfo, nodes: z.array(StockedItem) }),
});

/** Answer of `LevelsOfItem`. */
export const LevelsOfItemData = z.object({ inventoryItem: z.object({ inventoryLevels: Levels }).nullable() });

/** Answer of `LevelsAtLocation`. */
export const LevelsAtLocationData = z.object({
  location: z
    .object({
      inventoryLevels: z.object({
        pageInfo: PageInfo,
        edges: z.array(z.object({ cursor: z.string(), node: Level.extend({ item: Item }) })),
      }),
    })
    .nullable(),
});

/** Answer of `ShopLocations`. */
export const ShopLocationsData = z.object({
  locations: z.object({
    pageInfo: PageInfo,
    nodes: z.array(z.object({ id: z.string(), name: z.string(), isActive: z.boolean() })),
  }),
});

/** Answer of `LevelOfItem`. */
export const LevelOfItemData = z.object({
  inventoryItem: Item.extend({ inventoryLevel: Level.nullable() }).nullable(),
});

/** A location as far as it is told. */
export const ShopLocation = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  updatedAt: z.string(),
  address: z.object({ countryCode: z.string().nullable() }),
});

export type ShopLocation = z.output<typeof ShopLocation>;

/** Answer of `ToldLocation`. */
export const ToldLocationData = z.object({ location: ShopLocation.nullable() });

/** Answer of `ToldLocations`. */
export const ToldLocationsData = z.object({
  locations: z.object({ pageInfo: PageInfo, nodes: z.array(ShopLocation) }),
});

const Ref = z.object({ id: z.string() });

/** Answer of `AdjustQuantities`: what the change led to, where the platform says it. */
export const AdjustedData = z.object({
  inventoryAdjustQuantities: z.object({
    inventoryAdjustmentGroup: z
      .object({
        changes: z.array(
          z.object({
            name: z.string(),
            quantityAfterChange: z.int().nullable(),
            item: Ref.nullable(),
            location: Ref.nullable(),
          }),
        ),
      })
      .nullable(),
  }),
});

/** Answer of a change of which nothing is read. */
export const Done = z.object({});
