import { type CapabilityInput, defineFlow, type StoreDay, storeDayEntry, sum } from '@crossdock/core';

/** Waits out maintenance windows, closed periods and outages of the ERP, without a person. */
const patiently = { hold: 'until-open' } as const;

type Journal = CapabilityInput<'postJournal'>;

/**
 * A closed store day becomes one journal in the ledger. What comes later makes a revision, which is booked as a journal of its own:
 * only what differs, naming the late tickets. What is posted is never edited.
 */
export const settleStoreDay = defineFlow({
  name: 'settle-store-day',
  version: 1,
  on: 'storeday.closed',
  key: (day) => day.ref,
  needs: { erp: ['postJournal', 'confirmPosting'] },
  async run(day, { erp, waitFor, log }) {
    let corrects: StoreDay | undefined;
    // The edition before may be told after this one.
    while (day.revision > 1 && corrects?.revision !== day.revision - 1) {
      corrects = (await waitFor('storeday.closed')).data;
    }
    const entry = storeDayEntry(day, corrects ? { corrects } : {});
    if (!entry) {
      log('There is nothing to book: no amount has changed');
      return;
    }
    const journal = await erp.postJournal(withDifference(entry, day), patiently);
    await erp.confirmPosting({ document: journal, expected: { total: debitsOf(entry) } }, patiently);
  },
});

/** As many as a memo has room for: a till that was offline for a day sends hundreds. */
const namedTickets = 4;

/** Says in the ledger what a revision is about. One without late tickets is about drawers and deposits. */
function withDifference(entry: Journal, { difference }: StoreDay): Journal {
  if (!difference || difference.tickets.length === 0) return entry;
  const { total, tickets } = difference;
  const others = tickets.length > namedTickets ? ` and ${tickets.length - namedTickets} others` : '';
  const named = tickets.slice(0, namedTickets).join(', ');
  return { ...entry, memo: `${entry.memo ?? ''}: ${total.amount} ${total.currency}, late: ${named}${others}` };
}

const debitsOf = ({ lines, currency }: Journal) =>
  sum(
    lines.flatMap((line) => line.debit ?? []),
    currency,
  );
