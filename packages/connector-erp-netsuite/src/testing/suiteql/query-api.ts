/** The query service: `POST /services/rest/query/v1/suiteql`. Runs real SQL over the books. */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { Problem } from '../problem.ts';
import { displayName } from '../record-output.ts';
import type { Bookkeeping } from '../booking.ts';
import { isObject, type Json } from '../json.ts';
import type { Lists } from '../lists.ts';
import { addFunctions, queryProblem, shown, translate } from './dialect.ts';
import { accountRows, columnsOf, rowsOf, stockRows, tableNames, unitRows, type Row, type TableName } from './tables.ts';

export interface QueryApi {
  serve(request: Request): Promise<Response>;
}

const largestPage = 1000;
const largestResult = 100_000;

export function createQueryApi(books: Bookkeeping, lists: Lists, mayQuery: () => boolean): QueryApi {
  const tables = createTables(books, lists);
  return {
    async serve(request) {
      if (request.method !== 'POST')
        throw new Problem(405, 'METHOD_NOT_ALLOWED', `The method ${request.method} is not allowed for this resource.`);
      if (!/\btransient\b/i.test(request.headers.get('prefer') ?? '')) {
        throw new Problem(400, 'INVALID_HEADER', 'The required request header Prefer must have the value transient.', {
          'o:errorHeader': 'Prefer',
        });
      }
      if (!mayQuery())
        throw new Problem(400, 'USER_ERROR', 'Your current role does not have permission to perform this action.');
      const url = new URL(request.url);
      const { limit, offset } = pageOf(url);
      const query = await queryOf(request);
      const rows = tables.select(query).slice(0, largestResult);
      const page = rows.slice(offset, offset + limit);
      const items = page.map((row) => ({ links: [], ...row }));
      const hasMore = offset + page.length < rows.length;
      return Response.json({
        links: linksOf(url, limit, offset, hasMore),
        count: page.length,
        hasMore,
        items,
        offset,
        totalResults: rows.length,
      });
    },
  };
}

function pageOf(url: URL): { readonly limit: number; readonly offset: number } {
  const limit = Number(url.searchParams.get('limit') ?? largestPage);
  const offset = Number(url.searchParams.get('offset') ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage) throw invalidParameter('limit');
  if (!Number.isInteger(offset) || offset < 0 || offset % limit !== 0) throw invalidParameter('offset');
  return { limit, offset };
}

function invalidParameter(name: string): Problem {
  const extra = { 'o:errorQueryParam': name };
  return new Problem(400, 'INVALID_PARAMETER', `Invalid value for the query parameter ${name}.`, extra);
}

async function queryOf(request: Request): Promise<string> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new Problem(400, 'INVALID_CONTENT', 'Invalid content in the request body: it is not JSON.');
  }
  if (!isObject(body) || typeof body['q'] !== 'string')
    throw new Problem(400, 'INVALID_CONTENT', 'Invalid content in the request body.', { 'o:errorPath': 'q' });
  return body['q'];
}

function linksOf(url: URL, limit: number, offset: number, hasMore: boolean): Json {
  const link = (rel: string, at: number): Json => ({
    rel,
    href: `${url.origin}${url.pathname}?limit=${String(limit)}&offset=${String(at)}`,
  });
  return hasMore ? [link('next', offset + limit), link('self', offset)] : [link('self', offset)];
}

const numbers = new Set(
  'id transaction createdfrom item location total foreigntotal exchangerate quantity rate foreignamount netamount debit credit amount quantityshiprecv quantitybilled linesequencenumber baseprice quantityonhand quantityavailable quantityonorder quantitycommitted'.split(
    ' ',
  ),
);

/** Ids compare with numbers as well as with text, as in the platform's own dialect. */
function columnType(name: string): string {
  return numbers.has(name) ? 'NUMERIC' : 'TEXT';
}

interface Tables {
  select(query: string): readonly Readonly<Record<string, string>>[];
}

/** What queries look things up by. */
const indexes: readonly (readonly [table: TableName, columns: string])[] = [
  ['transaction', 'externalid'],
  ['transaction', 'id'],
  ['transaction', 'type'],
  ['transactionline', '"transaction"'],
  ['transactionline', 'createdfrom'],
  ['transactionline', 'item, location'],
  ['transactionaccountingline', '"transaction"'],
  ['item', 'itemid'],
  ['item', 'id'],
  ['inventoryitemlocations', 'item, location'],
];

/** Tables in memory that follow the books: what changed since the last query is written again before the next one. */
function createTables(books: Bookkeeping, lists: Lists): Tables {
  const { store, features } = books;
  const database = new DatabaseSync(':memory:');
  addFunctions(database, {
    now: books.now,
    timeZone: features.userTimeZone,
    display: (_, id) => {
      const record = store.get(id);
      return record ? displayName(record) : id;
    },
  });
  const inserts = new Map<TableName, (row: Row) => void>();
  for (const table of tableNames(features)) {
    const names = columnsOf(table, features);
    database.exec(
      `CREATE TABLE "${table}" (record TEXT, ${names.map((name) => `"${name}" ${columnType(name)}`).join(', ')})`,
    );
    database.exec(`CREATE INDEX "${table}_record" ON "${table}" (record)`);
    const statement = database.prepare(`INSERT INTO "${table}" VALUES (?, ${names.map(() => '?').join(', ')})`);
    inserts.set(table, (row) => {
      statement.run(row['record'] ?? null, ...names.map((name) => row[name] ?? null));
    });
  }
  for (const [table, columns] of indexes) {
    database.exec(`CREATE INDEX "${table}_${columns.replaceAll(/\W+/g, '_')}" ON "${table}" (${columns})`);
  }
  for (const row of accountRows()) inserts.get('account')?.(row);
  const removals = tableNames(features).map((table) => database.prepare(`DELETE FROM "${table}" WHERE record = ?`));

  const removeUnits = database.prepare('DELETE FROM unitstypeuom');

  /** Whether the stock is that of the books as they are. */
  let isCounted = false;

  function follow(): void {
    removeUnits.run();
    for (const row of unitRows(lists)) inserts.get('unitstypeuom')?.(row);
    const changed = store.takeChanged();
    if (changed.length === 0) return;
    isCounted = false;
    database.exec('BEGIN');
    for (const id of changed) {
      for (const removal of removals) removal.run(id);
      const record = store.get(id);
      for (const [table, rows] of record ? rowsOf(record, store, features) : []) {
        for (const row of rows) inserts.get(table)?.({ ...row, record: id });
      }
    }
    database.exec('COMMIT');
  }

  const removeStock = database.prepare('DELETE FROM inventoryitemlocations');

  /** Stock is derived from all documents, so it is only counted for who asks. */
  function count(): void {
    if (isCounted) return;
    isCounted = true;
    database.exec('BEGIN');
    removeStock.run();
    for (const row of stockRows(store)) inserts.get('inventoryitemlocations')?.(row);
    database.exec('COMMIT');
  }

  return {
    select(query) {
      follow();
      if (/\binventoryitemlocations\b/i.test(query)) count();
      try {
        const statement = database.prepare(quoteTransaction(translate(query)));
        return statement.all().map(shownRow);
      } catch (error) {
        throw queryProblem(error);
      }
    },
  };
}

/** `transaction` is a keyword of SQLite, and the name of the most important table. */
function quoteTransaction(query: string): string {
  return query
    .split(/('(?:[^']|'')*')/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/(?<!")\btransaction\b(?!")/gi, '"transaction"')))
    .join('');
}

/** Columns that are null are left out of an item. */
function shownRow(row: Readonly<Record<string, SQLOutputValue>>): Readonly<Record<string, string>> {
  const cells = Object.entries(row).filter(([name, cell]) => cell !== null && name !== 'record');
  return Object.fromEntries(cells.map(([name, cell]) => [name.toLowerCase(), shown(cell)]));
}
