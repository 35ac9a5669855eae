import { type CheckedInput, type Implementation, type JournalEntry } from '@crossdock/core';
import { type Rooms } from '../context.ts';
import { filledFields } from '../mapping/custom-fields.ts';
import { toJournalLines } from '../mapping/journal-lines.ts';
import { unmapped } from '../lookups/refusals.ts';
import { openDayFor } from '../environment/periods.ts';
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
      probe: (entry, { signal }) =>
        findWhole(rooms, bodyOf(rooms, entry, { reference: referenceOf(entry), date: entry.businessDate }), signal),
    },
    async run(entry, { signal }) {
      const date = await openDayFor(rooms, entry.businessDate, signal);
      return writeJournal(rooms, bodyOf(rooms, entry, { reference: referenceOf(entry), date }), signal);
    },
  };
}

function bodyOf(
  { config, system }: Rooms,
  entry: JournalEntry,
  how: { readonly reference: string; readonly date: string },
): JournalBody {
  const journalName = config.journals.ledger;
  if (journalName === undefined) throw unmapped('A journal', 'journals.ledger', 'ref');
  const lines = toJournalLines(entry, { config, system, date: how.date });
  const header = filledFields(config.customFields.journal, entry);
  return { kind: 'ledgerJournal', reference: how.reference, journalName, day: how.date, lines, header };
}
