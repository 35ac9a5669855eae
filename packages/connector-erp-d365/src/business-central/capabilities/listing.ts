import { type IntegrationError, isIntegrationError, type PageRequest, type RefusedItem } from '@crossdock/core';
import type { z } from 'zod';
import type { Place } from '../client.ts';
import type { Rooms } from '../context.ts';
import { bare, type Filter } from '../query.ts';

/** What is listed, and how a row of it is told. */
interface Listing<Row extends z.ZodType, Item, More> {
  readonly place: Place;
  readonly row: Row;
  readonly filter?: Filter;
  /** Names by which people know a row. */
  identifiersOf(row: z.output<Row>): readonly string[];
  /** What the rows of a page need together. */
  prepare?(rows: readonly z.output<Row>[]): Promise<More>;
  /** `undefined` for a row that is none of the things that are listed. */
  tell(row: z.output<Row>, more: More): Promise<Item | undefined>;
  readonly signal: AbortSignal;
}

/** One page of a listing. A row that is refused does not keep the others back. */
export async function listed<Row extends z.ZodType, Item, More = undefined>(
  { client }: Pick<Rooms, 'client'>,
  { changedFrom, changedBefore, cursor, limit }: PageRequest,
  { place, row, filter, identifiersOf, prepare, tell, signal }: Listing<Row, Item, More>,
) {
  const { rows, next } = await client.page(place, {
    filter: { ...changedIn(changedFrom, changedBefore), ...filter },
    row,
    limit,
    after: cursor,
    signal,
  });
  const more = (await prepare?.(rows)) as More;
  const items: Item[] = [];
  const refused: RefusedItem[] = [];
  for (const it of rows) {
    try {
      const item = await tell(it, more);
      if (item !== undefined) items.push(item);
    } catch (error) {
      refused.push(refusedItem(identifiersOf(it), asRefusal(error)));
    }
  }
  return { items, refused, ...(next !== undefined && { next }) };
}

/** Rows that changed in a span of time. */
export function changedIn(from: string | undefined, before: string | undefined): Filter {
  if (from === undefined && before === undefined) return {};
  return {
    lastModifiedDateTime: {
      ...(from !== undefined && { from: bare(inUtc(from)) }),
      ...(before !== undefined && { before: bare(inUtc(before)) }),
    },
  };
}

/** A `+` of an offset has another meaning in a URL. */
const inUtc = (instant: string): string => new Date(Date.parse(instant)).toISOString();

/** A failure that may pass is no refusal of the row. */
export function asRefusal(error: unknown): IntegrationError {
  if (isIntegrationError(error) && !ofTheCompany.has(error.code) && error.disposition !== 'retry') return error;
  throw error;
}

/** What is refused to us whichever row it is, or is no row at all. */
const ofTheCompany: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'cancelled', 'timeout']);

function refusedItem(identifiers: readonly string[], error: IntegrationError): RefusedItem {
  const { code, message, path } = error;
  return {
    identifiers: [...identifiers],
    code,
    reason: message === '' ? code : message,
    ...(path !== undefined && { path }),
  };
}
