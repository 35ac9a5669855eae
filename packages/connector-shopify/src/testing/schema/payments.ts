/** Money that moved. */
export const paymentsSchema = /* GraphQL */ `
  scalar BigInt
  extend type QueryRoot {
    shopifyPaymentsAccount: ShopifyPaymentsAccount
    tenderTransactions(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): TenderTransactionConnection!
  }
  type TenderTransaction implements Node {
    amount: MoneyV2!
    id: ID!
    order: Order
    paymentMethod: String
    processedAt: DateTime
    remoteReference: String
    test: Boolean!
  }
  type TenderTransactionConnection {
    edges: [TenderTransactionEdge!]!
    nodes: [TenderTransaction!]!
    pageInfo: PageInfo!
  }
  type TenderTransactionEdge {
    cursor: String!
    node: TenderTransaction!
  }
  type ShopifyPaymentsAccount implements Node {
    activated: Boolean!
    balanceTransactions(
      after: String
      before: String
      first: Int
      hideTransfers: Boolean = false
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: BalanceTransactionSortKeys = PROCESSED_AT
    ): ShopifyPaymentsBalanceTransactionConnection!
    country: String!
    defaultCurrency: CurrencyCode!
    id: ID!
    payouts(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: PayoutSortKeys = ISSUED_AT
      transactionType: ShopifyPaymentsPayoutTransactionType
    ): ShopifyPaymentsPayoutConnection!
  }
  enum BalanceTransactionSortKeys {
    ID
    PAYOUT_DATE
    PROCESSED_AT
  }
  enum PayoutSortKeys {
    ID
    ISSUED_AT
    STATUS
  }
  type ShopifyPaymentsPayout implements LegacyInteroperability & Node {
    externalTraceId: String
    id: ID!
    issuedAt: DateTime!
    legacyResourceId: UnsignedInt64!
    net: MoneyV2!
    status: ShopifyPaymentsPayoutStatus!
    transactionType: ShopifyPaymentsPayoutTransactionType!
  }
  type ShopifyPaymentsPayoutConnection {
    edges: [ShopifyPaymentsPayoutEdge!]!
    nodes: [ShopifyPaymentsPayout!]!
    pageInfo: PageInfo!
  }
  type ShopifyPaymentsPayoutEdge {
    cursor: String!
    node: ShopifyPaymentsPayout!
  }
  enum ShopifyPaymentsPayoutStatus {
    CANCELED
    FAILED
    PAID
    SCHEDULED
  }
  enum ShopifyPaymentsPayoutTransactionType {
    DEPOSIT
    WITHDRAWAL
  }
  type ShopifyPaymentsBalanceTransaction implements Node {
    adjustmentReason: String
    amount: MoneyV2!
    associatedOrder: ShopifyPaymentsAssociatedOrder
    associatedPayout: ShopifyPaymentsBalanceTransactionAssociatedPayout!
    fee: MoneyV2!
    id: ID!
    net: MoneyV2!
    sourceOrderTransactionId: BigInt
    sourceType: ShopifyPaymentsSourceType
    test: Boolean!
    transactionDate: DateTime!
    type: ShopifyPaymentsTransactionType!
  }
  type ShopifyPaymentsBalanceTransactionConnection {
    edges: [ShopifyPaymentsBalanceTransactionEdge!]!
    nodes: [ShopifyPaymentsBalanceTransaction!]!
    pageInfo: PageInfo!
  }
  type ShopifyPaymentsBalanceTransactionEdge {
    cursor: String!
    node: ShopifyPaymentsBalanceTransaction!
  }
  type ShopifyPaymentsAssociatedOrder {
    id: ID!
    name: String!
  }
  type ShopifyPaymentsBalanceTransactionAssociatedPayout {
    id: ID
    status: ShopifyPaymentsBalanceTransactionPayoutStatus
  }
  enum ShopifyPaymentsBalanceTransactionPayoutStatus {
    ACTION_REQUIRED
    CANCELED
    FAILED
    PAID
    PENDING
    SCHEDULED
  }
  enum ShopifyPaymentsSourceType {
    ADJUSTMENT
    ADJUSTMENT_REVERSAL
    CHARGE
    DISPUTE
    REFUND
    SYSTEM_ADJUSTMENT
    TRANSFER
  }
  enum ShopifyPaymentsTransactionType {
    ADJUSTMENT
    CHARGE
    CHARGEBACK_FEE
    DISPUTE_REVERSAL
    DISPUTE_WITHDRAWAL
    REFUND
    REFUND_FAILURE
    RESERVED_FUNDS
    RESERVED_FUNDS_REVERSAL
    SHOPIFY_COLLECTIVE_DEBIT
    TRANSFER
  }
  type CashRoundingAdjustment {
    paymentSet: MoneyBag!
    refundSet: MoneyBag!
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
`;
