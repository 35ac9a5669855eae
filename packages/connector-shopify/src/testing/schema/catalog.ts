/** Products and variants, with their media and fields. */
export const catalogSchema = /* GraphQL */ `
  extend type QueryRoot {
    metafieldDefinitions(
      after: String
      before: String
      first: Int
      key: String
      last: Int
      namespace: String
      ownerType: MetafieldOwnerType!
      query: String
      reverse: Boolean = false
    ): MetafieldDefinitionConnection!
    product(id: ID!): Product
    productByIdentifier(identifier: ProductIdentifierInput!): Product
    productVariant(id: ID!): ProductVariant
    productVariants(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): ProductVariantConnection!
    products(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: ProductSortKeys = ID
    ): ProductConnection!
  }
  extend type Mutation {
    metafieldDefinitionCreate(definition: MetafieldDefinitionInput!): MetafieldDefinitionCreatePayload
    productCreate(media: [CreateMediaInput!], product: ProductCreateInput): ProductCreatePayload
    productUpdate(media: [CreateMediaInput!], product: ProductUpdateInput): ProductUpdatePayload
    productVariantsBulkCreate(
      media: [CreateMediaInput!]
      productId: ID!
      strategy: ProductVariantsBulkCreateStrategy = DEFAULT
      variants: [ProductVariantsBulkInput!]!
    ): ProductVariantsBulkCreatePayload
    productVariantsBulkUpdate(
      allowPartialUpdates: Boolean = false
      media: [CreateMediaInput!]
      productId: ID!
      variants: [ProductVariantsBulkInput!]!
    ): ProductVariantsBulkUpdatePayload
  }
  scalar HTML
  extend type Product {
    createdAt: DateTime!
    descriptionHtml: HTML!
    handle: String!
    hasOnlyDefaultVariant: Boolean!
    hasVariantsThatRequiresComponents: Boolean!
    media(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): MediaConnection!
    metafield(key: String!, namespace: String): Metafield
    options(first: Int): [ProductOption!]!
    productType: String!
    tags: [String!]!
    variants(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): ProductVariantConnection!
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
  type ProductConnection {
    edges: [ProductEdge!]!
    nodes: [Product!]!
    pageInfo: PageInfo!
  }
  type ProductEdge {
    cursor: String!
    node: Product!
  }
  enum ProductSortKeys {
    CREATED_AT
    ID
    TITLE
    UPDATED_AT
  }
  enum ProductStatus {
    ACTIVE
    ARCHIVED
    DRAFT
    UNLISTED
  }
  type ProductOption implements Node {
    id: ID!
    name: String!
    position: Int!
    values: [String!]!
  }
  type SelectedOption {
    name: String!
    value: String!
  }
  type ProductVariant implements LegacyInteroperability & Node {
    barcode: String
    compareAtPrice: Money
    id: ID!
    inventoryItem: InventoryItem!
    legacyResourceId: UnsignedInt64!
    metafield(key: String!, namespace: String): Metafield
    price: Money!
    product: Product!
    requiresComponents: Boolean!
    selectedOptions: [SelectedOption!]!
    sku: String
    taxable: Boolean!
    title: String!
    updatedAt: DateTime!
  }
  type ProductVariantConnection {
    edges: [ProductVariantEdge!]!
    nodes: [ProductVariant!]!
    pageInfo: PageInfo!
  }
  type ProductVariantEdge {
    cursor: String!
    node: ProductVariant!
  }
  type Metafield implements Node {
    id: ID!
    key: String!
    namespace: String!
    type: String!
    value: String!
  }
  input MetafieldInput {
    id: ID
    key: String
    namespace: String
    type: String
    value: String
  }
  input UniqueMetafieldValueInput {
    key: String!
    namespace: String
    value: String!
  }
  input ProductIdentifierInput {
    customId: UniqueMetafieldValueInput
    handle: String
    id: ID
  }
  interface Media {
    alt: String
    id: ID!
    mediaContentType: MediaContentType!
  }
  type MediaImage implements Media & Node {
    alt: String
    id: ID!
    image: Image
    mediaContentType: MediaContentType!
  }
  type Image {
    url: URL!
  }
  enum MediaContentType {
    EXTERNAL_VIDEO
    IMAGE
    MODEL_3D
    VIDEO
  }
  type MediaConnection {
    edges: [MediaEdge!]!
    nodes: [Media!]!
    pageInfo: PageInfo!
  }
  type MediaEdge {
    cursor: String!
    node: Media!
  }
  input CreateMediaInput {
    alt: String
    mediaContentType: MediaContentType!
    originalSource: String!
  }
  input ProductCreateInput {
    descriptionHtml: String
    giftCard: Boolean
    handle: String
    metafields: [MetafieldInput!]
    productOptions: [OptionCreateInput!]
    productType: String
    status: ProductStatus
    tags: [String!]
    title: String
    vendor: String
  }
  input OptionCreateInput {
    name: String
    position: Int
    values: [OptionValueCreateInput!]
  }
  input OptionValueCreateInput {
    name: String
  }
  input ProductUpdateInput {
    descriptionHtml: String
    handle: String
    id: ID
    metafields: [MetafieldInput!]
    productType: String
    status: ProductStatus
    tags: [String!]
    title: String
    vendor: String
  }
  input ProductVariantsBulkInput {
    barcode: String
    compareAtPrice: Money
    id: ID
    inventoryItem: InventoryItemInput
    inventoryPolicy: ProductVariantInventoryPolicy
    metafields: [MetafieldInput!]
    optionValues: [VariantOptionValueInput!]
    price: Money
    taxable: Boolean
  }
  enum ProductVariantInventoryPolicy {
    CONTINUE
    DENY
  }
  input VariantOptionValueInput {
    id: ID
    linkedMetafieldValue: String
    name: String
    optionId: ID
    optionName: String
  }
  input InventoryItemInput {
    cost: Decimal
    countryCodeOfOrigin: CountryCode
    harmonizedSystemCode: String
    measurement: InventoryItemMeasurementInput
    requiresShipping: Boolean
    sku: String
    tracked: Boolean
  }
  input InventoryItemMeasurementInput {
    weight: WeightInput
  }
  input WeightInput {
    unit: WeightUnit!
    value: Float!
  }
  enum ProductVariantsBulkCreateStrategy {
    DEFAULT
    PRESERVE_STANDALONE_VARIANT
    REMOVE_STANDALONE_VARIANT
  }
  type ProductCreatePayload {
    product: Product
    userErrors: [UserError!]!
  }
  type ProductUpdatePayload {
    product: Product
    userErrors: [UserError!]!
  }
  type ProductVariantsBulkCreatePayload {
    productVariants: [ProductVariant!]
    userErrors: [ProductVariantsBulkCreateUserError!]!
  }
  type ProductVariantsBulkCreateUserError implements DisplayableError {
    code: ProductVariantsBulkCreateUserErrorCode
    field: [String!]
    message: String!
  }
  enum ProductVariantsBulkCreateUserErrorCode {
    INVALID_INPUT
    NEED_TO_ADD_OPTION_VALUES
    NEGATIVE_PRICE_VALUE
    OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS
    PRODUCT_DOES_NOT_EXIST
    VARIANT_ALREADY_EXISTS
  }
  type ProductVariantsBulkUpdatePayload {
    productVariants: [ProductVariant!]
    userErrors: [ProductVariantsBulkUpdateUserError!]!
  }
  type ProductVariantsBulkUpdateUserError implements DisplayableError {
    code: ProductVariantsBulkUpdateUserErrorCode
    field: [String!]
    message: String!
  }
  enum ProductVariantsBulkUpdateUserErrorCode {
    INVALID_VALUE
    NEGATIVE_PRICE_VALUE
    OPTION_DOES_NOT_EXIST
    PRODUCT_DOES_NOT_EXIST
    PRODUCT_VARIANT_DOES_NOT_EXIST
    PRODUCT_VARIANT_ID_MISSING
    VARIANT_ALREADY_EXISTS
  }
  enum MetafieldOwnerType {
    CUSTOMER
    ORDER
    PRODUCT
    PRODUCTVARIANT
  }
  type MetafieldDefinition implements Node {
    id: ID!
    key: String!
    name: String!
    namespace: String!
    ownerType: MetafieldOwnerType!
  }
  type MetafieldDefinitionConnection {
    edges: [MetafieldDefinitionEdge!]!
    nodes: [MetafieldDefinition!]!
    pageInfo: PageInfo!
  }
  type MetafieldDefinitionEdge {
    cursor: String!
    node: MetafieldDefinition!
  }
  input MetafieldDefinitionInput {
    description: String
    key: String!
    name: String!
    namespace: String
    ownerType: MetafieldOwnerType!
    type: String!
  }
  type MetafieldDefinitionCreatePayload {
    createdDefinition: MetafieldDefinition
    userErrors: [MetafieldDefinitionCreateUserError!]!
  }
  type MetafieldDefinitionCreateUserError implements DisplayableError {
    code: MetafieldDefinitionCreateUserErrorCode
    field: [String!]
    message: String!
  }
  enum MetafieldDefinitionCreateUserErrorCode {
    INVALID
    TAKEN
  }
`;
