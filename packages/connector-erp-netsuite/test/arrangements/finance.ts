import { type JournalEntry, money } from '@crossdock/core';
import { generateJournalEntry } from '@crossdock/testing';
import { type OpenAccountOptions } from '../account.ts';
import { arrange, type Door } from './door.ts';

const aJournal = ({ random }: Door): JournalEntry =>
  generateJournalEntry(random, { accounts: ['cash', 'sales', 'tips'], currency: 'USD' });

/** The side doors of the ledger: journal entries and periods. */
export function financeDoors(options: OpenAccountOptions) {
  const postJournal = arrange<'postJournal'>(options, (door) => {
    const { books, faults } = door.account;
    const under = (reference: string) => books.journalEntries().filter((it) => it.externalId === `CD_JE_${reference}`);
    return {
      input: () => aJournal(door),
      loseReply: () => faults.arm('lost-reply', { match: (subject) => subject.startsWith('journalEntry/') }),
      count: (reference) => under(reference).length,
      inspect: (reference) => {
        const [found] = under(reference);
        return found && { debit: money(found.debit, found.currency), credit: money(found.credit, found.currency) };
      },
      refused: () => {
        const entry = aJournal(door);
        const changed = (over: object) => ({
          ...entry,
          lines: entry.lines.map((line, index) => (index === 0 ? { ...line, ...over } : line)),
        });
        return [
          { what: 'an account that is unknown', input: changed({ account: 'petty-cash' }), code: 'unmapped' },
          { what: 'a location that is unknown', input: changed({ location: 'store-99' }), code: 'unmapped' },
          { what: 'a dimension that is unknown', input: changed({ dimensions: { project: 'x' } }), code: 'unmapped' },
          { what: 'a legal entity that is unknown', input: { ...entry, entity: 'nowhere' }, code: 'unmapped' },
        ];
      },
    };
  });
  const getPostingPeriods = arrange<'getPostingPeriods'>(options, (door) => {
    const { account } = door;
    return {
      input: () => {
        account.closePeriod('2026-10-15');
        account.closePeriod('2026-11-15', 'locked');
        return { from: '2026-10-31', to: '2026-12-01' };
      },
      truth: () => [
        { name: 'Oct 2026', from: '2026-10-01', to: '2026-10-31', state: 'closed' },
        { name: 'Nov 2026', from: '2026-11-01', to: '2026-11-30', state: 'locked' },
        { name: 'Dec 2026', from: '2026-12-01', to: '2026-12-31', state: 'open' },
      ],
      refused: () => [
        {
          what: 'a legal entity that is unknown',
          input: { from: '2026-11-01', to: '2026-11-30', entity: 'nowhere' },
          code: 'unmapped',
        },
      ],
    };
  });
  return { postJournal, getPostingPeriods };
}
