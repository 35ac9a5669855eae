/** Products and variants. */
export const catalogSchema = /* GraphQL */ `
  extend type QueryRoot {
    product(id: ID!): Product
    productVariant(id: ID!): ProductVariant
  }
  type Product implements LegacyInteroperability & Node {
    id: ID!
    isGiftCard: Boolean!
    legacyResourceId: UnsignedInt64!
    status: ProductStatus!
    title: String!
    updatedAt: DateTime!
    vendor: String!
  }
  enum ProductStatus {
    ACTIVE
    ARCHIVED
    DRAFT
    UNLISTED
  }
  type ProductVariant implements LegacyInteroperability & Node {
    barcode: String
    id: ID!
    inventoryItem: InventoryItem!
    legacyResourceId: UnsignedInt64!
    price: Money!
    product: Product!
    sku: String
    title: String!
    updatedAt: DateTime!
  }
`;
