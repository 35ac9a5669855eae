import { isNegative, isZero, negate, type Tender } from '@crossdock/core';
import { postingDateOf, type Rooms } from '../context.ts';
import { toWire } from '../mapping/amounts.ts';
import { openDayFor } from '../environment/periods.ts';
import { unmapped } from '../lookups/refusals.ts';
import { noonOf } from '../odata/literals.ts';
import { journalReferenceOf } from '../references.ts';
import { findWhole, writeJournal } from './journals.ts';

/** A document whose tenders are booked beside its invoice. */
export interface Tendered {
  readonly ref: string;
  readonly tenders: readonly Tender[];
  readonly occurredAt: string;
  readonly businessDate?: string | undefined;
  /** What a positive tender is: of a sale money that came in, of a return money that went back. */
  readonly positive: 'came-in' | 'went-back';
}

/** Books each tender as a payment: money that went back is a debit of the customer, money that came in a credit. */
export async function bookTenders(
  rooms: Rooms,
  document: Tendered,
  invoice: string,
  signal: AbortSignal,
): Promise<void> {
  const { config } = rooms;
  const tenders = bookable(document);
  if (tenders.length === 0) return;
  const day = await openDayFor(rooms, postingDateOf(rooms, document), signal);
  for (const { tender, index } of tenders) {
    const path = `tenders.${index}`;
    const journalName = config.journals.payments;
    if (journalName === undefined) throw unmapped('A payment', 'journals.payments', path);
    const booking = config.payments[tender.kind];
    if (!booking) throw unmapped(`The tender '${tender.kind}'`, `payments.${tender.kind}`, `${path}.kind`);
    const line = {
      TransactionDate: noonOf(day),
      AccountType: 'Cust',
      AccountDisplayValue: config.customer.replaceAll('-', String.raw`\-`),
      ...sideOf(tender, document, `${path}.amount`),
      CurrencyCode: tender.amount.currency,
      OffsetAccountType: booking.offset.type,
      OffsetAccountDisplayValue: booking.offset.value,
      TransactionText: `${document.ref} ${tender.name ?? tender.kind}`.slice(0, 60),
      PaymentReference: (tender.reference ?? document.ref).slice(0, 20),
      ...(booking.method !== undefined && { PaymentMethodName: booking.method }),
      MarkedInvoice: invoice,
      MarkedInvoiceCompany: config.company,
    };
    const reference = referenceOf(rooms, document, index);
    await writeJournal(rooms, { kind: 'paymentJournal', reference, journalName, day, lines: [line] }, signal);
  }
}

/** Refuses tenders that have no counterpart, before anything of their document is written. */
export function requireTenders({ config }: Pick<Rooms, 'config'>, document: Tendered): void {
  for (const { tender, index } of bookable(document)) {
    if (config.journals.payments === undefined) throw unmapped('A payment', 'journals.payments', `tenders.${index}`);
    if (config.payments[tender.kind]) continue;
    throw unmapped(`The tender '${tender.kind}'`, `payments.${tender.kind}`, `tenders.${index}.kind`);
  }
}

/** Whether every tender of a document is booked as far as it is booked here. */
export async function areTendersBooked(rooms: Rooms, document: Tendered, signal: AbortSignal): Promise<boolean> {
  for (const { tender, index } of bookable(document)) {
    const lines = [sideOf(tender, document, `tenders.${index}.amount`)];
    const wanted = { kind: 'paymentJournal', reference: referenceOf(rooms, document, index), lines } as const;
    if (!(await findWhole(rooms, wanted, signal))) return false;
  }
  return true;
}

function sideOf({ amount }: Tender, { positive }: Tendered, path: string): Readonly<Record<string, number>> {
  const cameIn = isNegative(amount) === (positive === 'went-back');
  const worth = toWire(isNegative(amount) ? negate(amount) : amount, path);
  return cameIn ? { CreditAmount: worth } : { DebitAmount: worth };
}

/** On account no money moves: a sale is paid later, by a payment of its own, and a return lessens what the customer owes. */
function bookable({ tenders }: Tendered) {
  return tenders
    .map((tender, index) => ({ tender, index }))
    .filter(({ tender }) => !isZero(tender.amount) && tender.kind !== 'invoice');
}

function referenceOf({ config }: Rooms, { ref }: Tendered, index: number): string {
  return journalReferenceOf(config.prefix, 'PAY', `${ref}-T${index + 1}`);
}
