import type { Books } from './entity-model.ts';
import { emptyOf, type EntitySet, type Field, Infolog, type Row } from './entity-model.ts';
import { ODataError, parseFilter } from './filter.ts';

/** What an entity endpoint serves. */
export interface ODataEndpoint {
  readonly books: Books;
  /** Company of the app's user: all that is seen and written without `cross-company`. */
  readonly defaultCompany: string;
  readonly origin: string;
  /** Rows of a page. */
  readonly pageSize: number;
}

/** One operation, of a request or of a part of a batch. */
export interface Operation {
  readonly method: string;
  readonly url: URL;
  readonly json: unknown;
  readonly headers: Headers;
}

/** What an operation comes to. */
export interface Outcome {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one operation on an entity set, or on one of its rows. */
export function operate(endpoint: ODataEndpoint, { method, url, json, headers }: Operation): Outcome {
  const { set, key } = placeOf(endpoint, url);
  const crossCompany = url.searchParams.get('cross-company') === 'true';
  const scope: Scope = { ...endpoint, set, crossCompany };
  if (method === 'GET') return key ? readOne(scope, key, url) : readMany(scope, url, headers);
  if (!set.writable) throw refusal(set, new Infolog(`Not allowed to write to '${set.entity}'.`));
  if (method === 'POST' && !key) return insert(scope, json);
  if (!key)
    throw new ODataError(
      'More than one resource was found when exactly one was expected.',
      400,
      'System.InvalidOperationException',
    );
  if (method === 'PATCH') return update(scope, key, json, headers.get('if-match'));
  if (method === 'DELETE') return remove(scope, key);
  throw new ODataError(`The requested resource does not support http method '${method}'.`, 405);
}

interface Scope extends ODataEndpoint {
  readonly set: EntitySet;
  readonly crossCompany: boolean;
}

function placeOf({ books }: ODataEndpoint, url: URL) {
  const match = /^\/data\/(\w+)(?:\((.*)\))?$/.exec(decodeURIComponent(url.pathname));
  const set = books.sets.get(match?.[1] ?? '');
  if (!set) throw new ODataError(`No HTTP resource was found that matches the request URI '${url.pathname}'.`, 404);
  return { set, key: match?.[2] === undefined ? undefined : keyOf(set, match[2]) };
}

function keyOf(set: EntitySet, text: string): Readonly<Record<string, string | number>> {
  const parts = [...text.matchAll(/(\w+)=(?:'((?:[^']|'')*)'|([^,']+))/g)];
  const key: Record<string, string | number> = {};
  for (const [, name = '', quoted, plain] of parts) {
    if (quoted !== undefined) key[name] = quoted.replaceAll("''", "'");
    else key[name] = set.fields[name] === 'number' ? Number(plain) : (plain ?? '');
  }
  const given = Object.keys(key).toSorted().join(',');
  if (given !== set.keys.toSorted().join(',')) {
    throw new ODataError(
      `The number of keys specified in the URI does not match number of key properties for the resource '${set.name}'.`,
    );
  }
  return key;
}

function visible({ books, set, crossCompany, defaultCompany }: Scope): readonly Row[] {
  const rows = books.rows(set.name);
  if (crossCompany || !('dataAreaId' in set.fields)) return rows;
  return rows.filter((row) => row['dataAreaId'] === defaultCompany);
}

function rowAt(scope: Scope, key: Readonly<Record<string, string | number>>): Row {
  const found = visible(scope).find((row) =>
    Object.entries(key).every(([name, value]) => String(row[name]).toLowerCase() === String(value).toLowerCase()),
  );
  if (!found) throw new ODataError('Resource not found for the segment.', 404);
  return found;
}

function show({ books, set }: Scope, row: Row, select: string | null): Row {
  const whole = { ...row, ...set.view?.(row, books) } as Row;
  const names = selected(set, select);
  return { '@odata.etag': books.etagOf(row), ...Object.fromEntries(names.map((name) => [name, whole[name] ?? ''])) };
}

/** The fields that are asked for. One that there is not is refused, also where there are no rows. */
function selected(set: EntitySet, select: string | null): readonly string[] {
  const names = select?.split(',') ?? Object.keys(set.fields);
  const unknown = names.find((name) => !(name in set.fields));
  if (unknown === undefined) return names;
  throw new ODataError(
    `Could not find a property named '${unknown}' on type 'Microsoft.Dynamics.DataEntities.${set.entity}'.`,
  );
}

function readOne(scope: Scope, key: Readonly<Record<string, string | number>>, url: URL): Outcome {
  return { status: 200, body: show(scope, rowAt(scope, key), url.searchParams.get('$select')) };
}

function readMany(scope: Scope, url: URL, headers: Headers): Outcome {
  const { searchParams } = url;
  if (scope.set.refusesQueries === true && ['$filter', '$select', '$orderby'].some((it) => searchParams.has(it))) {
    throw new ODataError(`The query specified in the URI is not valid for '${scope.set.name}'.`);
  }
  const filter = searchParams.get('$filter');
  const keep = filter === null ? () => true : parseFilter(filter, scope.set);
  const select = searchParams.get('$select');
  selected(scope.set, select);
  const matching = visible(scope).filter((row) => keep({ ...row, ...scope.set.view?.(row, scope.books) } as Row));
  const ordered = orderBy(matching, searchParams.get('$orderby'));
  const skip = Number(searchParams.get('$skip') ?? 0);
  const top = searchParams.get('$top');
  const wanted = ordered.slice(skip, top === null ? undefined : skip + Number(top));
  const preferred = /odata\.maxpagesize=(\d+)/.exec(headers.get('prefer') ?? '')?.[1];
  const pageSize = Math.min(scope.pageSize, Number(preferred ?? Infinity));
  const page = wanted.slice(0, pageSize);
  const rest = wanted.length - page.length;
  const next = new URL(url);
  next.searchParams.set('$skip', String(skip + page.length));
  if (top !== null) next.searchParams.set('$top', String(rest));
  return {
    status: 200,
    body: {
      '@odata.context': `${scope.origin}/data/$metadata#${scope.set.name}`,
      value: page.map((row) => show(scope, row, select)),
      ...(rest > 0 && { '@odata.nextLink': next.href }),
    },
  };
}

function orderBy(rows: readonly Row[], order: string | null): readonly Row[] {
  if (order === null) return rows;
  const terms = order.split(',').map((term) => {
    const [field = '', direction] = term.trim().split(/\s+/);
    return { field, sign: direction === 'desc' ? -1 : 1 };
  });
  // Texts are in the order in which filters compare them: without regard to case.
  const valueOf = (row: Row, field: string) => {
    const value = row[field] ?? '';
    return typeof value === 'string' ? value.toLowerCase() : value;
  };
  const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
  return rows.toSorted((a, b) => {
    const orders = terms.map(({ field, sign }) => sign * compare(valueOf(a, field), valueOf(b, field)));
    return orders.find((it) => it !== 0) ?? 0;
  });
}

function insert(scope: Scope, json: unknown): Outcome {
  const { set, books, defaultCompany, crossCompany } = scope;
  const given = checkedFields(set, json);
  const row: Row = {};
  for (const [name, field] of Object.entries(set.fields)) row[name] = given[name] ?? emptyOf(field);
  if ('dataAreaId' in set.fields) {
    // Without cross-company the row lands in the company of the app's user, whatever it says.
    row['dataAreaId'] = String(crossCompany ? (given['dataAreaId'] ?? defaultCompany) : defaultCompany).toLowerCase();
    requireCompany(set, books, row['dataAreaId']);
  }
  try {
    set.insert?.(row, books);
  } catch (error) {
    throw refusal(set, error);
  }
  const key = Object.fromEntries(set.keys.map((name) => [name, row[name] ?? '']));
  if (books.find(set.name, key)) {
    const value = String(row[set.keys.at(-1) ?? ''] ?? '');
    throw refusal(
      set,
      new Infolog(
        `Cannot create a record in ${set.entity}. ${set.keys.at(-1) ?? ''}: ${value}.\nThe record already exists.`,
      ),
    );
  }
  const put = books.put(set.name, row);
  return {
    status: 201,
    body: { '@odata.context': `${scope.origin}/data/$metadata#${set.name}/$entity`, ...show(scope, put, null) },
  };
}

function requireCompany(set: EntitySet, books: Books, company: string): void {
  if (books.sets.has('LegalEntities') && books.find('LegalEntities', { LegalEntityId: company })) return;
  throw refusal(set, new Infolog(`The company '${company}' does not exist.`));
}

function update(
  scope: Scope,
  key: Readonly<Record<string, string | number>>,
  json: unknown,
  ifMatch: string | null,
): Outcome {
  const { set, books } = scope;
  const row = rowAt(scope, key);
  if (ifMatch !== null && ifMatch !== '*' && ifMatch !== books.etagOf(row)) {
    throw new ODataError('The record has been changed by another user.', 412);
  }
  const given = checkedFields(set, json);
  for (const name of set.keys) delete given[name];
  const changed = { ...row, ...given };
  try {
    set.update?.(changed, row, books);
  } catch (error) {
    throw refusal(set, error);
  }
  books.change(set.name, row, changed);
  return { status: 204 };
}

function remove(scope: Scope, key: Readonly<Record<string, string | number>>): Outcome {
  const row = rowAt(scope, key);
  try {
    scope.set.remove?.(row, scope.books);
  } catch (error) {
    throw refusal(scope.set, error, 'Delete');
  }
  scope.books.drop(scope.set.name, row);
  return { status: 204 };
}

function checkedFields(set: EntitySet, json: unknown): Record<string, string | number> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ODataError('The request body is no JSON object.');
  }
  const given: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(json)) {
    const field = set.fields[name];
    if (field === undefined) {
      throw new ODataError(
        `The property '${name}' does not exist on type 'Microsoft.Dynamics.DataEntities.${set.entity}'. Make sure to only use property names that are defined by the type.`,
      );
    }
    if (set.readOnly?.includes(name) === true) continue;
    given[name] = checkedValue(name, field, value);
  }
  return given;
}

function checkedValue(name: string, field: Field, value: unknown): string | number {
  const wrong = () => new ODataError(`Cannot convert the value of property '${name}' to its type.`);
  if (field === 'number') {
    if (typeof value !== 'number') throw wrong();
    return value;
  }
  if (typeof value !== 'string') throw wrong();
  if (field === 'date') {
    if (Number.isNaN(Date.parse(value)) || !/T.*Z$/.test(value)) throw wrong();
    return value;
  }
  if (field !== 'text' && !field.enum.includes(value)) throw wrong();
  return value;
}

/** A business refusal in the platform's envelope. */
class Refused extends Error {
  readonly entity: string;
  readonly verb: 'Write' | 'Delete';
  readonly log: Infolog;
  constructor(entity: string, verb: 'Write' | 'Delete', log: Infolog) {
    super(log.message);
    this.entity = entity;
    this.verb = verb;
    this.log = log;
  }
}

function refusal(set: EntitySet, error: unknown, verb: 'Write' | 'Delete' = 'Write'): unknown {
  return error instanceof Infolog ? new Refused(set.entity, verb, error) : error;
}

/** What a failed operation is answered with. Anything else is a fault of the simulator and is thrown on. */
export function failureOf(error: unknown): Outcome {
  if (error instanceof Refused) {
    const { log, verb, entity } = error;
    const cancelled = log.level === 'Error' ? '; Error: Update has been canceled..' : '';
    const message = `${verb} failed for table row of type '${entity}'. Infolog: ${log.level}: ${log.message}${cancelled}`;
    return envelope(400, message, 'Microsoft.Dynamics.Platform.Integration.Services.OData.ODataArgumentException');
  }
  if (error instanceof ODataError) return envelope(error.status, error.message, error.type);
  throw error;
}

function envelope(status: number, message: string, type: string): Outcome {
  const innererror = { message, type, stacktrace: 'at Microsoft.Dynamics.Platform.Integration.Services.OData' };
  return { status, body: { error: { code: '', message: 'An error has occurred.', innererror } } };
}
