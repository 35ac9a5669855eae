/** Money that moved. */
export const paymentsSchema = /* GraphQL */ `
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
