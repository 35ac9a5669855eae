/** Returns and refunds. */
export const returnsSchema = /* GraphQL */ `
  extend type QueryRoot {
    refund(id: ID!): Refund
    return(id: ID!): Return
    returnableFulfillments(
      after: String
      before: String
      first: Int
      last: Int
      orderId: ID!
      reverse: Boolean = false
    ): ReturnableFulfillmentConnection!
  }
  extend type Mutation {
    refundCreate(input: RefundInput!): RefundCreatePayload
    returnCreate(returnInput: ReturnInput!): ReturnCreatePayload
    returnProcess(input: ReturnProcessInput!): ReturnProcessPayload
  }
  extend type Order {
    refunds(first: Int): [Refund!]!
    returns(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): ReturnConnection!
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
  type Return implements Node {
    closedAt: DateTime
    createdAt: DateTime!
    exchangeLineItems(
      after: String
      before: String
      first: Int
      includeRemovedItems: Boolean = false
      last: Int
      processingStatus: ReturnProcessingStatusFilterInput
      reverse: Boolean = false
    ): ExchangeLineItemConnection!
    id: ID!
    name: String!
    order: Order!
    refunds(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): RefundConnection!
    returnLineItems(
      after: String
      before: String
      first: Int
      last: Int
      processingStatus: ReturnProcessingStatusFilterInput
      reverse: Boolean = false
    ): ReturnLineItemTypeConnection!
    returnShippingFees: [ReturnShippingFee!]!
    reverseFulfillmentOrders(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): ReverseFulfillmentOrderConnection!
    status: ReturnStatus!
    totalQuantity: Int!
  }
  type ReturnConnection {
    edges: [ReturnEdge!]!
    nodes: [Return!]!
    pageInfo: PageInfo!
  }
  type ReturnEdge {
    cursor: String!
    node: Return!
  }
  enum ReturnStatus {
    CANCELED
    CLOSED
    DECLINED
    OPEN
    REQUESTED
  }
  enum ReturnProcessingStatusFilterInput {
    PROCESSABLE
    PROCESSED
  }
  interface ReturnLineItemType implements Node {
    id: ID!
    processableQuantity: Int!
    processedQuantity: Int!
    quantity: Int!
    refundableQuantity: Int!
    refundedQuantity: Int!
    returnReasonNote: String!
    unprocessedQuantity: Int!
  }
  type ReturnLineItem implements Node & ReturnLineItemType {
    fulfillmentLineItem: FulfillmentLineItem!
    id: ID!
    processableQuantity: Int!
    processedQuantity: Int!
    quantity: Int!
    refundableQuantity: Int!
    refundedQuantity: Int!
    restockingFee: RestockingFee
    returnReasonNote: String!
    unprocessedQuantity: Int!
    withCodeDiscountedTotalPriceSet: MoneyBag!
  }
  type ReturnLineItemTypeConnection {
    edges: [ReturnLineItemTypeEdge!]!
    nodes: [ReturnLineItemType!]!
    pageInfo: PageInfo!
  }
  type ReturnLineItemTypeEdge {
    cursor: String!
    node: ReturnLineItemType!
  }
  interface Fee {
    id: ID!
  }
  type RestockingFee implements Fee {
    amountSet: MoneyBag!
    id: ID!
    percentage: Float!
  }
  type ReturnShippingFee implements Fee {
    amountSet: MoneyBag!
    id: ID!
  }
  type ExchangeLineItem implements Node {
    id: ID!
    lineItems: [LineItem!]
    processedQuantity: Int!
    quantity: Int!
    unprocessedQuantity: Int!
    variantId: ID
    variantSku: String
  }
  type ExchangeLineItemConnection {
    edges: [ExchangeLineItemEdge!]!
    nodes: [ExchangeLineItem!]!
    pageInfo: PageInfo!
  }
  type ExchangeLineItemEdge {
    cursor: String!
    node: ExchangeLineItem!
  }
  type ReverseFulfillmentOrder implements Node {
    id: ID!
    lineItems(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): ReverseFulfillmentOrderLineItemConnection!
    order: Order
    status: ReverseFulfillmentOrderStatus!
  }
  type ReverseFulfillmentOrderConnection {
    edges: [ReverseFulfillmentOrderEdge!]!
    nodes: [ReverseFulfillmentOrder!]!
    pageInfo: PageInfo!
  }
  type ReverseFulfillmentOrderEdge {
    cursor: String!
    node: ReverseFulfillmentOrder!
  }
  type ReverseFulfillmentOrderLineItem implements Node {
    dispositions: [ReverseFulfillmentOrderDisposition!]!
    fulfillmentLineItem: FulfillmentLineItem
    id: ID!
    totalQuantity: Int!
  }
  type ReverseFulfillmentOrderLineItemConnection {
    edges: [ReverseFulfillmentOrderLineItemEdge!]!
    nodes: [ReverseFulfillmentOrderLineItem!]!
    pageInfo: PageInfo!
  }
  type ReverseFulfillmentOrderLineItemEdge {
    cursor: String!
    node: ReverseFulfillmentOrderLineItem!
  }
  type ReverseFulfillmentOrderDisposition implements Node {
    createdAt: DateTime!
    id: ID!
    location: Location
    quantity: Int!
    type: ReverseFulfillmentOrderDispositionType!
  }
  enum ReverseFulfillmentOrderDispositionType {
    MISSING
    NOT_RESTOCKED
    PROCESSING_REQUIRED
    RESTOCKED
  }
  enum ReverseFulfillmentOrderStatus {
    CANCELED
    CLOSED
    OPEN
  }
  type ReturnableFulfillment implements Node {
    fulfillment: Fulfillment!
    id: ID!
    returnableFulfillmentLineItems(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): ReturnableFulfillmentLineItemConnection!
  }
  type ReturnableFulfillmentConnection {
    edges: [ReturnableFulfillmentEdge!]!
    nodes: [ReturnableFulfillment!]!
    pageInfo: PageInfo!
  }
  type ReturnableFulfillmentEdge {
    cursor: String!
    node: ReturnableFulfillment!
  }
  type ReturnableFulfillmentLineItem {
    fulfillmentLineItem: FulfillmentLineItem!
    quantity: Int!
  }
  type ReturnableFulfillmentLineItemConnection {
    edges: [ReturnableFulfillmentLineItemEdge!]!
    nodes: [ReturnableFulfillmentLineItem!]!
    pageInfo: PageInfo!
  }
  type ReturnableFulfillmentLineItemEdge {
    cursor: String!
    node: ReturnableFulfillmentLineItem!
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
  input ReturnInput {
    exchangeLineItems: [ExchangeLineItemInput!]
    orderId: ID!
    requestedAt: DateTime
    returnLineItems: [ReturnLineItemInput!]!
    returnShippingFee: ReturnShippingFeeInput
  }
  input ExchangeLineItemInput {
    quantity: Int!
    variantId: ID
  }
  input ReturnLineItemInput {
    fulfillmentLineItemId: ID!
    quantity: Int!
    restockingFee: RestockingFeeInput
    returnReasonDefinitionId: ID
    returnReasonNote: String = ""
  }
  input RestockingFeeInput {
    percentage: Float!
  }
  input ReturnShippingFeeInput {
    amount: MoneyInput!
  }
  input ReturnProcessInput {
    exchangeLineItems: [ReturnProcessExchangeLineItemInput!] = []
    financialTransfer: ReturnProcessFinancialTransferInput
    note: String
    notifyCustomer: Boolean = false
    refundShipping: RefundShippingInput
    returnId: ID!
    returnLineItems: [ReturnProcessReturnLineItemInput!] = []
  }
  input ReturnProcessExchangeLineItemInput {
    id: ID!
    quantity: Int!
  }
  input ReturnProcessReturnLineItemInput {
    dispositions: [ReverseFulfillmentOrderDisposeInput!]
    id: ID!
    quantity: Int!
  }
  input ReverseFulfillmentOrderDisposeInput {
    dispositionType: ReverseFulfillmentOrderDispositionType!
    locationId: ID
    quantity: Int!
    reverseFulfillmentOrderLineItemId: ID!
  }
  input ReturnProcessFinancialTransferInput @oneOf {
    issueRefund: ReturnProcessRefundInput
  }
  input ReturnProcessRefundInput {
    allowOverRefunding: Boolean = false
    orderTransactions: [ReturnRefundOrderTransactionInput!]!
    refundMethods: [RefundMethodInput!] = []
  }
  input ReturnRefundOrderTransactionInput {
    parentId: ID!
    transactionAmount: MoneyInput!
  }
  input RefundShippingInput {
    fullRefund: Boolean = false
    shippingRefundAmount: MoneyInput
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
  type ReturnCreatePayload {
    return: Return
    userErrors: [ReturnUserError!]!
  }
  type ReturnProcessPayload {
    return: Return
    userErrors: [ReturnUserError!]!
  }
  type ReturnUserError implements DisplayableError {
    code: ReturnErrorCode
    field: [String!]
    message: String!
  }
  enum ReturnErrorCode {
    ALREADY_EXISTS
    BLANK
    CREATION_FAILED
    GREATER_THAN
    INTERNAL_ERROR
    INVALID
    INVALID_STATE
    LESS_THAN_OR_EQUAL_TO
    NOT_FOUND
    PRESENT
    TAKEN
  }
`;
