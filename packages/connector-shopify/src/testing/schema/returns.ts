/** Returns: goods that come back, and what is taken in exchange. */
export const returnsSchema = /* GraphQL */ `
  extend type QueryRoot {
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
    returnCreate(returnInput: ReturnInput!): ReturnCreatePayload
    returnProcess(input: ReturnProcessInput!): ReturnProcessPayload
  }
  extend type Order {
    returns(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): ReturnConnection!
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
