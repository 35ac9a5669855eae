import { z } from 'zod';

/** A sales order header, as far as we read it. Numbers come as their text. */
export const SalesOrderHeader = z.object({
  dataAreaId: z.string(),
  SalesOrderNumber: z.string().min(1),
  CustomersOrderReference: z.string(),
  CurrencyCode: z.string(),
  SalesOrderName: z.string().default(''),
  SalesOrderStatus: z.string(),
  SalesOrderProcessingStatus: z.string(),
  OrderTotalAmount: z.string(),
  AreTotalsCalculated: z.string(),
});
export type SalesOrderHeader = z.output<typeof SalesOrderHeader>;

export const headerFields = Object.keys(SalesOrderHeader.shape);

/** Name of a cancelled order where no service can give it the state. */
export const cancelledName = 'CANCELLED';

export function isCancelled({
  SalesOrderStatus,
  SalesOrderName,
}: Pick<SalesOrderHeader, 'SalesOrderStatus' | 'SalesOrderName'>): boolean {
  return SalesOrderStatus === 'Canceled' || SalesOrderName === cancelledName;
}

/** A sales order line, as far as we read it. */
export const SalesOrderLine = z.object({
  InventoryLotId: z.string().min(1),
  ItemNumber: z.string(),
  OrderedSalesQuantity: z.string(),
  SalesDeliverNow: z.string(),
  LineAmount: z.string(),
  OrderLineReference: z.string(),
  ExternalItemNumber: z.string(),
  SalesOrderLineStatus: z.string(),
});
export type SalesOrderLine = z.output<typeof SalesOrderLine>;

export const lineFields = Object.keys(SalesOrderLine.shape);
