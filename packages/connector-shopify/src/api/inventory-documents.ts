import type { Document, Mutation } from './document.ts';

/** Items that one search for SKUs asks for at most. */
export const skusPerSearch = 40;

const level = /* GraphQL */ `
  fragment Level on InventoryLevel {
    id
    updatedAt
    location {
      id
    }
    quantities(names: ["available", "on_hand", "committed", "incoming", "damaged"]) {
      name
      quantity
    }
  }
`;

/** The inventory items of SKUs. */
export const itemsOfSkus: Document = {
  name: 'ItemsOfSkus',
  cost: 11,
  scopes: ['read_inventory'],
  text: `query ItemsOfSkus($query: String!, $after: String) {
    inventoryItems(first: 100, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes { id sku tracked duplicateSkuCount }
    }
  }`,
};

/** The inventory items of SKUs with what lies where. */
export const stockOfSkus: Document = {
  name: 'StockOfSkus',
  cost: 170,
  scopes: ['read_inventory'],
  text: `query StockOfSkus($query: String!, $after: String) {
    inventoryItems(first: 50, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id sku tracked duplicateSkuCount
        inventoryLevels(first: 50) { pageInfo { hasNextPage endCursor } nodes { ...Level } }
      }
    }
  } ${level}`,
};

/** The next levels of an item that is stocked in many places. */
export const levelsOfItem: Document = {
  name: 'LevelsOfItem',
  cost: 36,
  scopes: ['read_inventory'],
  text: `query LevelsOfItem($id: ID!, $after: String) {
    inventoryItem(id: $id) {
      id inventoryLevels(first: 250, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...Level } }
    }
  } ${level}`,
};

/** What lies at a location. */
export const levelsAtLocation: Document = {
  name: 'LevelsAtLocation',
  cost: 39,
  scopes: ['read_locations', 'read_inventory'],
  text: `query LevelsAtLocation($id: ID!, $query: String, $after: String, $includeInactive: Boolean = false) {
    location(id: $id) {
      id
      inventoryLevels(first: 100, after: $after, query: $query, includeInactive: $includeInactive) {
        pageInfo { hasNextPage endCursor }
        edges { cursor node { ...Level item { id sku tracked duplicateSkuCount } } }
      }
    }
  } ${level}`,
};

/** The shop's locations. */
export const shopLocations: Document = {
  name: 'ShopLocations',
  cost: 13,
  scopes: ['read_locations'],
  text: `query ShopLocations($after: String) {
    locations(first: 250, after: $after, includeInactive: true, includeLegacy: true, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { id name isActive }
    }
  }`,
};

const toldLocationFields = /* GraphQL */ `
  fragment ToldFields on Location {
    id
    name
    isActive
    updatedAt
    address {
      countryCode
    }
  }
`;

/** One level of an item, also of a place where it is not stocked any more. */
export const levelOfItem: Document = {
  name: 'LevelOfItem',
  cost: 4,
  scopes: ['read_inventory'],
  text: `query LevelOfItem($id: ID!, $location: ID!) {
    inventoryItem(id: $id) {
      id sku tracked duplicateSkuCount
      inventoryLevel(locationId: $location, includeInactive: true) { ...Level }
    }
  } ${level}`,
};

/** A location as it is told. */
export const toldLocation: Document = {
  name: 'ToldLocation',
  cost: 2,
  scopes: ['read_locations'],
  text: `query ToldLocation($id: ID!) { location(id: $id) { ...ToldFields } } ${toldLocationFields}`,
};

/** The shop's locations as they are told. */
export const toldLocations: Document = {
  name: 'ToldLocations',
  cost: 24,
  scopes: ['read_locations'],
  text: `query ToldLocations($after: String) {
    locations(first: 250, after: $after, includeInactive: true, includeLegacy: true, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { ...ToldFields }
    }
  } ${toldLocationFields}`,
};

/** What the refusals of both changes of stock mean. */
const refusals = {
  INVALID_INVENTORY_ITEM: 'not-found',
  INVALID_LOCATION: 'not-found',
  INVALID_QUANTITY_NEGATIVE: 'input-invalid',
  INVALID_QUANTITY_TOO_HIGH: 'input-invalid',
  INVALID_QUANTITY_TOO_LOW: 'input-invalid',
  INVALID_REASON: 'input-invalid',
  INVALID_REFERENCE_DOCUMENT: 'input-invalid',
  NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR: 'input-invalid',
  // "Try again": nothing was done.
  ADJUST_QUANTITIES_FAILED: 'system-unavailable',
} as const;

/** Sets levels, all or none. */
export const setQuantities: Mutation = {
  name: 'SetQuantities',
  cost: 13,
  scopes: ['write_inventory', 'read_inventory'],
  idempotent: true,
  refusals,
  text: `mutation SetQuantities($input: InventorySetQuantitiesInput!, $idempotencyKey: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $idempotencyKey) {
      inventoryAdjustmentGroup { id }
      userErrors { field message code }
    }
  }`,
};

/** Changes levels by so many units, all or none. */
export const adjustQuantities: Mutation = {
  name: 'AdjustQuantities',
  cost: 16,
  scopes: ['write_inventory', 'read_inventory'],
  idempotent: true,
  refusals,
  text: `mutation AdjustQuantities($input: InventoryAdjustQuantitiesInput!, $idempotencyKey: String!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $idempotencyKey) {
      inventoryAdjustmentGroup { id changes { name quantityAfterChange item { id } location { id } } }
      userErrors { field message code }
    }
  }`,
};

/** The documents about stock. */
export const inventoryDocuments = [
  itemsOfSkus,
  stockOfSkus,
  levelsOfItem,
  levelsAtLocation,
  shopLocations,
  levelOfItem,
  toldLocation,
  toldLocations,
  setQuantities,
  adjustQuantities,
] as const;
