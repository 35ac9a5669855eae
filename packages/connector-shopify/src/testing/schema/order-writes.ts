/** Creating and cancelling orders. */
export const orderWritesSchema = /* GraphQL */ `
  extend type QueryRoot {
    job(id: ID!): Job
    orderByIdentifier(identifier: OrderIdentifierInput!): Order
  }
  extend type Mutation {
    orderCancel(
      notifyCustomer: Boolean = false
      orderId: ID!
      reason: OrderCancelReason!
      refund: Boolean
      refundMethod: OrderCancelRefundMethodInput
      restock: Boolean!
      staffNote: String = null
    ): OrderCancelPayload
    orderCreate(options: OrderCreateOptionsInput, order: OrderCreateOrderInput!): OrderCreatePayload
  }
  type Job {
    done: Boolean!
    id: ID!
  }
  extend type Order {
    metafield(key: String!, namespace: String): Metafield
  }
  extend type Mutation {
    metafieldsSet(metafields: [MetafieldsSetInput!]!): MetafieldsSetPayload
  }
  input MetafieldsSetInput {
    compareDigest: String
    key: String!
    namespace: String
    ownerId: ID!
    type: String
    value: String!
  }
  type MetafieldsSetPayload {
    metafields: [Metafield!]
    userErrors: [MetafieldsSetUserError!]!
  }
  type MetafieldsSetUserError implements DisplayableError {
    code: MetafieldsSetUserErrorCode
    elementIndex: Int
    field: [String!]
    message: String!
  }
  enum MetafieldsSetUserErrorCode {
    INVALID
    INVALID_VALUE
    STALE_OBJECT
    TAKEN
  }
  extend type Metafield {
    compareDigest: String!
  }
  input OrderIdentifierInput @oneOf {
    customId: UniqueMetafieldValueInput
    id: ID
  }
  input OrderCancelRefundMethodInput @oneOf {
    originalPaymentMethodsRefund: Boolean
  }
  type OrderCancelPayload {
    job: Job
    orderCancelUserErrors: [OrderCancelUserError!]!
  }
  type OrderCancelUserError implements DisplayableError {
    code: OrderCancelUserErrorCode
    field: [String!]
    message: String!
  }
  enum OrderCancelUserErrorCode {
    INTERNAL_ERROR
    INVALID
    NOT_FOUND
    NO_REFUND_PERMISSION
    NO_REFUND_TO_STORE_CREDIT_PERMISSION
    STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED
    STORE_CREDIT_REFUND_EXPIRATION_IN_PAST
    STORE_CREDIT_REFUND_MISSING_CUSTOMER
  }
  type OrderCreatePayload {
    order: Order
    userErrors: [OrderCreateUserError!]!
  }
  type OrderCreateUserError implements DisplayableError {
    code: OrderCreateUserErrorCode
    field: [String!]
    message: String!
  }
  enum OrderCreateUserErrorCode {
    FULFILLMENT_SERVICE_INVALID
    INVALID
    INVENTORY_CLAIM_FAILED
    PROCESSED_AT_INVALID
    REDUNDANT_CUSTOMER_FIELDS
    SHOP_DORMANT
    TAX_LINE_RATE_MISSING
  }
  input OrderCreateOptionsInput {
    inventoryBehaviour: OrderCreateInputsInventoryBehavior = BYPASS
    sendFulfillmentReceipt: Boolean = false
    sendReceipt: Boolean = false
  }
  enum OrderCreateInputsInventoryBehavior {
    BYPASS
    DECREMENT_IGNORING_POLICY
    DECREMENT_OBEYING_POLICY
  }
  input OrderCreateOrderInput {
    billingAddress: MailingAddressInput
    currency: CurrencyCode
    customAttributes: [OrderCreateCustomAttributeInput!]
    customer: OrderCreateCustomerInput
    discountCode: OrderCreateDiscountCodeInput
    email: String
    financialStatus: OrderCreateFinancialStatus
    lineItems: [OrderCreateLineItemInput!]
    metafields: [MetafieldInput!]
    name: String
    note: String
    phone: String
    poNumber: String
    presentmentCurrency: CurrencyCode
    processedAt: DateTime
    shippingAddress: MailingAddressInput
    shippingLines: [OrderCreateShippingLineInput!]
    sourceIdentifier: String
    sourceName: String
    tags: [String!]
    taxLines: [OrderCreateTaxLineInput!]
    taxesIncluded: Boolean = false
    test: Boolean = false
    transactions: [OrderCreateOrderTransactionInput!]
  }
  enum OrderCreateFinancialStatus {
    AUTHORIZED
    EXPIRED
    PAID
    PARTIALLY_PAID
    PARTIALLY_REFUNDED
    PENDING
    REFUNDED
    VOIDED
  }
  input OrderCreateCustomAttributeInput {
    key: String!
    value: String!
  }
  input OrderCreateLineItemInput {
    giftCard: Boolean = false
    priceSet: MoneyBagInput
    productId: ID
    properties: [OrderCreateLineItemPropertyInput!]
    quantity: Int!
    requiresShipping: Boolean = false
    sku: String
    taxLines: [OrderCreateTaxLineInput!]
    taxable: Boolean = true
    title: String
    variantId: ID
    variantTitle: String
  }
  input OrderCreateLineItemPropertyInput {
    name: String!
    value: String!
  }
  input OrderCreateOrderTransactionInput {
    amountSet: MoneyBagInput!
    gateway: String
    kind: OrderTransactionKind = SALE
    locationId: ID
    processedAt: DateTime
    status: OrderTransactionStatus = SUCCESS
    test: Boolean = false
  }
  input OrderCreateTaxLineInput {
    channelLiable: Boolean = false
    priceSet: MoneyBagInput
    rate: Decimal!
    title: String!
  }
  input OrderCreateShippingLineInput {
    code: String
    priceSet: MoneyBagInput!
    source: String
    taxLines: [OrderCreateTaxLineInput!]
    title: String!
  }
  input OrderCreateDiscountCodeInput {
    freeShippingDiscountCode: OrderCreateFreeShippingDiscountCodeAttributesInput
    itemFixedDiscountCode: OrderCreateFixedDiscountCodeAttributesInput
    itemPercentageDiscountCode: OrderCreatePercentageDiscountCodeAttributesInput
  }
  input OrderCreateFixedDiscountCodeAttributesInput {
    amountSet: MoneyBagInput
    code: String!
  }
  input OrderCreatePercentageDiscountCodeAttributesInput {
    code: String!
    percentage: Float
  }
  input OrderCreateFreeShippingDiscountCodeAttributesInput {
    code: String!
  }
  input OrderCreateCustomerInput @oneOf {
    toAssociate: OrderCreateAssociateCustomerAttributesInput
    toUpsert: OrderCreateUpsertCustomerAttributesInput
  }
  input OrderCreateAssociateCustomerAttributesInput {
    email: String
    id: ID
  }
  input OrderCreateUpsertCustomerAttributesInput {
    email: String
    firstName: String
    id: ID
    lastName: String
    phone: String
  }
  input MoneyBagInput {
    presentmentMoney: MoneyInput
    shopMoney: MoneyInput!
  }
`;
