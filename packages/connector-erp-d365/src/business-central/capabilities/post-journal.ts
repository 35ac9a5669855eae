import { type CheckedInput, type Implementation, negate } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { requireCurrency } from '../currencies.ts';
import { toWire } from '../mapping/amounts.ts';
import { unmapped } from '../mapping/refusals.ts';
import type { BookedTo } from '../options.ts';
import { openDayFor } from '../periods.ts';
import { documentNumberOf } from '../references.ts';
import { bookJournal, findBooked, type JournalDocument, type JournalLineBody } from './book-journal.ts';

type Entry = CheckedInput<'postJournal'>;

/** Longest text of a journal line. */
const longestText = 100;

/** Books a balanced entry as one document of a general journal, on the entry's business date. */
export function postJournal(rooms: Rooms): Implementation<'postJournal'> {
  const { config } = rooms;
  const headOf = ({ ref }: Entry) => ({
    documentNumber: documentNumberOf(config.prefix, 'J', ref),
    reference: ref,
  });
  return {
    once: { visibleWithin: '1m', probe: (entry, { signal }) => findBooked(rooms, headOf(entry), signal) },
    async run(entry, { signal }) {
      requireCurrency(config, entry.currency, 'currency');
      const lines = linesOf(rooms, entry);
      const postingDate = await openDayFor(rooms, entry.businessDate, signal);
      const document: JournalDocument = { ...headOf(entry), postingDate, lines };
      return bookJournal(rooms, document, signal);
    },
  };
}

function linesOf({ config }: Rooms, entry: Entry): readonly JournalLineBody[] {
  return entry.lines.flatMap(({ account, debit, credit, memo }, index): readonly JournalLineBody[] => {
    const path = `lines.${index}`;
    const booked = config.accounts[account];
    if (!booked) throw unmapped(`Account '${account}'`, `accounts.${account}`, `${path}.account`);
    const amount = debit ? toWire(debit, `${path}.debit`) : credit ? toWire(negate(credit), `${path}.credit`) : 0;
    // The platform refuses lines of nothing.
    if (amount === 0) return [];
    const description = (memo ?? entry.memo ?? entry.ref).slice(0, longestText);
    return [{ ...accountFields(booked), amount, description }];
  });
}

/** An account as a journal line names it. */
export function accountFields({ type, number, dimensions }: BookedTo) {
  const sets = Object.entries(dimensions).map(([code, valueCode]) => ({ code, valueCode }));
  return {
    accountType: type,
    accountNumber: number,
    ...(sets.length > 0 && { dimensionSetLines: sets }),
  };
}
