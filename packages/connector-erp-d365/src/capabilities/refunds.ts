import { type CheckedInput, type DocumentRef, isNegative, isZero, negate } from '@crossdock/core';
import { postingDateOf, type Rooms } from '../context.ts';
import { toWire } from '../mapping/amounts.ts';
import { unmapped } from '../mapping/refusals.ts';
import { noonOf } from '../odata/literals.ts';
import { journalReferenceOf } from '../references.ts';
import { findWhole, writeJournal } from './journals.ts';

type Back = CheckedInput<'processReturn'>;

/** Books each tender of a return as a payment: money that went back is a debit of the customer, money that came in a credit. */
export async function bookRefunds(rooms: Rooms, back: Back, credit: DocumentRef, signal: AbortSignal): Promise<void> {
  const { config } = rooms;
  for (const [index, tender] of back.tenders.entries()) {
    if (isZero(tender.amount)) continue;
    const path = `tenders.${index}`;
    const journalName = config.journals.payments;
    if (journalName === undefined) throw unmapped('A refund', 'journals.payments', path);
    const booking = config.payments[tender.kind];
    if (!booking) throw unmapped(`The tender '${tender.kind}'`, `payments.${tender.kind}`, `${path}.kind`);
    const cameIn = isNegative(tender.amount);
    const amount = toWire(cameIn ? negate(tender.amount) : tender.amount, `${path}.amount`);
    const line = {
      TransactionDate: noonOf(postingDateOf(rooms, back)),
      AccountType: 'Cust',
      AccountDisplayValue: config.customer.replaceAll('-', String.raw`\-`),
      ...(cameIn ? { CreditAmount: amount } : { DebitAmount: amount }),
      CurrencyCode: tender.amount.currency,
      OffsetAccountType: booking.offset.type,
      OffsetAccountDisplayValue: booking.offset.value,
      TransactionText: `${back.ref} ${tender.name ?? tender.kind}`.slice(0, 60),
      PaymentReference: (tender.reference ?? back.ref).slice(0, 20),
      ...(booking.method !== undefined && { PaymentMethodName: booking.method }),
      MarkedInvoice: credit.id,
      MarkedInvoiceCompany: config.company,
    };
    const reference = referenceOf(rooms, back, index);
    await writeJournal(rooms, { kind: 'paymentJournal', reference, journalName, lines: [line] }, signal);
  }
}

/** Whether every tender of a return is booked as far as it is booked here. */
export async function areRefundsBooked(rooms: Rooms, back: Back, signal: AbortSignal): Promise<boolean> {
  for (const [index, { amount }] of back.tenders.entries()) {
    if (isZero(amount)) continue;
    if (!(await findWhole(rooms, 'paymentJournal', referenceOf(rooms, back, index), signal))) return false;
  }
  return true;
}

function referenceOf({ config }: Rooms, { ref }: Back, index: number): string {
  return journalReferenceOf(config.prefix, 'PAY', `${ref}-T${index + 1}`);
}
