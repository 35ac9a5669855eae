import type { Backfill, EventName, RefusedEvent, SourceEvent, Sweep } from '@crossdock/core';
import { type ChangeSpan, cursorOf, type Place, placeAt } from '../api/changed-rows.ts';
import { changedPostings } from '../api/posted.ts';
import type { QueryRow } from '../api/query.ts';
import { furtherOn, type NextRows, placeOf } from '../capabilities/listing.ts';
import type { NetsuiteClient } from '../client.ts';
import { customerEvents, type EventRooms, itemEvents, type NetsuiteEvent, postingEvents } from './events.ts';

/** What the sources work with. */
export type SourceRooms = EventRooms & { readonly client: Pick<NetsuiteClient, 'query'> };

type Things = SourceRooms['config']['changes']['of'];

/** Something that the account tells changes of. */
interface Source<E extends EventName> {
  readonly emits: readonly E[];
  readonly things: Things;
  read(span: ChangeSpan, next: NextRows, signal: AbortSignal): Promise<readonly QueryRow[]>;
  tell(row: QueryRow, things: Things, signal: AbortSignal): Promise<readonly NetsuiteEvent[]>;
}

/** Rows of one question. The platform gives a thousand, and ends every query after a hundred of those. */
const pageSize = 1000;
/** Rows whose records are read together; the pool of the account lets in as many as it allows. */
const atOnce = 20;
/** Rows of one portion of a backfill: what is read again after an interruption. */
const portionSize = 200;

/** What changed since the last time, and everything that is there. */
export function createSources(rooms: SourceRooms) {
  const { client, config, itemReader, customerReader } = rooms;
  const { timeZone } = config.changes;
  const items: Source<'product.changed' | 'price.changed'> = {
    emits: ['product.changed', 'price.changed'],
    things: ['products', 'prices'],
    read: (span, next, signal) => itemReader.changed(span, next, signal),
    tell: (row, things, signal) => itemEvents(row, things, rooms, signal),
  };
  const customers: Source<'customer.changed'> = {
    emits: ['customer.changed'],
    things: ['customers'],
    read: (span, next, signal) => customerReader.changed(span, next, signal),
    tell: (row) => customerEvents(row, rooms),
  };
  const postings: Source<'posting.confirmed'> = {
    emits: ['posting.confirmed'],
    things: ['postings'],
    read: (span, next, signal) =>
      client.query(changedPostings(config.externalIdPrefix, { span, timeZone, ...next }), signal),
    tell: (row) => postingEvents(row, rooms),
  };
  return {
    sweeps: { items: sweepOf(items, rooms), customers: sweepOf(customers, rooms), postings: sweepOf(postings, rooms) },
    backfills: { items: backfillOf(items), customers: backfillOf(customers) },
  };
}

/** Asks the account what changed since the last time. What nobody wants to know is not asked for. */
function sweepOf<E extends EventName>(source: Source<E>, { config }: SourceRooms): Sweep<E> {
  const { every, overlap, of: wanted } = config.changes;
  const things = source.things.filter((it) => wanted.includes(it));
  return {
    emits: source.emits,
    every,
    overlap,
    async *run({ from, to, signal }) {
      if (things.length === 0) return;
      for await (const { events } of portions(source, { span: { from, before: to }, things, size: pageSize, signal }))
        yield* events as readonly Told<E>[];
    },
  };
}

/** Reads everything that is there, in the order of its last change. */
function backfillOf<E extends EventName>(source: Source<E>): Backfill<E> {
  return {
    emits: source.emits,
    async *run({ since, resume, signal, progress }) {
      let done = 0;
      const asked = { span: { from: since }, things: source.things, size: portionSize, signal };
      for await (const { events, rows, place } of portions(source, asked, placeAt(resume))) {
        yield { events: events as readonly Told<E>[], resume: cursorOf(place) };
        done += rows;
        progress(done);
      }
    },
  };
}

/** The rows of a source tell its events only, which the compiler cannot see through the table. */
type Told<E extends EventName> = SourceEvent<E> | RefusedEvent<E>;

interface Asked {
  readonly span: ChangeSpan;
  readonly things: Things;
  readonly size: number;
  readonly signal: AbortSignal;
}

/**
 * Reads page by page, each from the last row of the one before it: no offset that moving data could shift, and no query that
 * comes near the platform's end of a hundred thousand rows.
 */
async function* portions<E extends EventName>(
  source: Source<E>,
  { span, things, size, signal }: Asked,
  from?: Place,
): AsyncGenerator<{ readonly events: readonly NetsuiteEvent[]; readonly rows: number; readonly place: Place }> {
  let after = from;
  for (;;) {
    const rows = await source.read(span, { after, limit: size }, signal);
    const events: NetsuiteEvent[] = [];
    for (let begin = 0; begin < rows.length; begin += atOnce) {
      const some = rows.slice(begin, begin + atOnce).map((row) => source.tell(row, things, signal));
      events.push(...(await Promise.all(some)).flat());
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = furtherOn(placeOf(last), after);
    yield { events, rows: rows.length, place: after };
    if (rows.length < size) return;
  }
}
