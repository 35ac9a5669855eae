import { z } from 'zod';
import { Cursor, WireInstant, WireMoney, WireQuantity } from './common.ts';

const MeasurementUnit = z.object({
  weight_unit: z.string().optional(),
  length_unit: z.string().optional(),
  area_unit: z.string().optional(),
  volume_unit: z.string().optional(),
  generic_unit: z.string().optional(),
  time_unit: z.string().optional(),
  custom_unit: z.unknown().optional(),
});
export type MeasurementUnit = z.output<typeof MeasurementUnit>;
export { MeasurementUnit as WireMeasurementUnit };

const AppliedTax = z.object({ tax_uid: z.string(), applied_money: WireMoney.optional() });
const AppliedDiscount = z.object({ discount_uid: z.string(), applied_money: WireMoney.optional() });

const lineFields = {
  uid: z.string().min(1),
  name: z.string().optional(),
  quantity: WireQuantity,
  quantity_unit: z.object({ measurement_unit: MeasurementUnit.optional() }).optional(),
  catalog_object_id: z.string().optional(),
  item_type: z.string().default('ITEM'),
  applied_taxes: z.array(AppliedTax).default([]),
  applied_discounts: z.array(AppliedDiscount).default([]),
  base_price_money: WireMoney.optional(),
  total_tax_money: WireMoney.optional(),
  total_discount_money: WireMoney.optional(),
  total_money: WireMoney.optional(),
};

const LineItem = z.object(lineFields);
/** What {@link LineItem} and its like on a return share. */
export type WireLine = z.output<typeof LineItem>;

const ReturnLineItem = z.object({ ...lineFields, source_line_item_uid: z.string().optional() });
export type WireReturnLine = z.output<typeof ReturnLineItem>;

const Tax = z.object({
  uid: z.string(),
  name: z.string().optional(),
  type: z.string().default('ADDITIVE'),
  percentage: z.string().optional(),
});
export type WireTax = z.output<typeof Tax>;

const Discount = z.object({ uid: z.string(), name: z.string().optional(), scope: z.string().optional() });
export type WireDiscount = z.output<typeof Discount>;

const ServiceCharge = z.object({
  uid: z.string().optional(),
  name: z.string().optional(),
  total_money: WireMoney.optional(),
  total_tax_money: WireMoney.optional(),
  applied_taxes: z.array(AppliedTax).default([]),
  treatment_type: z.string().default('LINE_ITEM_TREATMENT'),
});
export type WireServiceCharge = z.output<typeof ServiceCharge>;

const Rounding = z.object({ amount_money: WireMoney.optional() });

const Tender = z.object({
  id: z.string().optional(),
  created_at: WireInstant.optional(),
  amount_money: WireMoney.optional(),
  tip_money: WireMoney.optional(),
  type: z.string(),
  card_details: z.object({ status: z.string().optional() }).optional(),
  payment_id: z.string().optional(),
});
export type WireTender = z.output<typeof Tender>;

const OrderRefund = z.object({
  id: z.string(),
  tender_id: z.string().optional(),
  created_at: WireInstant.optional(),
  amount_money: WireMoney,
  reason: z.string().optional(),
  status: z.string(),
});
export type WireOrderRefund = z.output<typeof OrderRefund>;

const OrderReturn = z.object({
  uid: z.string().default('return'),
  source_order_id: z.string().optional(),
  return_line_items: z.array(ReturnLineItem).default([]),
  return_service_charges: z.array(ServiceCharge).default([]),
  return_taxes: z.array(Tax).default([]),
  return_discounts: z.array(Discount).default([]),
  return_tips: z.array(z.object({ applied_money: WireMoney.optional() })).default([]),
  rounding_adjustment: Rounding.optional(),
  return_amounts: z.object({ total_money: WireMoney.optional() }).optional(),
});
export type WireReturn = z.output<typeof OrderReturn>;

/** An order: sales, returns and exchanges alike. */
export const WireOrder = z.object({
  id: z.string().min(1),
  location_id: z.string().min(1),
  source: z.object({ name: z.string().optional() }).optional(),
  customer_id: z.string().optional(),
  reference_id: z.string().optional(),
  line_items: z.array(LineItem).default([]),
  taxes: z.array(Tax).default([]),
  discounts: z.array(Discount).default([]),
  service_charges: z.array(ServiceCharge).default([]),
  returns: z.array(OrderReturn).default([]),
  net_amounts: z.object({ total_money: WireMoney.optional() }).optional(),
  rounding_adjustment: Rounding.optional(),
  tenders: z.array(Tender).default([]),
  refunds: z.array(OrderRefund).default([]),
  created_at: WireInstant,
  updated_at: WireInstant,
  state: z.string(),
  total_money: WireMoney.optional(),
  total_tip_money: WireMoney.optional(),
  net_amount_due_money: WireMoney.optional(),
});
export type WireOrder = z.output<typeof WireOrder>;

export const OrderAnswer = z.object({ order: z.unknown() });
export const OrdersAnswer = z.object({ orders: z.array(z.unknown()).default([]), ...Cursor });

/** The little of an order that can be told of one that is refused. */
export const OrderHead = z.object({ id: z.string().min(1) });
