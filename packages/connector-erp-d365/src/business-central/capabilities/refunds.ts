import { type CheckedInput, isZero, type Money } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { requireCurrency } from '../currencies.ts';
import { toWire } from '../mapping/amounts.ts';
import { unmapped, unsuitable } from '../mapping/refusals.ts';
import type { BookedTo } from '../options.ts';
import { documentNumberOf } from '../references.ts';
import { bookJournal, findBooked, type JournalLineBody } from './book-journal.ts';
import { accountFields } from './post-journal.ts';

type Back = CheckedInput<'processReturn'>;

/** Two lines: the customer's account, and the account of the means against it. */
export function customerLines(
  { config }: Pick<Rooms, 'config'>,
  /** A debit of the customer; negative for money that came in. */
  amount: Money,
  account: BookedTo,
  { text, path }: { readonly text: string; readonly path: string },
): readonly JournalLineBody[] {
  const description = text.slice(0, 100);
  const worth = toWire(amount, path);
  return [
    { accountType: 'Customer', accountNumber: config.customer, amount: worth, description },
    { ...accountFields(account), amount: -worth, description },
  ];
}

/** Where the money of each tender of a return goes; refused before anything is written. */
export function refundsOf(rooms: Rooms, back: Back) {
  return back.tenders.flatMap((tender, index) => {
    // On account no money moves: the credit memo lessens what the customer owes.
    if (isZero(tender.amount) || tender.kind === 'invoice') return [];
    const path = `tenders.${index}`;
    requireCurrency(rooms.config, tender.amount.currency, `${path}.amount`);
    const booking = rooms.config.payments[tender.kind];
    if (!booking) throw unmapped(`The tender '${tender.kind}'`, `payments.${tender.kind}`, `${path}.kind`);
    if (!('account' in booking)) {
      throw unsuitable(`Money that goes back needs an account: set payments.${tender.kind}.account`, `${path}.kind`);
    }
    const reference = `${back.ref}-T${index + 1}`;
    const text = `${back.ref} ${tender.name ?? tender.kind}`;
    return [
      {
        reference,
        documentNumber: documentNumberOf(rooms.config.prefix, 'R', reference),
        lines: customerLines(rooms, tender.amount, booking.account, { text, path: `${path}.amount` }),
      },
    ];
  });
}

/** Books the money of each tender of a return as a document of its own. */
export async function bookRefunds(rooms: Rooms, back: Back, postingDate: string, signal: AbortSignal): Promise<void> {
  for (const refund of refundsOf(rooms, back)) await bookJournal(rooms, { ...refund, postingDate }, signal);
}

/** Whether the money of every tender is in the ledger. */
export async function areRefundsBooked(rooms: Rooms, back: Back, signal: AbortSignal): Promise<boolean> {
  for (const refund of refundsOf(rooms, back)) {
    if (!(await findBooked(rooms, refund, signal))) return false;
  }
  return true;
}
