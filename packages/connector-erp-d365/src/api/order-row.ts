import { z } from 'zod';
import { Dimensions } from './product.ts';
import { SalesOrderHeader, SalesOrderLine } from './sales-order.ts';

/** A header with what an order in our words needs of it. */
export const OrderRow = SalesOrderHeader.extend({
  OrderCreationDateTime: z.string(),
  SalesOrderOriginCode: z.string(),
  ArePricesIncludingSalesTax: z.string(),
  OrderTotalTaxAmount: z.string(),
  OrderTotalChargesAmount: z.string(),
});
export type OrderRow = z.output<typeof OrderRow>;

export const orderRowFields = Object.keys(OrderRow.shape);

/** A line with what an order in our words needs of it. */
export const OrderLineRow = SalesOrderLine.extend({
  ...Dimensions.shape,
  SalesOrderNumber: z.string(),
  SalesPrice: z.string(),
  LineDescription: z.string(),
  ShippingWarehouseId: z.string(),
});
export type OrderLineRow = z.output<typeof OrderLineRow>;

export const orderLineRowFields = Object.keys(OrderLineRow.shape);
