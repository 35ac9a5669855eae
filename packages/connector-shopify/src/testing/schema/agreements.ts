/** The platform's own journal of what was agreed in an order: what was sold, edited and taken back. */
export const agreementsSchema = /* GraphQL */ `
  extend type Order {
    agreements(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
    ): SalesAgreementConnection!
  }
  interface SalesAgreement {
    happenedAt: DateTime!
    id: ID!
    reason: OrderActionType!
    sales(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): SaleConnection!
  }
  type OrderAgreement implements SalesAgreement {
    happenedAt: DateTime!
    id: ID!
    reason: OrderActionType!
    sales(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): SaleConnection!
  }
  type OrderEditAgreement implements SalesAgreement {
    happenedAt: DateTime!
    id: ID!
    reason: OrderActionType!
    sales(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): SaleConnection!
  }
  type RefundAgreement implements SalesAgreement {
    happenedAt: DateTime!
    id: ID!
    reason: OrderActionType!
    refund: Refund!
    sales(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): SaleConnection!
  }
  type ReturnAgreement implements SalesAgreement {
    happenedAt: DateTime!
    id: ID!
    reason: OrderActionType!
    return: Return!
    sales(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): SaleConnection!
  }
  type SalesAgreementConnection {
    edges: [SalesAgreementEdge!]!
    nodes: [SalesAgreement!]!
    pageInfo: PageInfo!
  }
  type SalesAgreementEdge {
    cursor: String!
    node: SalesAgreement!
  }
  interface Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type ProductSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineItem: LineItem!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type GiftCardSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineItem: LineItem!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type ShippingLineSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    shippingLine: ShippingLine
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type TipSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type DutySale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type FeeSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type AdditionalFeeSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type AdjustmentSale implements Sale {
    actionType: SaleActionType!
    id: ID!
    lineType: SaleLineType!
    quantity: Int
    taxes: [SaleTax!]!
    totalAmount: MoneyBag!
    totalDiscountAmountAfterTaxes: MoneyBag!
    totalDiscountAmountBeforeTaxes: MoneyBag!
    totalTaxAmount: MoneyBag!
  }
  type SaleConnection {
    edges: [SaleEdge!]!
    nodes: [Sale!]!
    pageInfo: PageInfo!
  }
  type SaleEdge {
    cursor: String!
    node: Sale!
  }
  type SaleTax {
    amount: MoneyBag!
    id: ID!
    taxLine: TaxLine!
  }
  enum OrderActionType {
    ORDER
    ORDER_EDIT
    REFUND
    RETURN
    UNKNOWN
  }
  enum SaleActionType {
    ORDER
    RETURN
    UNKNOWN
    UPDATE
  }
  enum SaleLineType {
    ADDITIONAL_FEE
    ADJUSTMENT
    DUTY
    FEE
    GIFT_CARD
    PRODUCT
    SHIPPING
    TIP
    UNKNOWN
  }
`;
