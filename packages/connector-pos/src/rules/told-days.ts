import { type DrawerCount, isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { daySpan } from './business-day.ts';
import { type DayStore, type DueDay } from './due-days.ts';
import { naturalRef } from './natural-key.ts';
import { assembleStoreDay } from './store-day.ts';
import { type ClosingRules, editionsUntil } from './store-day-editions.ts';
import { type Ticket } from './ticket.ts';

/** An edition of a store day, or why there is none. */
export type ToldStoreDay = SourceEvent<'storeday.closed'> | RefusedEvent<'storeday.closed'>;

/** What a store day is put together from. */
export interface DayParts {
  readonly tickets: readonly Ticket[];
  readonly drawers: readonly {
    readonly count: DrawerCount;
    /** When it was counted, in epoch milliseconds. */
    readonly closedAt: number;
  }[];
}

/**
 * The editions of a due day up to an instant, as events.
 *
 * @param read - reads the parts of the day; what it refuses for good refuses the day, under an id of its own
 */
export async function* toldEditions(
  { store, date, since }: DueDay<DayStore>,
  { name, rules, until }: { readonly name: string; readonly rules: ClosingRules; readonly until: number },
  read: () => Promise<DayParts>,
): AsyncIterable<ToldStoreDay> {
  const ref = naturalRef(name, [store.id.replaceAll('-', '_'), date.replaceAll('-', '')]);
  try {
    const { tickets, drawers } = await read();
    const countedAt = drawers.map((it) => it.closedAt);
    for (const edition of editionsUntil(daySpan(date, store), tickets, rules, until, countedAt)) {
      if (edition.closedAt <= since) continue;
      const counted = drawers.filter((it) => it.closedAt <= edition.closedAt).map((it) => it.count);
      const { currency, code: location } = store;
      const facts = { ref, refs: { [name]: store.id }, location, businessDate: date, currency };
      const day = assembleStoreDay({ ...facts, tickets: edition.tickets, drawers: counted }, edition);
      const id = `${store.id}/${date}/${edition.revision}`;
      yield { name: 'storeday.closed', id, key: ref, occurredAt: day.closedAt, data: day, identifiers: [id] };
    }
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    yield { name: 'storeday.closed', id: `${store.id}/${date}/refused/${error.code}`, key: ref, refused: error };
  }
}
