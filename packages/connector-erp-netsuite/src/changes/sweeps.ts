import type { Sweep, SweepWindow } from '@crossdock/core';
import type { ChangeSpan, Place } from '../api/changed-rows.ts';
import { changedPostings } from '../api/posted.ts';
import type { QueryRow } from '../api/query.ts';
import { furtherOn, type NextRows, placeOf } from '../capabilities/listing.ts';
import type { NetsuiteClient } from '../client.ts';
import { customerEvents, type EventRooms, itemEvents, type NetsuiteEvent, postingEvents } from './events.ts';

/** What the sweeps work with. */
export type SweepRooms = EventRooms & { readonly client: Pick<NetsuiteClient, 'query'> };

type ReadRows = (span: ChangeSpan, next: NextRows) => Promise<readonly QueryRow[]>;

/** Rows of one question. The platform gives a thousand, and ends every query after a hundred of those. */
const pageSize = 1000;
/** Rows whose records are read together; the pool of the account lets in as many as it allows. */
const atOnce = 20;

/** Asks the account what changed since the last time, in the order of change. */
export function createSweeps(rooms: SweepRooms) {
  const { client, config, itemReader, customerReader } = rooms;
  const { every, overlap, timeZone } = config.changes;
  const times = { every, overlap };
  /** What nobody wants to know is not asked for. */
  const wanted = (things: EventRooms['config']['changes']['of'], read: ReadRows): ReadRows =>
    things.some((it) => config.changes.of.includes(it)) ? read : () => Promise.resolve([]);

  const items: Sweep<'product.changed' | 'price.changed'> = {
    ...times,
    emits: ['product.changed', 'price.changed'],
    run: (window) =>
      swept(
        window,
        wanted(['products', 'prices'], (span, next) => itemReader.changed(span, next, window.signal)),
        (row) => itemEvents(row, rooms, window.signal),
      ) as ReturnType<Sweep<'product.changed' | 'price.changed'>['run']>,
  };
  const customers: Sweep<'customer.changed'> = {
    ...times,
    emits: ['customer.changed'],
    run: (window) =>
      swept(
        window,
        wanted(['customers'], (span, next) => customerReader.changed(span, next, window.signal)),
        (row) => customerEvents(row, rooms),
      ) as ReturnType<Sweep<'customer.changed'>['run']>,
  };
  const postings: Sweep<'posting.confirmed'> = {
    ...times,
    emits: ['posting.confirmed'],
    run: (window) =>
      swept(
        window,
        wanted(['postings'], (span, next) =>
          client.query(changedPostings(config.externalIdPrefix, { span, timeZone, ...next }), window.signal),
        ),
        (row) => postingEvents(row, rooms),
      ) as ReturnType<Sweep<'posting.confirmed'>['run']>,
  };
  return { items, customers, postings };
}

/**
 * Reads a window page by page, each from the last row of the one before it: no offset that moving data could shift, and
 * no query that comes near the platform's end of a hundred thousand rows.
 */
async function* swept(
  { from: begin, to }: SweepWindow,
  read: ReadRows,
  tell: (row: QueryRow) => Promise<readonly NetsuiteEvent[]>,
): AsyncGenerator<NetsuiteEvent> {
  let after: Place | undefined;
  for (;;) {
    const rows = await read({ from: begin, before: to }, { after, limit: pageSize });
    for (let from = 0; from < rows.length; from += atOnce) {
      const told = await Promise.all(rows.slice(from, from + atOnce).map(tell));
      yield* told.flat();
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = furtherOn(placeOf(last), after);
  }
}
