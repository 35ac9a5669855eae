import type { DocumentRef, Implementation } from '@crossdock/core';
import { toJournalEntry } from '../mapping/journal-entry.ts';
import { documentOf, type Rooms, visibleWithin } from './context.ts';
import { ensured, look } from './ensured.ts';

/** Books a journal entry on its business date. An account that routes journals to an approver holds it until then. */
export function postJournal(rooms: Rooms): Implementation<'postJournal'> {
  return {
    once: {
      visibleWithin,
      async probe({ ref }, { signal }) {
        const found = await look(rooms, 'journalEntry', ref, signal);
        return found && documentOf(rooms, 'journalEntry', found);
      },
    },
    async run(entry, { signal }): Promise<DocumentRef> {
      const body = toJournalEntry(entry, rooms.system, rooms.config);
      const wanted = { type: 'journalEntry', reference: entry.ref, tranDate: entry.businessDate, body } as const;
      return documentOf(rooms, 'journalEntry', await ensured(rooms, wanted, signal));
    },
  };
}
