import { parseFilter } from './filter.ts';
import {
  type Books,
  emptyOf,
  type EntitySet,
  type Field,
  noId,
  Refusal,
  type Row,
  type Value,
} from './entity-model.ts';

/** One operation, of a request or of a part of a batch. */
export interface Operation {
  readonly method: string;
  /** Below the company: `salesOrders(…)/salesOrderLines`. */
  readonly path: string;
  readonly api: string;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly ifMatch: string | null;
  /** Rows of a page. */
  readonly pageSize: number;
  /** Where a next page is: everything before the query. */
  readonly address: string;
}

/** What an operation comes to. */
export interface Outcome {
  readonly status: number;
  readonly body?: unknown;
}

interface Target {
  readonly set: EntitySet;
  readonly id?: string;
  readonly action?: string;
  /** The row that rows of a part belong to. */
  readonly within?: { readonly by: string; readonly id: string };
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Answers one operation on an entity set, one of its rows, a part of that, or an action. */
export function operate(books: Books, operation: Operation): Outcome {
  const target = targetOf(books, operation);
  const { set, id, action, within } = target;
  const { method } = operation;
  if (action !== undefined) return method === 'POST' ? act(books, target) : notAllowed(method, set);
  if (method === 'GET') return id === undefined ? readMany(books, target, operation) : readOne(books, set, id);
  if (!set.writable) return notAllowed(method, set);
  if (method === 'POST' && id === undefined) return insert(books, set, operation.json, within);
  if (id === undefined) return notAllowed(method, set);
  if (method !== 'PATCH' && method !== 'DELETE') return notAllowed(method, set);
  const row = rowAt(books, set, id);
  proveVersion(books, row, operation.ifMatch);
  return method === 'PATCH' ? update(books, set, row, operation.json) : remove(books, set, row);
}

function targetOf(books: Books, { path, api }: Operation): Target {
  const match = /^(\w+)(?:\(([^)]*)\))?(?:\/([\w.]+))?$/.exec(path);
  const [, name = '', id, rest] = match ?? [];
  const set = books.sets.get(name);
  if (!match || !set || (set.api ?? 'v2.0') !== api) {
    throw new Refusal('BadRequest_ResourceNotFound', `Resource not found for the segment '${name}'.`, 404);
  }
  if (id !== undefined && !guid.test(id))
    throw new Refusal('Application_InvalidGUID', 'Invalid format of GUID string.');
  if (rest === undefined) return { set, ...(id !== undefined && { id: id.toLowerCase() }) };
  if (id === undefined) throw new Refusal('BadRequest_NotFound', 'Bad Request - Error in query syntax', 404);
  const own = rest.startsWith('Microsoft.NAV.') ? rest.slice('Microsoft.NAV.'.length) : undefined;
  if (own !== undefined) return { set, id: id.toLowerCase(), action: own };
  const part = set.parts?.[rest];
  const partSet = part && books.sets.get(part.set);
  if (!partSet) throw new Refusal('BadRequest_ResourceNotFound', `Resource not found for the segment '${rest}'.`, 404);
  rowAt(books, set, id);
  return { set: partSet, within: { by: part.by, id: id.toLowerCase() } };
}

function notAllowed(method: string, set: EntitySet): never {
  throw new Refusal('BadRequest_MethodNotAllowed', `'${method}' requests for '${set.name}' are not allowed.`, 405);
}

function rowAt(books: Books, set: EntitySet, id: string): Row {
  const found = books.find(set.name, { id });
  if (found) return found;
  throw new Refusal('Internal_RecordNotFound', `The ${set.name} does not exist.`, 404);
}

/** A change names the version that it means. */
function proveVersion(books: Books, row: Row, ifMatch: string | null): void {
  if (ifMatch === null || ifMatch === '') {
    throw new Refusal(
      'BadRequest_InvalidToken',
      'Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.',
    );
  }
  if (ifMatch === '*' || ifMatch === books.etagOf(row)) return;
  throw new Refusal('Request_EntityChanged', 'Another user has already changed the record.', 409);
}

function act(books: Books, { set, id = '', action = '' }: Target): Outcome {
  const run = set.actions?.[action];
  if (!run) throw new Refusal('BadRequest_MethodNotImplemented', 'Entity does not support bound actions', 501);
  const row = rowAt(books, set, id);
  books.atomically(() => run(row, books));
  return { status: 204 };
}

function show(books: Books, set: EntitySet, row: Row): Row {
  const whole = { ...row, ...set.view?.(row, books) };
  const named = Object.fromEntries(Object.keys(set.fields).map((name) => [name, whole[name] ?? '']));
  return { '@odata.etag': books.etagOf(row), id: row['id'] ?? noId, ...named };
}

function readOne(books: Books, set: EntitySet, id: string): Outcome {
  return { status: 200, body: show(books, set, rowAt(books, set, id)) };
}

function readMany(books: Books, { set, within }: Target, { query, pageSize, address }: Operation): Outcome {
  const filter = query.get('$filter');
  const keep = filter === null ? () => true : parseFilter(filter, set);
  const rows = within ? books.where(set.name, { [within.by]: within.id }) : books.rows(set.name);
  const shown = rows.map((row) => show(books, set, row)).filter(keep);
  // The token of a page is the id of the last row: what is removed meanwhile moves nothing.
  const sorted = shown.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
  const after = query.get('$skiptoken');
  const rest = after === null ? sorted : sorted.filter((row) => String(row['id']) > after);
  const page = rest.slice(0, pageSize);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(page.at(-1)?.['id'] ?? ''));
  const more = rest.length > page.length;
  return {
    status: 200,
    body: {
      '@odata.context': `${address}/$metadata#${set.name}`,
      value: page,
      ...(more && { '@odata.nextLink': `${address}?${next.toString()}` }),
    },
  };
}

function insert(books: Books, set: EntitySet, json: unknown, within: Target['within']): Outcome {
  return books.atomically(() => {
    const { given, parts } = split(set, json);
    const row: Record<string, Value> = {};
    for (const [name, field] of Object.entries(set.fields)) row[name] = given[name] ?? emptyOf(field);
    if (within) row[within.by] = within.id;
    const parent = set.parent && books.find(set.parent.set, { id: row[set.parent.by] ?? noId });
    if (set.parent && !parent)
      throw new Refusal('BadRequest_RequiredParamNotProvided', `Field '${set.parent.by}' must not be blank or empty.`);
    const made = books.put(set.name, set.insert?.(row, books) ?? row);
    for (const [name, rows] of parts) {
      const part = set.parts?.[name];
      const partSet = part && books.sets.get(part.set);
      if (!partSet) throw unknownField(name, set);
      for (const it of rows) insert(books, partSet, it, { by: part.by, id: String(made['id']) });
    }
    touchParent(books, set, made);
    return { status: 201, body: show(books, set, books.find(set.name, { id: made['id'] ?? '' }) ?? made) };
  });
}

/** A change of a line is a change of its document. */
function touchParent(books: Books, { parent }: EntitySet, row: Row): void {
  const owner = parent && books.find(parent.set, { id: row[parent.by] ?? noId });
  if (owner) books.change(parent.set, owner, {});
}

function update(books: Books, set: EntitySet, row: Row, json: unknown): Outcome {
  return books.atomically(() => {
    const { given, parts } = split(set, json);
    if (parts.size > 0) throw new Refusal('BadRequest', 'A deep update is not supported.');
    const merged = { ...row, ...given };
    const changed = books.change(set.name, row, set.update?.(merged, row, given, books) ?? merged);
    touchParent(books, set, changed);
    return { status: 200, body: show(books, set, changed) };
  });
}

function remove(books: Books, set: EntitySet, row: Row): Outcome {
  return books.atomically(() => {
    set.remove?.(row, books);
    for (const { set: partName, by } of Object.values(set.parts ?? {}))
      for (const it of books.where(partName, { [by]: row['id'] ?? noId })) books.drop(partName, it);
    books.drop(set.name, row);
    touchParent(books, set, row);
    return { status: 204 };
  });
}

const unknownField = (name: string, set: EntitySet): Refusal =>
  new Refusal('BadRequest', `The property '${name}' does not exist on type 'Microsoft.NAV.${set.name}'.`);

/** The fields of a row, and the rows of its parts. */
function split(set: EntitySet, json: unknown) {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Refusal('BadRequest', 'Invalid Request Body');
  }
  const given: Record<string, Value> = {};
  const parts = new Map<string, readonly unknown[]>();
  for (const [name, value] of Object.entries(json)) {
    if (Array.isArray(value)) {
      parts.set(name, value);
      continue;
    }
    const field = set.fields[name];
    if (field === undefined || name === 'id') throw unknownField(name, set);
    if (set.readOnly?.includes(name) === true) {
      throw new Refusal('BadRequest_InvalidOperation', `Control '${name}' is read-only`);
    }
    given[name] = checked(name, field, value);
  }
  return { given, parts };
}

function checked(name: string, field: Field, value: unknown): Value {
  const wrong = (kind: string) => new Refusal('BadRequest', `Unable to convert value of '${name}' to ${kind}`);
  if (field === 'boolean') {
    if (typeof value !== 'boolean') throw wrong('Boolean');
    return value;
  }
  if (field === 'decimal' || field === 'integer') {
    if (typeof value !== 'number' || (field === 'integer' && !Number.isInteger(value))) throw wrong('Decimal');
    return value;
  }
  if (typeof value !== 'string') throw wrong('String');
  if (field === 'guid') {
    if (!guid.test(value)) throw new Refusal('Application_InvalidGUID', 'Invalid format of GUID string.');
    return value.toLowerCase();
  }
  if (field === 'date') {
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) throw wrong('Date');
    return value;
  }
  if (field === 'datetime') return value;
  if ('enum' in field) {
    if (field.enum.includes(value)) return value;
    throw new Refusal('Unknown', `'${value}' is not an option. The existing options are: ${field.enum.join(',')}`);
  }
  const longest = 'code' in field ? field.code : field.text;
  if (value.length > longest) {
    throw new Refusal(
      'Application_StringExceededLength',
      `The length of the string is ${value.length}, but it must be less than or equal to ${longest} characters. Value: ${value}`,
    );
  }
  return 'code' in field ? value.trim().toUpperCase() : value;
}

/** A refusal as the platform writes it. */
export function refused(error: unknown): Outcome {
  if (!(error instanceof Refusal)) throw error;
  const message = `${error.message}  CorrelationId:  6b1c0f3e-0000-4000-8000-000000000000.`;
  return { status: error.status, body: { error: { code: error.code, message } } };
}
