import { GraphQLError } from 'graphql';

/** The paging arguments of a connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
  /** All rows, however many: a bulk operation knows no pages. */
  readonly all?: boolean;
}

/** A row's place in the order of its connection: the sort value, then the id. */
export type Place = readonly [sortValue: number | string, id: string];

/** One page, in the shape that GraphQL selects from. */
export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Largest page of any connection. */
const maxPageSize = 250;

/**
 * Cuts a page out of rows.
 *
 * Cursors hold the row's sort value and id, not its position: a row that moves because its sort value changed
 * is met again or left behind, exactly the trap of paging by `updatedAt`.
 */
export function pageOf<Row, Node>(
  rows: readonly Row[],
  page: PageArguments,
  placeOf: (row: Row) => Place,
  toNode: (row: Row) => Node,
): Page<Node> {
  const size = sizeOf(page);
  const ordered = [...rows].toSorted((left, right) => comparePlaces(placeOf(left), placeOf(right)));
  if (page.reverse === true) ordered.reverse();
  const direction = page.reverse === true ? -1 : 1;
  const after = page.after == null ? undefined : readCursor(page.after);
  const before = page.before == null ? undefined : readCursor(page.before);
  const inside = ordered.filter((row) => {
    const place = placeOf(row);
    if (after && comparePlaces(place, after) * direction <= 0) return false;
    return !(before && comparePlaces(place, before) * direction >= 0);
  });
  const cut = page.first == null && page.all !== true ? inside.slice(-size) : inside.slice(0, size);
  const edges = cut.map((row) => ({ cursor: writeCursor(placeOf(row)), node: toNode(row) }));
  const more = inside.length > cut.length;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.first == null ? before !== undefined : more,
      hasPreviousPage: page.first == null ? more : after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Cuts a plain list with a `first` argument; it has no cursors, so what does not fit cannot be reached. */
export function listOf<Row, Node>(
  rows: readonly Row[],
  first: number | null | undefined,
  toNode: (row: Row) => Node,
): Node[] {
  const size = first ?? maxPageSize;
  refuseSize(size, 'first');
  return rows.slice(0, size).map((row) => toNode(row));
}

function sizeOf({ first, last, all }: PageArguments): number {
  if (all === true) return Number.MAX_SAFE_INTEGER;
  if (first == null && last == null) throw refused('you must provide one of first or last');
  if (first != null && last != null) throw refused('providing both first and last is not supported');
  const size = first ?? last ?? 0;
  refuseSize(size, first == null ? 'last' : 'first');
  return size;
}

function refuseSize(size: number, name: string): void {
  if (size > maxPageSize) throw refused(`${name} cannot exceed ${maxPageSize}`);
  if (size < 0) throw refused(`${name} cannot be negative`);
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

function comparePlaces(left: Place, right: Place): number {
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
  if (left[1].length !== right[1].length) return left[1].length - right[1].length;
  return left[1] < right[1] ? -1 : left[1] > right[1] ? 1 : 0;
}

function writeCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(place) &&
      (typeof place[0] === 'number' || typeof place[0] === 'string') &&
      typeof place[1] === 'string'
    ) {
      return [place[0], place[1]];
    }
  } catch {
    // Falls through: any unreadable cursor is refused below.
  }
  throw refused('Invalid cursor for current pagination sort.');
}
