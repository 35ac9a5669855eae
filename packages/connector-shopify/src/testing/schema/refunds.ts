/** Refunds: money that goes back. */
export const refundsSchema = /* GraphQL */ `
  extend type QueryRoot {
    refund(id: ID!): Refund
  }
  extend type Mutation {
    refundCreate(input: RefundInput!): RefundCreatePayload
  }
  extend type Order {
    refunds(first: Int): [Refund!]!
  }
  type Refund implements LegacyInteroperability & Node {
    createdAt: DateTime
    duties: [RefundDuty!]
    id: ID!
    legacyResourceId: UnsignedInt64!
    note: String
    order: Order!
    orderAdjustments(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): OrderAdjustmentConnection!
    processedAt: DateTime!
    refundLineItems(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): RefundLineItemConnection!
    refundShippingLines(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): RefundShippingLineConnection!
    return: Return
    totalRefundedSet: MoneyBag!
    transactions(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): OrderTransactionConnection!
    updatedAt: DateTime!
  }
  type RefundConnection {
    edges: [RefundEdge!]!
    nodes: [Refund!]!
    pageInfo: PageInfo!
  }
  type RefundEdge {
    cursor: String!
    node: Refund!
  }
  type RefundLineItem {
    id: ID
    lineItem: LineItem!
    location: Location
    priceSet: MoneyBag!
    quantity: Int!
    restockType: RefundLineItemRestockType!
    restocked: Boolean!
    subtotalSet: MoneyBag!
    totalTaxSet: MoneyBag!
  }
  type RefundLineItemConnection {
    edges: [RefundLineItemEdge!]!
    nodes: [RefundLineItem!]!
    pageInfo: PageInfo!
  }
  type RefundLineItemEdge {
    cursor: String!
    node: RefundLineItem!
  }
  type RefundShippingLine implements Node {
    id: ID!
    shippingLine: ShippingLine!
    subtotalAmountSet: MoneyBag!
    taxAmountSet: MoneyBag!
  }
  type RefundShippingLineConnection {
    edges: [RefundShippingLineEdge!]!
    nodes: [RefundShippingLine!]!
    pageInfo: PageInfo!
  }
  type RefundShippingLineEdge {
    cursor: String!
    node: RefundShippingLine!
  }
  type RefundDuty {
    amountSet: MoneyBag!
    originalDuty: Duty
  }
  type OrderAdjustment implements Node {
    amountSet: MoneyBag!
    id: ID!
    reason: OrderAdjustmentDiscrepancyReason
    taxAmountSet: MoneyBag!
  }
  type OrderAdjustmentConnection {
    edges: [OrderAdjustmentEdge!]!
    nodes: [OrderAdjustment!]!
    pageInfo: PageInfo!
  }
  type OrderAdjustmentEdge {
    cursor: String!
    node: OrderAdjustment!
  }
  enum OrderAdjustmentDiscrepancyReason {
    CUSTOMER
    DAMAGE
    FULL_RETURN_BALANCING_ADJUSTMENT
    PENDING_REFUND_DISCREPANCY
    REFUND_DISCREPANCY
    RESTOCK
  }
  enum RefundLineItemRestockType {
    CANCEL
    LEGACY_RESTOCK
    NO_RESTOCK
    RETURN
  }
  type OrderTransactionConnection {
    edges: [OrderTransactionEdge!]!
    nodes: [OrderTransaction!]!
    pageInfo: PageInfo!
  }
  type OrderTransactionEdge {
    cursor: String!
    node: OrderTransaction!
  }
  input RefundInput {
    allowOverRefunding: Boolean = false
    currency: CurrencyCode
    discrepancyReason: OrderAdjustmentInputDiscrepancyReason
    note: String
    notify: Boolean
    orderId: ID!
    processedAt: DateTime
    refundLineItems: [RefundLineItemInput!]
    refundMethods: [RefundMethodInput!] = []
    shipping: ShippingRefundInput
    transactions: [OrderTransactionInput!]
  }
  input RefundLineItemInput {
    lineItemId: ID!
    locationId: ID
    quantity: Int!
    restockType: RefundLineItemRestockType
  }
  input ShippingRefundInput {
    amount: Money
    fullRefund: Boolean
  }
  input OrderTransactionInput {
    amount: Money!
    gateway: String!
    kind: OrderTransactionKind!
    orderId: ID!
    parentId: ID
  }
  input RefundMethodInput @oneOf {
    storeCreditRefund: StoreCreditRefundInput
  }
  input StoreCreditRefundInput {
    amount: MoneyInput!
    expiresAt: DateTime
  }
  enum OrderAdjustmentInputDiscrepancyReason {
    CUSTOMER
    DAMAGE
    OTHER
    RESTOCK
  }
  input MoneyInput {
    amount: Decimal!
    currencyCode: CurrencyCode!
  }
  type RefundCreatePayload {
    order: Order
    refund: Refund
    userErrors: [UserError!]!
  }
`;
