import { enumOf, webhookTopics } from '../topics.ts';

/** The shop, the app and its webhooks, and the types that every domain uses. */
export const platformSchema = /* GraphQL */ `
  schema {
    query: QueryRoot
    mutation: Mutation
  }
  directive @idempotent(key: String!) on FIELD
  type QueryRoot {
    bulkOperation(id: ID!): BulkOperation
    bulkOperations(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: BulkOperationsSortKeys = CREATED_AT
    ): BulkOperationConnection!
    currentAppInstallation: AppInstallation!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    publicApiVersions: [ApiVersion!]!
    shop: Shop!
    webhookSubscriptions(
      after: String
      before: String
      first: Int
      format: WebhookSubscriptionFormat
      last: Int
      query: String
      reverse: Boolean = false
      topics: [WebhookSubscriptionTopic!]
      uri: String
    ): WebhookSubscriptionConnection!
  }
  type Mutation {
    bulkOperationCancel(id: ID!): BulkOperationCancelPayload
    bulkOperationRunQuery(groupObjects: Boolean! = false, query: String!): BulkOperationRunQueryPayload
    webhookSubscriptionCreate(
      topic: WebhookSubscriptionTopic!
      webhookSubscription: WebhookSubscriptionInput!
    ): WebhookSubscriptionCreatePayload
    webhookSubscriptionUpdate(
      id: ID!
      webhookSubscription: WebhookSubscriptionInput!
    ): WebhookSubscriptionUpdatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
  }
  scalar DateTime
  scalar Decimal
  scalar Money
  scalar UnsignedInt64
  scalar URL
  interface Node {
    id: ID!
  }
  interface LegacyInteroperability {
    legacyResourceId: UnsignedInt64!
  }
  interface DisplayableError {
    field: [String!]
    message: String!
  }
  type UserError implements DisplayableError {
    field: [String!]
    message: String!
  }
  type PageInfo {
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
  }
  type MoneyV2 {
    amount: Decimal!
    currencyCode: CurrencyCode!
  }
  type MoneyBag {
    presentmentMoney: MoneyV2!
    shopMoney: MoneyV2!
  }
  type Attribute {
    key: String!
    value: String
  }
  type Count {
    count: Int!
    precision: CountPrecision!
  }
  enum CountPrecision {
    AT_LEAST
    EXACT
  }
  type ApiVersion {
    displayName: String!
    handle: String!
    supported: Boolean!
  }
  type AppInstallation implements Node {
    accessScopes: [AccessScope!]!
    id: ID!
  }
  type AccessScope {
    description: String!
    handle: String!
  }
  type Shop implements Node {
    currencyCode: CurrencyCode!
    enabledPresentmentCurrencies: [CurrencyCode!]!
    ianaTimezone: String!
    id: ID!
    myshopifyDomain: String!
    name: String!
    plan: ShopPlan!
    taxesIncluded: Boolean!
  }
  type ShopPlan {
    partnerDevelopment: Boolean!
    publicDisplayName: String!
    shopifyPlus: Boolean!
  }
  type BulkOperation implements Node {
    completedAt: DateTime
    createdAt: DateTime!
    errorCode: BulkOperationErrorCode
    fileSize: UnsignedInt64
    id: ID!
    objectCount: UnsignedInt64!
    partialDataUrl: URL
    query: String!
    rootObjectCount: UnsignedInt64!
    status: BulkOperationStatus!
    type: BulkOperationType!
    url: URL
  }
  type BulkOperationConnection {
    edges: [BulkOperationEdge!]!
    nodes: [BulkOperation!]!
    pageInfo: PageInfo!
  }
  type BulkOperationEdge {
    cursor: String!
    node: BulkOperation!
  }
  type BulkOperationRunQueryPayload {
    bulkOperation: BulkOperation
    userErrors: [BulkOperationUserError!]!
  }
  type BulkOperationCancelPayload {
    bulkOperation: BulkOperation
    userErrors: [UserError!]!
  }
  type BulkOperationUserError implements DisplayableError {
    code: BulkOperationUserErrorCode
    field: [String!]
    message: String!
  }
  enum BulkOperationUserErrorCode {
    INVALID
    LIMIT_REACHED
    OPERATION_IN_PROGRESS
  }
  enum BulkOperationStatus {
    CANCELED
    CANCELING
    COMPLETED
    CREATED
    EXPIRED
    FAILED
    RUNNING
  }
  enum BulkOperationErrorCode {
    ACCESS_DENIED
    INTERNAL_SERVER_ERROR
    TIMEOUT
  }
  enum BulkOperationType {
    MUTATION
    QUERY
  }
  enum BulkOperationsSortKeys {
    COMPLETED_AT
    CREATED_AT
  }

  type WebhookSubscription implements LegacyInteroperability & Node {
    apiVersion: ApiVersion!
    createdAt: DateTime!
    filter: String
    format: WebhookSubscriptionFormat!
    id: ID!
    includeFields: [String!]!
    legacyResourceId: UnsignedInt64!
    name: String
    topic: WebhookSubscriptionTopic!
    updatedAt: DateTime!
    uri: String!
  }
  type WebhookSubscriptionConnection {
    edges: [WebhookSubscriptionEdge!]!
    nodes: [WebhookSubscription!]!
    pageInfo: PageInfo!
  }
  type WebhookSubscriptionEdge {
    cursor: String!
    node: WebhookSubscription!
  }
  input WebhookSubscriptionInput {
    filter: String
    format: WebhookSubscriptionFormat
    includeFields: [String!]
    name: String
    uri: String
  }
  type WebhookSubscriptionCreatePayload {
    userErrors: [UserError!]!
    webhookSubscription: WebhookSubscription
  }
  type WebhookSubscriptionUpdatePayload {
    userErrors: [UserError!]!
    webhookSubscription: WebhookSubscription
  }
  type WebhookSubscriptionDeletePayload {
    deletedWebhookSubscriptionId: ID
    userErrors: [UserError!]!
  }
  enum WebhookSubscriptionFormat {
    JSON
    XML
  }
  enum WebhookSubscriptionTopic {
    ${webhookTopics.map(enumOf).join('\n    ')}
  }
  enum CurrencyCode {
    AUD
    BHD
    BRL
    CAD
    CHF
    CLP
    CNY
    CZK
    DKK
    EUR
    GBP
    HKD
    HUF
    INR
    ISK
    JPY
    KRW
    KWD
    MXN
    NOK
    NZD
    PLN
    SEK
    SGD
    THB
    TND
    TRY
    TWD
    USD
    VND
    ZAR
  }
  enum CountryCode {
    AT
    AU
    BE
    BR
    CA
    CH
    CN
    CZ
    DE
    DK
    ES
    FI
    FR
    GB
    GR
    HK
    HU
    IE
    IN
    IS
    IT
    JP
    KR
    LU
    MX
    NL
    NO
    NZ
    PL
    PT
    SE
    SG
    TH
    TR
    TW
    US
    VN
    ZA
  }
`;
