import { z } from 'zod';
import { noId } from '../query.ts';

/** What every row has. */
const row = { '@odata.etag': z.string().min(1), id: z.guid() };

/** A sales order, as far as we read it. Numbers come as their text. */
export const SalesOrder = z.object({
  ...row,
  number: z.string(),
  externalDocumentNumber: z.string(),
  orderDate: z.string(),
  customerNumber: z.string(),
  currencyCode: z.string(),
  pricesIncludeTax: z.boolean(),
  totalAmountIncludingTax: z.string(),
  fullyShipped: z.boolean(),
  status: z.string(),
  lastModifiedDateTime: z.string(),
});
export type SalesOrder = z.output<typeof SalesOrder>;

/** What lines of orders, invoices and credit memos have in common. */
const line = {
  ...row,
  sequence: z.string(),
  lineType: z.string(),
  lineObjectNumber: z.string(),
  description: z.string(),
  quantity: z.string(),
  unitPrice: z.string(),
  discountAmount: z.string(),
  taxCode: z.string(),
  netAmount: z.string(),
  netTaxAmount: z.string(),
  netAmountIncludingTax: z.string(),
  itemVariantId: z.string().default(noId),
};

export const DocumentLine = z.object(line);
export type DocumentLine = z.output<typeof DocumentLine>;

export const SalesOrderLine = z.object({
  ...line,
  shippedQuantity: z.string(),
  invoicedQuantity: z.string(),
  shipQuantity: z.string(),
});
export type SalesOrderLine = z.output<typeof SalesOrderLine>;

/** An invoice, a draft or posted. */
export const SalesInvoice = z.object({
  ...row,
  number: z.string(),
  externalDocumentNumber: z.string(),
  postingDate: z.string(),
  invoiceDate: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  currencyCode: z.string(),
  pricesIncludeTax: z.boolean(),
  totalAmountIncludingTax: z.string(),
  status: z.string(),
  lastModifiedDateTime: z.string(),
});
export type SalesInvoice = z.output<typeof SalesInvoice>;

/** A credit memo, a draft or posted. */
export const SalesCreditMemo = SalesInvoice.omit({ invoiceDate: true, orderId: true, orderNumber: true });
export type SalesCreditMemo = z.output<typeof SalesCreditMemo>;

export const SalesShipment = z.object({
  id: z.guid(),
  number: z.string(),
  externalDocumentNumber: z.string(),
  orderNumber: z.string(),
});
export type SalesShipment = z.output<typeof SalesShipment>;
