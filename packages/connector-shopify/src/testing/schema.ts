import { buildSchema, type GraphQLSchema } from 'graphql';

/**
 * The part of the Admin GraphQL schema that the simulator models, in our own words.
 *
 * Every type, field, argument and enum value here exists under the same name and type in the real schema of
 * 2026-10; `test/schema-subset.test.ts` proves it. A query that asks for anything else fails to validate, as a
 * misspelled field does on the real platform.
 */
const definitions = /* GraphQL */ `
  schema {
    query: QueryRoot
    mutation: Mutation
  }

  scalar DateTime
  scalar Decimal
  scalar Money
  scalar UnsignedInt64
  scalar URL

  type QueryRoot {
    currentAppInstallation: AppInstallation!
    fulfillment(id: ID!): Fulfillment
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
    order(id: ID!): Order
    orders(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: OrderSortKeys = PROCESSED_AT
    ): OrderConnection!
    product(id: ID!): Product
    productVariant(id: ID!): ProductVariant
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
    webhookSubscriptionCreate(
      topic: WebhookSubscriptionTopic!
      webhookSubscription: WebhookSubscriptionInput!
    ): WebhookSubscriptionCreatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
  }

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
  type InventoryItem implements LegacyInteroperability & Node {
    id: ID!
    legacyResourceId: UnsignedInt64!
    sku: String
    tracked: Boolean!
  }

  type Customer implements LegacyInteroperability & Node {
    defaultEmailAddress: CustomerEmailAddress
    defaultPhoneNumber: CustomerPhoneNumber
    firstName: String
    id: ID!
    lastName: String
    legacyResourceId: UnsignedInt64!
    tags: [String!]!
    taxExempt: Boolean!
  }
  type CustomerEmailAddress {
    emailAddress: String!
  }
  type CustomerPhoneNumber {
    phoneNumber: String!
  }
  type MailingAddress implements Node {
    address1: String
    address2: String
    city: String
    company: String
    country: String
    countryCodeV2: CountryCode
    firstName: String
    id: ID!
    lastName: String
    name: String
    phone: String
    province: String
    provinceCode: String
    zip: String
  }

  type Order implements LegacyInteroperability & Node {
    additionalFees: [AdditionalFee!]!
    app: OrderApp
    billingAddress: MailingAddress
    cancelReason: OrderCancelReason
    cancelledAt: DateTime
    cartDiscountAmountSet: MoneyBag
    closed: Boolean!
    closedAt: DateTime
    confirmed: Boolean!
    createdAt: DateTime!
    currencyCode: CurrencyCode!
    currentSubtotalPriceSet: MoneyBag!
    currentTotalDiscountsSet: MoneyBag!
    currentTotalDutiesSet: MoneyBag
    currentTotalPriceSet: MoneyBag!
    currentTotalTaxSet: MoneyBag!
    customAttributes: [Attribute!]!
    customer: Customer
    customerLocale: String
    discountApplications(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): DiscountApplicationConnection!
    discountCodes: [String!]!
    displayFinancialStatus: OrderDisplayFinancialStatus
    displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
    dutiesIncluded: Boolean!
    edited: Boolean!
    email: String
    fulfillments(first: Int, query: String): [Fulfillment!]!
    fulfillmentsCount: Count
    fullyPaid: Boolean!
    id: ID!
    legacyResourceId: UnsignedInt64!
    lineItems(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): LineItemConnection!
    name: String!
    netPaymentSet: MoneyBag!
    note: String
    number: Int!
    originalTotalDutiesSet: MoneyBag
    originalTotalPriceSet: MoneyBag!
    paymentGatewayNames: [String!]!
    phone: String
    poNumber: String
    presentmentCurrencyCode: CurrencyCode!
    processedAt: DateTime!
    retailLocation: Location
    returnStatus: OrderReturnStatus!
    shippingAddress: MailingAddress
    shippingLines(
      after: String
      before: String
      first: Int
      includeRemovals: Boolean = false
      last: Int
      reverse: Boolean = false
    ): ShippingLineConnection!
    sourceIdentifier: String
    sourceName: String
    subtotalPriceSet: MoneyBag
    tags: [String!]!
    taxExempt: Boolean!
    taxLines: [TaxLine!]!
    taxesIncluded: Boolean!
    test: Boolean!
    totalCashRoundingAdjustment: CashRoundingAdjustment!
    totalDiscountsSet: MoneyBag
    totalOutstandingSet: MoneyBag!
    totalPriceSet: MoneyBag!
    totalReceivedSet: MoneyBag!
    totalRefundedSet: MoneyBag!
    totalShippingPriceSet: MoneyBag!
    totalTaxSet: MoneyBag
    totalTipReceivedSet: MoneyBag!
    transactions(capturable: Boolean, first: Int, manuallyResolvable: Boolean): [OrderTransaction!]!
    transactionsCount: Count
    updatedAt: DateTime!
  }
  type OrderConnection {
    edges: [OrderEdge!]!
    nodes: [Order!]!
    pageInfo: PageInfo!
  }
  type OrderEdge {
    cursor: String!
    node: Order!
  }
  type OrderApp {
    id: ID!
    name: String!
  }
  type CashRoundingAdjustment {
    paymentSet: MoneyBag!
    refundSet: MoneyBag!
  }
  type AdditionalFee implements Node {
    id: ID!
    name: String!
    price: MoneyBag!
    taxLines: [TaxLine!]!
  }
  type Duty implements Node {
    countryCodeOfOrigin: CountryCode
    harmonizedSystemCode: String
    id: ID!
    price: MoneyBag!
    taxLines: [TaxLine!]!
  }
  enum OrderSortKeys {
    CREATED_AT
    ID
    PROCESSED_AT
    UPDATED_AT
  }
  enum OrderCancelReason {
    CUSTOMER
    DECLINED
    FRAUD
    INVENTORY
    OTHER
    STAFF
  }
  enum OrderDisplayFinancialStatus {
    AUTHORIZED
    EXPIRED
    PAID
    PARTIALLY_PAID
    PARTIALLY_REFUNDED
    PENDING
    REFUNDED
    VOIDED
  }
  enum OrderDisplayFulfillmentStatus {
    FULFILLED
    FULFILLMENT_NOT_REQUIRED
    IN_PROGRESS
    ON_HOLD
    OPEN
    PARTIALLY_FULFILLED
    PENDING_FULFILLMENT
    REQUEST_DECLINED
    RESTOCKED
    SCHEDULED
    UNFULFILLED
  }
  enum OrderReturnStatus {
    INSPECTION_COMPLETE
    IN_PROGRESS
    NO_RETURN
    RETURNED
    RETURN_FAILED
    RETURN_REQUESTED
  }

  type LineItem implements Node {
    currentQuantity: Int!
    customAttributes: [Attribute!]!
    discountAllocations: [DiscountAllocation!]!
    discountedTotalSet(withCodeDiscounts: Boolean = false): MoneyBag!
    duties: [Duty!]!
    id: ID!
    isGiftCard: Boolean!
    name: String!
    originalTotalSet: MoneyBag!
    originalUnitPriceSet: MoneyBag!
    product: Product
    quantity: Int!
    requiresShipping: Boolean!
    sku: String
    taxLines(first: Int): [TaxLine!]!
    taxable: Boolean!
    title: String!
    unfulfilledQuantity: Int!
    variant: ProductVariant
    variantTitle: String
    vendor: String
  }
  type LineItemConnection {
    edges: [LineItemEdge!]!
    nodes: [LineItem!]!
    pageInfo: PageInfo!
  }
  type LineItemEdge {
    cursor: String!
    node: LineItem!
  }
  type TaxLine {
    channelLiable: Boolean
    priceSet: MoneyBag!
    rate: Float
    ratePercentage: Float
    source: String
    title: String!
  }
  type DiscountAllocation {
    allocatedAmountSet: MoneyBag!
    discountApplication: DiscountApplication!
  }
  interface DiscountApplication {
    allocationMethod: DiscountApplicationAllocationMethod!
    index: Int!
    targetType: DiscountApplicationTargetType!
  }
  type DiscountCodeApplication implements DiscountApplication {
    allocationMethod: DiscountApplicationAllocationMethod!
    code: String!
    index: Int!
    targetType: DiscountApplicationTargetType!
  }
  type ManualDiscountApplication implements DiscountApplication {
    allocationMethod: DiscountApplicationAllocationMethod!
    description: String
    index: Int!
    targetType: DiscountApplicationTargetType!
    title: String!
  }
  type DiscountApplicationConnection {
    edges: [DiscountApplicationEdge!]!
    nodes: [DiscountApplication!]!
    pageInfo: PageInfo!
  }
  type DiscountApplicationEdge {
    cursor: String!
    node: DiscountApplication!
  }
  enum DiscountApplicationAllocationMethod {
    ACROSS
    EACH
    ONE
  }
  enum DiscountApplicationTargetType {
    LINE_ITEM
    SHIPPING_LINE
  }
  type ShippingLine {
    carrierIdentifier: String
    code: String
    currentDiscountedPriceSet: MoneyBag!
    custom: Boolean!
    discountAllocations: [DiscountAllocation!]!
    discountedPriceSet: MoneyBag!
    id: ID
    isRemoved: Boolean!
    originalPriceSet: MoneyBag!
    source: String
    taxLines: [TaxLine!]!
    title: String!
  }
  type ShippingLineConnection {
    edges: [ShippingLineEdge!]!
    nodes: [ShippingLine!]!
    pageInfo: PageInfo!
  }
  type ShippingLineEdge {
    cursor: String!
    node: ShippingLine!
  }

  type OrderTransaction implements Node {
    amountRoundingSet: MoneyBag
    amountSet: MoneyBag!
    createdAt: DateTime!
    gateway: String
    id: ID!
    kind: OrderTransactionKind!
    location: Location
    manualPaymentGateway: Boolean!
    parentTransaction: OrderTransaction
    paymentId: String
    processedAt: DateTime
    status: OrderTransactionStatus!
    test: Boolean!
    totalUnsettledSet: MoneyBag
  }
  enum OrderTransactionKind {
    AUTHORIZATION
    CAPTURE
    CHANGE
    EMV_AUTHORIZATION
    REFUND
    SALE
    SUGGESTED_REFUND
    VOID
  }
  enum OrderTransactionStatus {
    AWAITING_RESPONSE
    ERROR
    FAILURE
    PENDING
    SUCCESS
    UNKNOWN
  }

  type Fulfillment implements LegacyInteroperability & Node {
    createdAt: DateTime!
    deliveredAt: DateTime
    displayStatus: FulfillmentDisplayStatus
    fulfillmentLineItems(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): FulfillmentLineItemConnection!
    id: ID!
    legacyResourceId: UnsignedInt64!
    location: Location
    name: String!
    order: Order!
    status: FulfillmentStatus!
    totalQuantity: Int!
    trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
    updatedAt: DateTime!
  }
  type FulfillmentLineItem implements Node {
    id: ID!
    lineItem: LineItem!
    quantity: Int
  }
  type FulfillmentLineItemConnection {
    edges: [FulfillmentLineItemEdge!]!
    nodes: [FulfillmentLineItem!]!
    pageInfo: PageInfo!
  }
  type FulfillmentLineItemEdge {
    cursor: String!
    node: FulfillmentLineItem!
  }
  type FulfillmentTrackingInfo {
    company: String
    number: String
    url: URL
  }
  enum FulfillmentStatus {
    CANCELLED
    ERROR
    FAILURE
    SUCCESS
  }
  enum FulfillmentDisplayStatus {
    CANCELED
    DELIVERED
    FULFILLED
    IN_TRANSIT
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
  type WebhookSubscriptionDeletePayload {
    deletedWebhookSubscriptionId: ID
    userErrors: [UserError!]!
  }
  enum WebhookSubscriptionFormat {
    JSON
    XML
  }
  enum WebhookSubscriptionTopic {
    APP_UNINSTALLED
    FULFILLMENTS_CREATE
    ORDERS_CANCELLED
    ORDERS_CREATE
    ORDERS_EDITED
    ORDERS_PAID
    ORDERS_UPDATED
    REFUNDS_CREATE
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

/** The modelled schema, built once. */
export const simulatedSchema: GraphQLSchema = buildSchema(definitions);
