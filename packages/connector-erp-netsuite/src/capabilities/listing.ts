import { IntegrationError, isIntegrationError, parse, type RefusedItem } from '@crossdock/core';
import { z } from 'zod';
import { cursorOf, Modified, type Place, placeAt } from '../api/changed-rows.ts';
import type { QueryRow } from '../api/query.ts';

/** Which rows a listing or a sweep wants next. */
export interface NextRows {
  readonly after: Place | undefined;
  readonly limit: number;
}

const Placed = z.object({ id: z.string().regex(/^\d+$/), modified: Modified });

/** Where a row stands in the order of reading. A row that does not tell is no answer at all. */
export function placeOf(row: QueryRow): Place {
  return parse(Placed, row, { what: 'A row of the NetSuite query service', code: 'response-invalid' });
}

/** A row that is there and cannot be told in our words. */
export function refusedItem(row: QueryRow, names: readonly string[], error: IntegrationError): RefusedItem {
  const identifiers = ['id', ...names].flatMap((name) => row[name] ?? []);
  const reason = error.message === '' ? error.code : error.message;
  return { identifiers, code: error.code, reason, ...(error.path === undefined ? {} : { path: error.path }) };
}

/** A failure that may pass is no refusal of the row. */
export function asRefusal(error: unknown): IntegrationError {
  if (isIntegrationError(error) && error.disposition === 'reject' && !ofTheAccount.has(error.code)) return error;
  throw error;
}

/** What the account refuses us, whichever row it is. */
const ofTheAccount: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'query-too-expensive']);

interface ListingOptions<Item> {
  readonly cursor?: string | undefined;
  readonly limit: number;
  read(next: NextRows): Promise<readonly QueryRow[]>;
  /** What a row is in our words. */
  tell(row: QueryRow): Promise<readonly Item[]>;
  /** Columns by which people know a row, beside its id. */
  readonly names: readonly string[];
}

/** One page of a listing, from the place of the cursor on. A row that is refused does not keep the others back. */
export async function listed<Item>({ cursor, limit, read, tell, names }: ListingOptions<Item>) {
  const after = placeAt(cursor);
  const rows = await read({ after, limit });
  const told = await Promise.all(
    rows.map((row) =>
      tell(row).then(
        (items) => ({ items, refused: [] }),
        (error: unknown) => ({ items: [], refused: [refusedItem(row, names, asRefusal(error))] }),
      ),
    ),
  );
  const items = told.flatMap((it) => it.items);
  const refused = told.flatMap((it) => it.refused);
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return { items, refused };
  return { items, refused, next: cursorOf(furtherOn(placeOf(last), after)) };
}

/** Refuses to go round in circles. */
export function furtherOn(place: Place, after: Place | undefined): Place {
  if (place.id !== after?.id || place.modified !== after.modified) return place;
  throw new IntegrationError('NetSuite answers with the same rows again', { code: 'response-invalid' });
}
