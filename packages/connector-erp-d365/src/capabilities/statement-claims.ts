import { type IntegrationError, negate } from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import {
  RetailTransaction,
  statementErrorFields,
  StatementError,
  statementFields,
  StatementRow,
  transactionFields,
  transactionKeyOf,
} from '../api/retail-transaction.ts';
import type { Rooms } from '../context.ts';
import { refusalOf } from '../errors.ts';
import { fromWire } from '../mapping/amounts.ts';
import { held } from '../environment/periods.ts';
import { type Claim, conflict, notFound, pending } from './claims.ts';

/**
 * What a store transaction says of itself, once a statement posted it. The statement gathers many of them into one invoice, whose voucher is
 * where they are in the ledger; the total is the transaction's own: what a sale comes to, or what of a return went back.
 */
export async function claimOfTransaction(rooms: Rooms, id: string, signal: AbortSignal): Promise<Claim> {
  const key = transactionKeyOf(id, rooms.config.company);
  const header =
    key &&
    (await rooms.client.read(
      'RetailTransactions',
      { ...key },
      { row: RetailTransaction, select: transactionFields, signal },
    ));
  if (!header) throw notFound('store transaction');
  if (header.TransactionStatus === 'Voided')
    throw conflict('The transaction is voided in Dynamics 365: it will never be posted');
  const posted = await statementOf(rooms, header.TransactionNumber, signal);
  const invoice = posted.InvoiceId === '' ? undefined : await invoiceBy(rooms, posted.InvoiceId, signal);
  if (!invoice)
    throw pending('The statement of the transaction is posted in Dynamics 365 and its invoice is not told yet');
  const paid = fromWire(header.PaymentAmount, header.Currency);
  return { total: header.SaleIsReturnSale === 'Yes' ? negate(paid) : paid, vouchers: [invoice.LedgerVoucher] };
}

/** The statement that posted a transaction. One that could not is an error, in the words of the platform. */
async function statementOf(rooms: Rooms, number: string, signal: AbortSignal): Promise<StatementRow> {
  const { client, config } = rooms;
  const rows = await client.list('RetailEodTransactionTableBIEntities', {
    filter: { dataAreaId: config.company, TransactionId: number },
    select: statementFields,
    row: StatementRow,
    signal,
  });
  const own = rows.filter((row) => row.TransactionId === number);
  const posted = own.find((row) => row.PostingStatus === 'Posted' && row.PostingErrorCode !== 'Error');
  if (posted) return posted;
  const failed = own.find((row) => row.PostingErrorCode === 'Error');
  if (!failed) throw pending('The transaction waits for a statement of Dynamics 365');
  throw await failureOf(rooms, failed.StatementId, signal);
}

async function failureOf(rooms: Rooms, statement: string, signal: AbortSignal): Promise<IntegrationError> {
  const errors = await rooms.client.list('RetailEodTransactionErrorBIEntities', {
    filter: { dataAreaId: rooms.config.company, StatementId: statement },
    select: statementErrorFields,
    row: StatementError,
    signal,
  });
  const texts = errors.filter((it) => it.StatementId === statement).map((it) => it.ErrorMessage);
  const refusal = refusalOf([...new Set(texts)].join('; ').slice(0, 300), { statement });
  const waits = refusal.code === 'period-closed' && rooms.config.closedPeriod !== 'reject';
  return waits ? held('the statement', refusal) : refusal;
}

async function invoiceBy({ client, config }: Rooms, number: string, signal: AbortSignal) {
  const rows = await client.list('SalesInvoiceHeadersV4', {
    filter: { dataAreaId: config.company, InvoiceNumber: number },
    select: invoiceFields,
    row: InvoiceHeader,
    signal,
  });
  return rows.find((row) => row.InvoiceNumber === number);
}
