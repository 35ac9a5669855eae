import { z } from 'zod';

/** Header of a store transaction, as far as we read it. Numbers come as their text. */
export const RetailTransaction = z.object({
  TransactionNumber: z.string().min(1),
  OperatingUnitNumber: z.string().min(1),
  Terminal: z.string().min(1),
  ChannelReferenceId: z.string(),
  TransactionStatus: z.string(),
  SaleIsReturnSale: z.string(),
  Currency: z.string(),
  PaymentAmount: z.string(),
  NumberOfPaymentLines: z.string(),
});
export type RetailTransaction = z.output<typeof RetailTransaction>;

export const transactionFields = Object.keys(RetailTransaction.shape);

/** A sales line of it. */
export const RetailSalesLine = z.object({
  TransactionNumber: z.string(),
  OperatingUnitNumber: z.string(),
  Terminal: z.string(),
  LineNumber: z.string(),
  ItemId: z.string(),
  Quantity: z.string(),
  NetAmountInclusiveTax: z.string(),
});
export type RetailSalesLine = z.output<typeof RetailSalesLine>;

export const salesLineFields = Object.keys(RetailSalesLine.shape);

/** How far a statement has come with a transaction. */
export const StatementRow = z.object({
  StatementId: z.string().min(1),
  TransactionId: z.string(),
  InvoiceId: z.string(),
  PostingStatus: z.string(),
  PostingErrorCode: z.string(),
});
export type StatementRow = z.output<typeof StatementRow>;

export const statementFields = Object.keys(StatementRow.shape);

/** Why a statement could not be posted. */
export const StatementError = z.object({ StatementId: z.string(), ErrorMessage: z.string() });
export const statementErrorFields = Object.keys(StatementError.shape);

/** The key of a transaction. */
export interface TransactionKey {
  readonly dataAreaId: string;
  readonly TransactionNumber: string;
  readonly OperatingUnitNumber: string;
  readonly Terminal: string;
}

/** A transaction's key as the id of a document: `052/000003/CD-till-1`. */
export function idOfTransaction({ OperatingUnitNumber, Terminal, TransactionNumber }: TransactionKey): string {
  return [OperatingUnitNumber, Terminal, TransactionNumber].map(encodeURIComponent).join('/');
}

/** The key in an id, or `undefined` if it is none. */
export function transactionKeyOf(id: string, dataAreaId: string): TransactionKey | undefined {
  const [OperatingUnitNumber = '', Terminal = '', TransactionNumber = '', ...more] = id.split('/').map(decoded);
  const isWhole = OperatingUnitNumber !== '' && Terminal !== '' && TransactionNumber !== '' && more.length === 0;
  return isWhole ? { dataAreaId, TransactionNumber, OperatingUnitNumber, Terminal } : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
