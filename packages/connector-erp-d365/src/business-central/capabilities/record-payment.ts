import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isIntegrationError,
  isNegative,
  isZero,
  negate,
} from '@crossdock/core';
import { CustomerPayment } from '../api/finance.ts';
import { Coded } from '../api/master-data.ts';
import { SalesInvoice, type SalesInvoice as Invoice } from '../api/documents.ts';
import { dayOf, documentOf, requireDocument, type Rooms } from '../context.ts';
import { currencyIn, requireCurrency } from '../currencies.ts';
import { toWire } from '../mapping/amounts.ts';
import { unmapped, unsuitable } from '../mapping/refusals.ts';
import type { PaymentBooking } from '../options.ts';
import { openDayFor } from '../periods.ts';
import { requireId } from '../query.ts';
import { documentNumberOf, lineNumberOf } from '../references.ts';
import { bookJournal, findBooked } from './book-journal.ts';
import { customerLines } from './refunds.ts';
import { findInvoices, findOpen, noOrder } from './sales-orders.ts';

type Request = CheckedInput<'recordPayment'>;

/**
 * Books money that came in for the customer. A means with a customer payment journal gets a line there, applied to the bill, which people (or a job)
 * of the company post: the API cannot. A means with an account is posted at once, by a general journal.
 */
export function recordPayment(rooms: Rooms): Implementation<'recordPayment'> {
  const { config } = rooms;
  const headOf = ({ ref }: Request) => ({
    documentNumber: documentNumberOf(config.prefix, 'P', ref),
    reference: ref,
  });

  async function find(request: Request, signal: AbortSignal): Promise<DocumentRef | undefined> {
    const head = headOf(request);
    const booking = config.payments[request.tender.kind];
    const isLine = booking !== undefined && 'journal' in booking;
    const line = isLine ? await findLine(rooms, booking.journal, head, signal) : undefined;
    if (line) return line;
    const booked = await findBooked(rooms, head, signal);
    // A line that was posted since is the same document.
    return booked && isLine ? paymentDocument(rooms, head, 'Posted') : booked;
  }

  return {
    once: { visibleWithin: '1m', probe: (request, { signal }) => find(request, signal) },
    async run(request, { signal }) {
      const { tender } = request;
      if (isZero(tender.amount) || isNegative(tender.amount))
        throw unsuitable('Money that came in is positive; what goes back is a return', 'tender.amount');
      const found = await find(request, signal);
      if (found) return found;
      requireCurrency(config, tender.amount.currency, 'tender.amount');
      const booking = config.payments[tender.kind];
      if (!booking) throw unmapped(`The tender '${tender.kind}'`, `payments.${tender.kind}`, 'tender.kind');
      const bill = await billOf(rooms, request, signal);
      const postingDate = await openDayFor(rooms, dayOf(rooms, request), signal);
      const head = headOf(request);
      if ('account' in booking) {
        const lines = customerLines(rooms, negate(tender.amount), booking.account, {
          text: `${request.ref} ${tender.name ?? tender.kind}`,
          path: 'tender.amount',
        });
        return bookJournal(rooms, { ...head, postingDate, lines }, signal);
      }
      return writeLine(rooms, request, { ...head, postingDate, bill, booking }, signal);
    },
  };
}

type Head = ReturnType<typeof paymentHead>;
const paymentHead = (documentNumber: string, reference: string) => ({ documentNumber, reference });

async function writeLine(
  rooms: Rooms,
  { tender }: Request,
  payment: Head & {
    readonly postingDate: string;
    readonly bill: string | undefined;
    readonly booking: Extract<PaymentBooking, { readonly journal: string }>;
  },
  signal: AbortSignal,
): Promise<DocumentRef> {
  const { documentNumber, reference, postingDate, bill, booking } = payment;
  const id = await journalId(rooms, booking.journal, signal);
  const json = {
    customerNumber: rooms.config.customer,
    postingDate,
    documentNumber,
    // A key there: the same payment meets itself.
    lineNumber: lineNumberOf(documentNumber),
    externalDocumentNumber: (tender.reference ?? reference).slice(0, 35),
    // What came in is a credit of the customer.
    amount: toWire(negate(tender.amount), 'tender.amount'),
    description: `${reference} ${tender.name ?? tender.kind}`.slice(0, 100),
    ...(bill !== undefined && { appliesToInvoiceNumber: bill }),
  };
  const place = { set: 'customerPaymentJournals', id, part: 'customerPayments' };
  try {
    await rooms.client.create(place, json, { row: CustomerPayment, signal });
  } catch (error) {
    // Made by another attempt between the look and this one.
    const isThere = isIntegrationError(error) && error.code === 'duplicate';
    if (!isThere || !(await findLine(rooms, booking.journal, payment, signal))) throw error;
  }
  return paymentDocument(rooms, payment, 'Open');
}

async function findLine(
  rooms: Rooms,
  journal: string,
  head: Head,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  const id = await journalId(rooms, journal, signal);
  const filter = { documentNumber: head.documentNumber };
  const place = { set: 'customerPaymentJournals', id, part: 'customerPayments' };
  const rows = await rooms.client.list(place, { filter, row: CustomerPayment, signal });
  const isThere = rows.some((it) => it.documentNumber.toUpperCase() === head.documentNumber);
  return isThere ? paymentDocument(rooms, head, 'Open') : undefined;
}

async function journalId({ client }: Rooms, code: string, signal: AbortSignal): Promise<string> {
  const rows = await client.list({ set: 'customerPaymentJournals' }, { filter: { code }, row: Coded, signal });
  const journal = rows.find((row) => row.code.toUpperCase() === code.toUpperCase());
  if (journal) return journal.id;
  throw new IntegrationError(`Business Central has no customer payment journal '${code}'`, {
    code: 'unmapped',
    path: 'tender.kind',
  });
}

function paymentDocument(rooms: Rooms, { documentNumber, reference }: Head, state: string): DocumentRef {
  return documentOf(rooms, 'customerPayment', { id: documentNumber, number: documentNumber, reference, state });
}

/** Number of the bill that is paid: the one that is named, or the only one of the order. A deposit has none. */
async function billOf(rooms: Rooms, request: Request, signal: AbortSignal): Promise<string | undefined> {
  const { sale, orderRef } = request;
  if (sale) {
    requireDocument(rooms, sale, 'salesInvoice', 'sale');
    const id = requireId(sale.id, 'sale.id');
    const invoice = await rooms.client.read({ set: 'salesInvoices', id }, { row: SalesInvoice, signal });
    if (!invoice)
      throw new IntegrationError('Business Central has no such invoice', { code: 'not-found', path: 'sale' });
    return numberIn(rooms, invoice);
  }
  const [only, ...others] = await findInvoices(rooms, orderRef, signal);
  if (!only && !(await findOpen(rooms, orderRef, signal))) throw noOrder();
  return only && others.length === 0 ? numberIn(rooms, only) : undefined;
}

/** A bill in another currency than the money is not applied: at which rate, people decide. */
function numberIn({ config }: Rooms, { number, currencyCode }: Invoice): string | undefined {
  return currencyIn(config, currencyCode) === config.currency ? number : undefined;
}
