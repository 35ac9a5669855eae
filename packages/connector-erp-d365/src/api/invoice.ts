import { z } from 'zod';

/** A posted sales invoice, as far as we read it. Numbers come as their text. */
export const InvoiceHeader = z.object({
  InvoiceNumber: z.string().min(1),
  InvoiceDate: z.string(),
  LedgerVoucher: z.string(),
  SalesOrderNumber: z.string(),
  CurrencyCode: z.string(),
  TotalInvoiceAmount: z.string(),
});
export type InvoiceHeader = z.output<typeof InvoiceHeader>;

export const invoiceFields = Object.keys(InvoiceHeader.shape);
