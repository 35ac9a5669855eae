/** Where products are published, and the prices of price lists. */
export const publishingSchema = /* GraphQL */ `
  extend type QueryRoot {
    priceList(id: ID!): PriceList
    priceLists(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): PriceListConnection!
    publications(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): PublicationConnection!
  }
  extend type Mutation {
    priceListFixedPricesAdd(priceListId: ID!, prices: [PriceListPriceInput!]!): PriceListFixedPricesAddPayload
    publishablePublish(id: ID!, input: [PublicationInput!]!): PublishablePublishPayload
  }
  extend type Product {
    resourcePublicationsV2(
      after: String
      before: String
      first: Int
      last: Int
      onlyPublished: Boolean = true
      reverse: Boolean = false
    ): ResourcePublicationV2Connection!
  }
  type Publication implements Node {
    catalog: Catalog
    id: ID!
    supportsFuturePublishing: Boolean!
  }
  type PublicationConnection {
    edges: [PublicationEdge!]!
    nodes: [Publication!]!
    pageInfo: PageInfo!
  }
  type PublicationEdge {
    cursor: String!
    node: Publication!
  }
  interface Catalog implements Node {
    id: ID!
    title: String!
  }
  type AppCatalog implements Catalog & Node {
    id: ID!
    title: String!
  }
  input PublicationInput {
    publicationId: ID
    publishDate: DateTime
  }
  type PublishablePublishPayload {
    shop: Shop!
    userErrors: [UserError!]!
  }
  type ResourcePublicationV2 {
    isPublished: Boolean!
    publication: Publication!
    publishDate: DateTime
  }
  type ResourcePublicationV2Connection {
    edges: [ResourcePublicationV2Edge!]!
    nodes: [ResourcePublicationV2!]!
    pageInfo: PageInfo!
  }
  type ResourcePublicationV2Edge {
    cursor: String!
    node: ResourcePublicationV2!
  }
  type PriceList implements Node {
    currency: CurrencyCode!
    id: ID!
    name: String!
    prices(
      after: String
      before: String
      first: Int
      last: Int
      originType: PriceListPriceOriginType
      query: String
      reverse: Boolean = false
    ): PriceListPriceConnection!
  }
  type PriceListConnection {
    edges: [PriceListEdge!]!
    nodes: [PriceList!]!
    pageInfo: PageInfo!
  }
  type PriceListEdge {
    cursor: String!
    node: PriceList!
  }
  enum PriceListPriceOriginType {
    FIXED
    RELATIVE
  }
  type PriceListPrice {
    compareAtPrice: MoneyV2
    originType: PriceListPriceOriginType!
    price: MoneyV2!
    variant: ProductVariant!
  }
  type PriceListPriceConnection {
    edges: [PriceListPriceEdge!]!
    nodes: [PriceListPrice!]!
    pageInfo: PageInfo!
  }
  type PriceListPriceEdge {
    cursor: String!
    node: PriceListPrice!
  }
  input PriceListPriceInput {
    compareAtPrice: MoneyInput
    price: MoneyInput!
    variantId: ID!
  }
  type PriceListFixedPricesAddPayload {
    prices: [PriceListPrice!]
    userErrors: [PriceListPriceUserError!]!
  }
  type PriceListPriceUserError implements DisplayableError {
    code: PriceListPriceUserErrorCode
    field: [String!]
    message: String!
  }
  enum PriceListPriceUserErrorCode {
    BLANK
    PRICE_LIST_CURRENCY_MISMATCH
    PRICE_LIST_NOT_FOUND
    PRICE_NOT_FIXED
    VARIANT_NOT_FOUND
  }
`;
