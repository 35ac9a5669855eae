import { bad } from './answers.ts';

interface Place {
  readonly sort: string;
  readonly id: string;
  readonly query: string;
  readonly at: number;
}

/** A cursor is good for so long. */
const cursorLifeMs = 300_000;

/**
 * Cuts a page out of rows in their order. A cursor is bound to its query and grows old, as the platform's do.
 *
 * @param sortOf - text that rows are sorted by
 */
export function pageOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  page: {
    readonly cursor: string | undefined;
    readonly limit: number;
    /** Whatever makes it another question. */
    readonly query: unknown;
    readonly now: number;
    readonly descending?: boolean;
    sortOf(row: Row): string;
  },
): { readonly rows: readonly Row[]; readonly cursor?: string } {
  const query = JSON.stringify(page.query);
  const place = (row: Row): string => `${page.sortOf(row)}\n${row.id}`;
  const ordered = rows.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  if (page.descending === true) ordered.reverse();
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor, query, page.now);
  const rest = ordered.filter((row) => after === undefined || isAfter(place(row), after, page.descending === true));
  const cut = rest.slice(0, page.limit);
  const last = cut.at(-1);
  if (rest.length <= cut.length || !last) return { rows: cut };
  return { rows: cut, cursor: writeCursor({ sort: page.sortOf(last), id: last.id, query, at: page.now }) };
}

function isAfter(place: string, after: string, descending: boolean): boolean {
  return descending ? place < after : place > after;
}

function writeCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string, query: string, now: number): string {
  let place: Place;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
  } catch {
    throw bad('INVALID_CURSOR', 'cursor');
  }
  if (place.query !== query || now - place.at > cursorLifeMs) throw bad('INVALID_CURSOR', 'cursor');
  return `${place.sort}\n${place.id}`;
}
