import { type CheckedInput, type Implementation, IntegrationError, isNegative, isZero } from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import { postingDateOf, requireDocument, type Rooms } from '../context.ts';
import { toWire } from '../mapping/amounts.ts';
import { createOpenDays } from '../environment/periods.ts';
import { unmapped } from '../lookups/refusals.ts';
import { noonOf } from '../odata/literals.ts';
import { journalReferenceOf } from '../references.ts';
import { findWhole, writeJournal } from './journals.ts';
import { requireOrder } from './sales-orders.ts';

type Payment = CheckedInput<'recordPayment'>;

/**
 * Books money that came in as a customer payment journal with one line: against the order's invoice where there is one, before that as a
 * prepayment. Gift cards and store credit are booked against the account that their kind names, which is a liability. The period of its day is
 * looked at before it is written.
 */
export function recordPayment(rooms: Rooms): Implementation<'recordPayment'> {
  const { config } = rooms;
  const openDay = createOpenDays(rooms);
  const referenceOf = (payment: Payment): string => journalReferenceOf(config.prefix, 'PAY', payment.ref);
  return {
    once: {
      visibleWithin: '1m',
      probe: (payment, { signal }) => {
        const lines = [{ CreditAmount: toWire(payment.tender.amount, 'tender.amount') }];
        return findWhole(rooms, { kind: 'paymentJournal', reference: referenceOf(payment), lines }, signal);
      },
    },
    async run(payment, { signal }) {
      const { amount, kind } = payment.tender;
      if (isZero(amount) || isNegative(amount)) {
        throw new IntegrationError('Money that came in is positive; what goes back is a return', {
          code: 'unsupported-document',
          path: 'tender.amount',
        });
      }
      const journalName = config.journals.payments;
      if (journalName === undefined) throw unmapped('A payment', 'journals.payments', 'ref');
      const booking = config.payments[kind];
      if (!booking) throw unmapped(`The tender '${kind}'`, `payments.${kind}`, 'tender.kind');
      const invoice = await invoiceOf(rooms, payment, signal);
      const day = await openDay(postingDateOf(rooms, payment), signal);
      const line = {
        TransactionDate: noonOf(day),
        AccountType: 'Cust',
        // The segment delimiter inside a number is escaped.
        AccountDisplayValue: config.customer.replaceAll('-', String.raw`\-`),
        CreditAmount: toWire(amount, 'tender.amount'),
        CurrencyCode: amount.currency,
        OffsetAccountType: booking.offset.type,
        OffsetAccountDisplayValue: booking.offset.value,
        TransactionText: `${payment.orderRef} ${payment.tender.name ?? kind}`.slice(0, 60),
        PaymentReference: (payment.tender.reference ?? payment.orderRef).slice(0, 20),
        PaymentId: payment.orderRef.slice(0, 20),
        ...(booking.method !== undefined && { PaymentMethodName: booking.method }),
        ...(invoice === undefined
          ? { IsPrepayment: 'Yes' }
          : { MarkedInvoice: invoice, MarkedInvoiceCompany: config.company }),
      };
      return writeJournal(
        rooms,
        { kind: 'paymentJournal', reference: referenceOf(payment), journalName, day, lines: [line] },
        signal,
      );
    },
  };
}

/** The invoice that is paid: the one that is named, or the only one of the order. */
async function invoiceOf(rooms: Rooms, payment: Payment, signal: AbortSignal): Promise<string | undefined> {
  if (payment.sale) {
    requireDocument(rooms, payment.sale, 'salesInvoice', 'sale');
    return payment.sale.id;
  }
  const { header } = await requireOrder(rooms, payment, signal);
  const rows = await rooms.client.list('SalesInvoiceHeadersV4', {
    filter: { dataAreaId: rooms.config.company, SalesOrderNumber: header.SalesOrderNumber },
    select: invoiceFields,
    row: InvoiceHeader,
    signal,
  });
  const invoices = rows.filter((row) => row.SalesOrderNumber === header.SalesOrderNumber);
  return invoices.length === 1 ? invoices[0]?.InvoiceNumber : undefined;
}
