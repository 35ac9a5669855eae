import { z } from 'zod';

/**
 * What GraphQL answers about an order: only the fields that are used, named as the platform names them. Fields that
 * the platform adds pass unseen. Words of its enumerations stay text here; the mapping knows or refuses them.
 *
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Order
 * @module
 */

const MoneyV2 = z.object({ amount: z.string(), currencyCode: z.string() });

/** An amount in the shop's and in the buyer's currency. */
export const MoneyBag = z.object({ shopMoney: MoneyV2, presentmentMoney: MoneyV2 });

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const TaxLine = z.object({ title: z.string(), rate: z.number().nullable(), priceSet: MoneyBag });

const DiscountAllocation = z.object({ allocatedAmountSet: MoneyBag });

/** One line of an order. */
export const LineItem = z.object({
  id: z.string(),
  sku: z.string().nullable(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  quantity: z.int(),
  currentQuantity: z.int(),
  unfulfilledQuantity: z.int(),
  isGiftCard: z.boolean(),
  product: z.object({ id: z.string() }).nullable(),
  variant: z.object({ id: z.string() }).nullable(),
  originalUnitPriceSet: MoneyBag,
  originalTotalSet: MoneyBag,
  discountAllocations: z.array(DiscountAllocation),
  taxLines: z.array(TaxLine),
});

const ShippingLine = z.object({
  id: z.string().nullable(),
  title: z.string(),
  code: z.string().nullable(),
  originalPriceSet: MoneyBag,
  discountAllocations: z.array(DiscountAllocation),
  taxLines: z.array(TaxLine),
});

const MailingAddress = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  company: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  city: z.string().nullable(),
  provinceCode: z.string().nullable(),
  zip: z.string().nullable(),
  countryCodeV2: z.string().nullable(),
  phone: z.string().nullable(),
});

const Customer = z.object({
  id: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullable(),
});

/** A movement of money, or an attempt at one. */
export const OrderTransaction = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullable(),
  processedAt: z.string().nullable(),
  amountSet: MoneyBag,
  amountRoundingSet: MoneyBag.nullable(),
});

/** What a metafield of ours says. */
export const OwnText = z.object({ value: z.string() }).nullable();

/** A page of an order's lines. */
const LineItemConnection = z.object({ pageInfo: PageInfo, nodes: z.array(LineItem) });

/** An order with its first lines. */
export const Order = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  name: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  cancelReason: z.string().nullable(),
  test: z.boolean(),
  taxesIncluded: z.boolean(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  displayFinancialStatus: z.string().nullable(),
  sourceName: z.string().nullable(),
  poNumber: z.string().nullable(),
  anyFulfillment: z.array(z.object({ id: z.string() })),
  anyRefund: z.array(z.object({ id: z.string() })),
  edited: z.boolean(),
  returnStatus: z.string(),
  reference: OwnText,
  imported: OwnText,
  shipments: OwnText,
  email: z.string().nullable(),
  phone: z.string().nullable(),
  retailLocation: z.object({ id: z.string() }).nullable(),
  customer: Customer.nullable(),
  billingAddress: MailingAddress.nullable(),
  shippingAddress: MailingAddress.nullable(),
  totalPriceSet: MoneyBag,
  totalTipReceivedSet: MoneyBag,
  originalTotalDutiesSet: MoneyBag.nullable(),
  additionalFees: z.array(z.object({ price: MoneyBag })),
  totalCashRoundingAdjustment: z.object({ paymentSet: MoneyBag }),
  lineItems: LineItemConnection,
  shippingLines: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(ShippingLine) }),
  transactions: z.array(OrderTransaction),
});

const FulfillmentLineItem = z.object({
  id: z.string(),
  quantity: z.int().nullable(),
  lineItem: z.object({ id: z.string(), sku: z.string().nullable() }),
});

/** A page of a parcel's lines. */
const FulfillmentLineItemConnection = z.object({ pageInfo: PageInfo, nodes: z.array(FulfillmentLineItem) });

/** A parcel with its first lines. */
export const Fulfillment = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  location: z.object({ id: z.string() }).nullable(),
  trackingInfo: z.array(
    z.object({ company: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable() }),
  ),
  fulfillmentLineItems: FulfillmentLineItemConnection,
});

export type MoneyBag = z.output<typeof MoneyBag>;
export type Order = z.output<typeof Order>;
export type LineItem = z.output<typeof LineItem>;
export type Fulfillment = z.output<typeof Fulfillment>;
export type OrderTransaction = z.output<typeof OrderTransaction>;

/** Answer of `OrderById`. */
export const OrderByIdData = z.object({ order: Order.nullable() });

/** Answer of `OrderLines`. */
export const OrderLinesData = z.object({
  order: z.object({ updatedAt: z.string(), lineItems: LineItemConnection }).nullable(),
});

/** Answer of `OrdersUpdated`. */
export const OrdersUpdatedData = z.object({
  orders: z.object({
    pageInfo: PageInfo,
    edges: z.array(z.object({ cursor: z.string(), node: Order.extend({ fulfillments: z.array(Fulfillment) }) })),
  }),
});

/** An order as a bulk operation writes it: its lines stand beside it. */
export const BulkOrder = Order.omit({ lineItems: true, shippingLines: true });

/** Answer of `OrdersRest`. What was deleted is null. */
export const OrdersRestData = z.object({
  nodes: z.array(
    Order.pick({ id: true, updatedAt: true, shippingLines: true })
      .extend({ fulfillments: z.array(Fulfillment) })
      .nullable(),
  ),
});

/** Answer of `FulfillmentLines`. */
export const FulfillmentLinesData = z.object({
  fulfillment: z.object({ fulfillmentLineItems: FulfillmentLineItemConnection }).nullable(),
});

/** Answer of `AppAndShop`. */
export const AppAndShopData = z.object({
  shop: z.object({ myshopifyDomain: z.string(), ianaTimezone: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  publicApiVersions: z.array(z.object({ handle: z.string(), supported: z.boolean() })),
});
