/** Locations and what lies there. */
export const inventorySchema = /* GraphQL */ `
  extend type QueryRoot {
    inventoryItem(id: ID!): InventoryItem
    inventoryItems(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): InventoryItemConnection!
    location(id: ID): Location
    locations(
      after: String
      before: String
      first: Int
      includeInactive: Boolean = false
      includeLegacy: Boolean = false
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: LocationSortKeys = NAME
    ): LocationConnection!
  }
  extend type Mutation {
    inventoryAdjustQuantities(input: InventoryAdjustQuantitiesInput!): InventoryAdjustQuantitiesPayload
    inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  }
  type LocationAddress {
    countryCode: String
  }
  type Location implements LegacyInteroperability & Node {
    address: LocationAddress!
    id: ID!
    inventoryLevels(
      after: String
      before: String
      first: Int
      includeInactive: Boolean = false
      last: Int
      query: String
      reverse: Boolean = false
    ): InventoryLevelConnection!
    isActive: Boolean!
    legacyResourceId: UnsignedInt64!
    name: String!
    updatedAt: DateTime!
    createdAt: DateTime!
  }
  type LocationConnection {
    edges: [LocationEdge!]!
    nodes: [Location!]!
    pageInfo: PageInfo!
  }
  type LocationEdge {
    cursor: String!
    node: Location!
  }
  enum LocationSortKeys {
    ID
    NAME
    RELEVANCE
  }
  type InventoryItem implements LegacyInteroperability & Node {
    countryCodeOfOrigin: CountryCode
    createdAt: DateTime!
    duplicateSkuCount: Int!
    harmonizedSystemCode: String
    id: ID!
    inventoryLevel(includeInactive: Boolean = false, locationId: ID!): InventoryLevel
    inventoryLevels(
      after: String
      before: String
      first: Int
      includeInactive: Boolean = false
      last: Int
      query: String
      reverse: Boolean = false
    ): InventoryLevelConnection!
    legacyResourceId: UnsignedInt64!
    measurement: InventoryItemMeasurement!
    requiresShipping: Boolean!
    sku: String
    tracked: Boolean!
    updatedAt: DateTime!
  }
  type InventoryItemConnection {
    edges: [InventoryItemEdge!]!
    nodes: [InventoryItem!]!
    pageInfo: PageInfo!
  }
  type InventoryItemEdge {
    cursor: String!
    node: InventoryItem!
  }
  type InventoryItemMeasurement implements Node {
    id: ID!
    weight: Weight
  }
  type Weight {
    unit: WeightUnit!
    value: Float!
  }
  enum WeightUnit {
    GRAMS
    KILOGRAMS
    OUNCES
    POUNDS
  }
  type InventoryLevel implements Node {
    createdAt: DateTime!
    id: ID!
    isActive: Boolean!
    item: InventoryItem!
    location: Location!
    quantities(names: [String!]!): [InventoryQuantity!]!
    updatedAt: DateTime!
  }
  type InventoryLevelConnection {
    edges: [InventoryLevelEdge!]!
    nodes: [InventoryLevel!]!
    pageInfo: PageInfo!
  }
  type InventoryLevelEdge {
    cursor: String!
    node: InventoryLevel!
  }
  type InventoryQuantity implements Node {
    id: ID!
    name: String!
    quantity: Int!
    updatedAt: DateTime
  }
  input InventorySetQuantitiesInput {
    name: String!
    quantities: [InventoryQuantityInput!]!
    reason: String!
    referenceDocumentUri: String
  }
  input InventoryQuantityInput {
    changeFromQuantity: Int
    inventoryItemId: ID!
    locationId: ID!
    quantity: Int!
  }
  input InventoryAdjustQuantitiesInput {
    changes: [InventoryChangeInput!]!
    name: String!
    reason: String!
    referenceDocumentUri: String
  }
  input InventoryChangeInput {
    changeFromQuantity: Int
    delta: Int!
    inventoryItemId: ID!
    ledgerDocumentUri: String
    locationId: ID!
  }
  type InventoryAdjustmentGroup implements Node {
    changes: [InventoryChange!]!
    createdAt: DateTime!
    id: ID!
    reason: String!
    referenceDocumentUri: String
  }
  type InventoryChange {
    delta: Int!
    item: InventoryItem
    location: Location
    name: String!
    quantityAfterChange: Int
  }
  type InventorySetQuantitiesPayload {
    inventoryAdjustmentGroup: InventoryAdjustmentGroup
    userErrors: [InventorySetQuantitiesUserError!]!
  }
  type InventorySetQuantitiesUserError implements DisplayableError {
    code: InventorySetQuantitiesUserErrorCode
    field: [String!]
    message: String!
  }
  enum InventorySetQuantitiesUserErrorCode {
    CHANGE_FROM_QUANTITY_STALE
    IDEMPOTENCY_CONCURRENT_REQUEST
    IDEMPOTENCY_KEY_PARAMETER_MISMATCH
    IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED
    INVALID_INVENTORY_ITEM
    INVALID_LOCATION
    INVALID_NAME
    INVALID_QUANTITY_NEGATIVE
    INVALID_QUANTITY_TOO_HIGH
    INVALID_QUANTITY_TOO_LOW
    INVALID_REASON
    INVALID_REFERENCE_DOCUMENT
    NON_MUTABLE_INVENTORY_ITEM
    NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR
  }
  type InventoryAdjustQuantitiesPayload {
    inventoryAdjustmentGroup: InventoryAdjustmentGroup
    userErrors: [InventoryAdjustQuantitiesUserError!]!
  }
  type InventoryAdjustQuantitiesUserError implements DisplayableError {
    code: InventoryAdjustQuantitiesUserErrorCode
    field: [String!]
    message: String!
  }
  enum InventoryAdjustQuantitiesUserErrorCode {
    ADJUST_QUANTITIES_FAILED
    CHANGE_FROM_QUANTITY_STALE
    IDEMPOTENCY_CONCURRENT_REQUEST
    IDEMPOTENCY_KEY_PARAMETER_MISMATCH
    IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED
    INVALID_AVAILABLE_DOCUMENT
    INVALID_INVENTORY_ITEM
    INVALID_LOCATION
    INVALID_QUANTITY_DOCUMENT
    INVALID_QUANTITY_NAME
    INVALID_QUANTITY_TOO_HIGH
    INVALID_QUANTITY_TOO_LOW
    INVALID_REASON
    INVALID_REFERENCE_DOCUMENT
    NON_MUTABLE_INVENTORY_ITEM
    SERVICE_UNAVAILABLE
  }
`;
