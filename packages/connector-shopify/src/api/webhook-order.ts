import { z } from 'zod';

/**
 * What webhooks carry about an order: REST-shaped and in snake_case. The body is read with every
 * number as the text that was sent: ids may be longer than a double holds, and some amounts are numbers.
 *
 * @see https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-orders/create
 * @module
 */

/** A numeric id, as text. */
const NumericId = z.string().regex(/^\d{1,20}$/);

/** A number of units. */
const Quantity = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const money = z.object({ amount: z.string(), currency_code: z.string() });

/** An amount in the shop's and in the buyer's currency. */
export const PriceSet = z.object({ shop_money: money, presentment_money: money });

const TaxLine = z.object({
  title: z.string(),
  rate: z.string().nullable(),
  price_set: PriceSet,
});

const DiscountAllocation = z.object({ amount_set: PriceSet });

/** One line of an order or of a parcel. */
export const WebhookLine = z.object({
  id: NumericId,
  admin_graphql_api_id: z.string().optional(),
  sku: z.string().nullable(),
  title: z.string(),
  variant_title: z.string().nullish(),
  quantity: Quantity,
  current_quantity: Quantity.optional(),
  gift_card: z.boolean(),
  product_exists: z.boolean(),
  product_id: NumericId.nullable(),
  variant_id: NumericId.nullable(),
  price_set: PriceSet,
  discount_allocations: z.array(DiscountAllocation),
  tax_lines: z.array(TaxLine),
});

const ShippingLine = z.object({
  id: NumericId.nullable(),
  title: z.string(),
  code: z.string().nullish(),
  is_removed: z.boolean().optional(),
  price_set: PriceSet,
  discount_allocations: z.array(DiscountAllocation),
  tax_lines: z.array(TaxLine),
});

const WebhookAddress = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  province_code: z.string().nullish(),
  zip: z.string().nullish(),
  country_code: z.string().nullish(),
  phone: z.string().nullish(),
});

const WebhookCustomer = z.object({
  id: NumericId,
  admin_graphql_api_id: z.string().optional(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
});

/** An order as `orders/*` deliveries carry it. */
export const WebhookOrder = z.object({
  id: NumericId,
  admin_graphql_api_id: z.string(),
  name: z.string(),
  created_at: z.string(),
  processed_at: z.string(),
  updated_at: z.string(),
  cancelled_at: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  test: z.boolean(),
  taxes_included: z.boolean(),
  currency: z.string(),
  presentment_currency: z.string(),
  financial_status: z.string().nullable(),
  source_name: z.string().nullish(),
  source_identifier: z.string().nullish(),
  po_number: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  location_id: NumericId.nullish(),
  payment_gateway_names: z.array(z.string()),
  customer: WebhookCustomer.nullish(),
  billing_address: WebhookAddress.nullish(),
  shipping_address: WebhookAddress.nullish(),
  total_price_set: PriceSet,
  total_outstanding: z.string(),
  total_tip_received: z.string().nullish(),
  total_cash_rounding_payment_adjustment_set: PriceSet.nullish(),
  original_total_duties_set: PriceSet.nullish(),
  original_total_additional_fees_set: PriceSet.nullish(),
  line_items: z.array(WebhookLine),
  shipping_lines: z.array(ShippingLine),
  fulfillments: z.array(z.unknown()).nullish(),
  refunds: z.array(z.unknown()).nullish(),
});

/** The little that must be readable to read the order again instead. */
export const WebhookOrderId = z.object({ id: NumericId, admin_graphql_api_id: z.string().optional() });

/** A parcel as `fulfillments/create` carries it. */
export const WebhookFulfillment = z.object({
  id: NumericId,
  admin_graphql_api_id: z.string(),
  order_id: NumericId,
  name: z.string(),
  status: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  location_id: NumericId.nullish(),
  tracking_company: z.string().nullish(),
  tracking_numbers: z.array(z.string()).nullish(),
  tracking_urls: z.array(z.string()).nullish(),
  line_items: z.array(z.object({ id: NumericId, sku: z.string().nullable(), quantity: Quantity })),
});

export type PriceSet = z.output<typeof PriceSet>;
export type WebhookOrder = z.output<typeof WebhookOrder>;
export type WebhookLine = z.output<typeof WebhookLine>;
export type WebhookFulfillment = z.output<typeof WebhookFulfillment>;

/** The little that news of an edit tell. */
export const WebhookEdit = z.object({ order_edit: z.object({ order_id: NumericId }) });

/** The little that news of a refund or of money tell: which order they are about. */
export const WebhookOrderPart = z.object({
  order_id: NumericId.nullish(),
  order: z.object({ id: NumericId }).nullish(),
});
