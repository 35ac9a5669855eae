/** Locations and what lies there. */
export const inventorySchema = /* GraphQL */ `
  extend type QueryRoot {
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
  type Location implements LegacyInteroperability & Node {
    id: ID!
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
    id: ID!
    legacyResourceId: UnsignedInt64!
    sku: String
    tracked: Boolean!
  }
`;
