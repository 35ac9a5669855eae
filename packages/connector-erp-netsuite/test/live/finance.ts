import { generateJournalEntry } from '@crossdock/testing';
import { money, sum } from '@crossdock/core';
import type { Arranger, LiveDoor } from './door.ts';

const monthMs = 31 * 86_400_000;

function aJournal({ random, currency, settings, occurredAt, nextRef }: LiveDoor) {
  const businessDate = occurredAt.slice(0, 10);
  const entry = generateJournalEntry(random, { accounts: settings.journalAccounts, currency, businessDate });
  return { ...entry, ref: nextRef() };
}

/** The ledger: journal entries and periods. */
export function liveFinance(arrange: Arranger) {
  return {
    postJournal: arrange<'postJournal'>((door) => ({
      input: () => aJournal(door),
      count: async (reference) => (await door.books.booked(reference, 'journalEntry')).length,
      async inspect(reference) {
        const { books } = door;
        const [found] = await books.booked(reference, 'journalEntry');
        if (!found) return undefined;
        const { line, currency } = await books.record('journalEntry', found.id);
        const code = books.codeOf(currency?.id);
        const side = (which: 'debit' | 'credit') =>
          sum(
            (line?.items ?? []).flatMap((it) => (it[which] === undefined ? [] : [money(it[which], code)])),
            code,
          );
        return { debit: side('debit'), credit: side('credit') };
      },
      refused: () => [
        { what: 'a legal entity that is unknown', input: { ...aJournal(door), entity: 'nowhere' }, code: 'unmapped' },
      ],
    })),
    getPostingPeriods: arrange<'getPostingPeriods'>(({ books, occurredAt }) => ({
      input: () => ({
        from: new Date(Date.parse(occurredAt) - monthMs).toISOString().slice(0, 10),
        to: occurredAt.slice(0, 10),
      }),
      /** All rows are read and chosen here. */
      async truth({ from, to }) {
        const day = (column: string) => `TO_CHAR(p.${column}, 'YYYY-MM-DD') AS ${column}`;
        const rows = await books.rows(`SELECT p.periodname, p.isposting, p.isadjust, p.isquarter, p.isyear, p.closed,
          p.alllocked, p.arlocked, p.aplocked, ${day('startdate')}, ${day('enddate')} FROM accountingperiod p`);
        return rows
          .filter((it) => it['isposting'] === 'T' && [it['isadjust'], it['isquarter'], it['isyear']].every(isNo))
          .filter(({ startdate = '', enddate = '' }) => startdate <= to && enddate >= from)
          .map(({ periodname, startdate, enddate, closed, alllocked, arlocked, aplocked }) => ({
            name: periodname,
            from: startdate,
            to: enddate,
            state:
              closed === 'T' ? 'closed' : [alllocked, arlocked, aplocked].every(isNo) ? ('open' as const) : 'locked',
          }));
      },
    })),
  };
}

const isNo = (flag: string | undefined): boolean => flag !== 'T';
