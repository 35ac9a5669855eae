import { type CheckedInput, type Implementation, type JournalEntry } from '@crossdock/core';
import { type Rooms } from '../context.ts';
import { toWire } from '../mapping/amounts.ts';
import { unmapped } from '../mapping/refusals.ts';
import { noonOf } from '../odata/literals.ts';
import { openDayFor } from '../periods.ts';
import { journalReferenceOf } from '../references.ts';
import { findWhole, type JournalBody, writeJournal } from './journals.ts';

type Entry = CheckedInput<'postJournal'>;

/** Books a balanced entry as one general journal with one voucher, on the entry's business date. */
export function postJournal(rooms: Rooms): Implementation<'postJournal'> {
  const { config } = rooms;
  const referenceOf = (entry: Entry): string => journalReferenceOf(config.prefix, 'GJ', entry.ref);
  return {
    once: {
      visibleWithin: '1m',
      probe: (entry, { signal }) => findWhole(rooms, 'ledgerJournal', referenceOf(entry), signal),
    },
    async run(entry, { signal }) {
      const date = await openDayFor(rooms, entry.businessDate, signal);
      return writeJournal(rooms, bodyOf(rooms, entry, { reference: referenceOf(entry), date }), signal);
    },
  };
}

function bodyOf(
  { config }: Rooms,
  entry: JournalEntry,
  how: { readonly reference: string; readonly date: string },
): JournalBody {
  const journalName = config.journals.ledger;
  if (journalName === undefined) throw unmapped('A journal', 'journals.ledger', 'ref');
  const lines = entry.lines.map((line, index) => {
    const account = config.accounts[line.account];
    if (!account) throw unmapped(`Account '${line.account}'`, `accounts.${line.account}`, `lines.${index}.account`);
    return {
      TransDate: noonOf(how.date),
      DocumentDate: noonOf(entry.businessDate),
      AccountType: account.type,
      AccountDisplayValue: account.value,
      CurrencyCode: entry.currency,
      Text: (line.memo ?? entry.memo ?? entry.ref).slice(0, 60),
      Document: entry.ref.slice(0, 20),
      ...(line.debit && { DebitAmount: toWire(line.debit, `lines.${index}.debit`) }),
      ...(line.credit && { CreditAmount: toWire(line.credit, `lines.${index}.credit`) }),
    };
  });
  return { kind: 'ledgerJournal', reference: how.reference, journalName, lines };
}
