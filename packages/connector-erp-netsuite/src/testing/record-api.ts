/** The record service: `/services/rest/record/v1/{type}[/{id}[/…]]`. */
import { book, type Bookkeeping } from './booking.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Lists } from './lists.ts';
import { invalidContent, nonexistent, Problem, userError } from './problem.ts';
import { applyInput, readInput, type RecordInput } from './record-input.ts';
import { recordUrl, showLine, showRecord, type OutputContext } from './record-output.ts';
import { recordTypes, type RecordType } from './record-types.ts';
import type { StoredRecord } from './store.ts';
import { transformed } from './transforms.ts';

export interface RecordApi extends Bookkeeping {
  readonly origin: string;
  /** Record types that the role may not see or change. */
  readonly forbidden: ReadonlySet<string>;
  readonly lists: Lists;
  /** User event scripts run when a record was saved. */
  readonly afterSubmit: (record: StoredRecord) => void;
}

const prefix = '/services/rest/record/v1/';
const vendorJson = 'application/vnd.oracle.resource+json; type=singular; charset=UTF-8';
const externalIdPattern = /^[A-Za-z0-9_-]+$/;

export async function serveRecords(request: Request, api: RecordApi): Promise<Response> {
  const url = new URL(request.url);
  const [typeName = '', key, action, target] = url.pathname.slice(prefix.length).split('/').map(decodeURIComponent);
  if (api.lists.shows(typeName)) return readEntry(request.method, typeName, key ?? '', url, api);
  const type = recordTypes[typeName];
  if (!type) throw new Problem(404, 'INVALID_RCRD_TYPE', `Record type '${typeName}' does not exist.`);
  if (api.forbidden.has(typeName))
    throw userError('Your current role does not have permission to perform this action.');
  if (action === '!transform' && request.method === 'POST')
    return transform(request, typeName, key ?? '', target ?? '', api);
  switch (request.method) {
    case 'GET':
      return key === undefined ? list(typeName, url, api) : read(typeName, key, action, url, api);
    case 'POST':
      if (key !== undefined) break;
      return create(typeName, await inputOf(request, type, api), api);
    case 'PATCH':
      if (key === undefined) break;
      return change(existing(typeName, key, url, api), await inputOf(request, type, api), replacedOf(url), api);
    case 'PUT':
      if (!key?.startsWith('eid:')) break;
      return upsert(typeName, key.slice(4), await inputOf(request, type, api), url, api);
    case 'DELETE':
      if (key === undefined) break;
      return remove(existing(typeName, key, url, api), api);
    default:
  }
  throw new Problem(405, 'METHOD_NOT_ALLOWED', `The method ${request.method} is not allowed for this resource.`);
}

async function inputOf(request: Request, type: RecordType, api: RecordApi): Promise<RecordInput> {
  let body: unknown;
  try {
    const text = await request.text();
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Problem(400, 'INVALID_CONTENT', 'Invalid content in the request body: it is not JSON.');
  }
  if (!isObject(body)) throw new Problem(400, 'INVALID_CONTENT', 'Invalid content in the request body.');
  const input = readInput(body, type, {
    store: api.store,
    features: api.features,
    nameValidation: request.headers.get('x-netsuite-propertynamevalidation'),
  });
  if (input.externalId !== undefined && !type.hasExternalId)
    throw invalidContent('External ids are not supported.', 'externalId');
  return input;
}

function replacedOf(url: URL): readonly string[] {
  return (url.searchParams.get('replace') ?? '').split(',').filter((name) => name !== '');
}

function blank(type: string, api: RecordApi, externalId: string | undefined): StoredRecord {
  const now = api.now();
  const base = { type, id: api.store.nextId(), values: {}, lines: {}, createdAt: now, modifiedAt: now, version: 0 };
  return externalId === undefined ? base : { ...base, externalId };
}

function existing(type: string, key: string, url: URL, api: RecordApi): StoredRecord {
  const record = key.startsWith('eid:') ? api.store.findByExternalId(type, key.slice(4)) : api.store.find(type, key);
  if (!record) throw nonexistent(url.pathname);
  return record;
}

function saved(record: StoredRecord, api: RecordApi): Response {
  api.afterSubmit(record);
  return new Response(null, { status: 204, headers: { location: recordUrl(record, outputOf(api)) } });
}

function outputOf(api: RecordApi): OutputContext {
  return { store: api.store, features: api.features, origin: api.origin };
}

const onlyByTransform: ReadonlySet<string> = new Set(['itemFulfillment', 'itemReceipt', 'depositApplication']);

function create(type: string, input: RecordInput, api: RecordApi): Response {
  if (onlyByTransform.has(type))
    throw new Problem(405, 'METHOD_NOT_ALLOWED', `A record of type ${type} is made by a transform.`);
  refuseTakenExternalId(type, input.externalId, api);
  return saved(book(applyInput(blank(type, api, input.externalId), input, []), undefined, api), api);
}

function refuseTakenExternalId(type: string, externalId: string | undefined, api: RecordApi): void {
  if (externalId === undefined || !api.store.externalIdIsTaken(type, externalId)) return;
  throw userError(type === 'customer' ? 'This entity already exists.' : 'This record already exists.');
}

function change(before: StoredRecord, input: RecordInput, replaced: readonly string[], api: RecordApi): Response {
  return saved(book(applyInput(before, input, replaced), before, api), api);
}

/** Makes the record, or changes the one that is there. A changed one gets the lines of the body on top of its own. */
function upsert(type: string, externalId: string, input: RecordInput, url: URL, api: RecordApi): Response {
  if (!externalIdPattern.test(externalId))
    throw new Problem(400, 'INVALID_ID', `The external ID '${externalId}' is not valid.`);
  const before = api.store.findByExternalId(type, externalId);
  const replaced = replacedOf(url);
  if (replaced.length > 0 && api.features.putReplace === 'refused') {
    throw new Problem(400, 'INVALID_PARAMETER', 'The query parameter replace is not supported for PUT.', {
      'o:errorQueryParam': 'replace',
    });
  }
  const named = { ...input, externalId };
  return before ? change(before, named, replaced, api) : create(type, named, api);
}

function remove(record: StoredRecord, api: RecordApi): Response {
  if (api.store.madeFrom(record.id).length > 0)
    throw userError('This transaction cannot be deleted: it is linked to by others.');
  api.store.remove(record.id);
  return new Response(null, { status: 204 });
}

async function transform(
  request: Request,
  from: string,
  key: string,
  target: string,
  api: RecordApi,
): Promise<Response> {
  const type = recordTypes[target];
  if (!type) throw new Problem(404, 'INVALID_RCRD_TYPE', `Record type '${target}' does not exist.`);
  if (api.forbidden.has(target)) throw userError('Your current role does not have permission to perform this action.');
  if (!/^\d+$/.test(key)) throw new Problem(400, 'INVALID_ID', `The internal ID '${key}' is not valid.`);
  const input = await inputOf(request, type, api);
  const source = existing(from, key, new URL(request.url), api);
  refuseTakenExternalId(target, input.externalId, api);
  const start = transformed(source, target, input, api.store);
  const record = {
    ...start.record,
    ...blank(target, api, input.externalId),
    values: start.record.values,
    lines: start.record.lines,
  };
  const replaced = Object.keys(start.input.lines).filter((name) => name !== 'item');
  return saved(book(applyInput(record, start.input, replaced), undefined, api), api);
}

function read(typeName: string, key: string, sublist: string | undefined, url: URL, api: RecordApi): Response {
  const record = existing(typeName, key, url, api);
  const options = {
    expandSubResources: url.searchParams.get('expandSubResources') === 'true',
    simpleEnums: url.searchParams.get('simpleEnumFormat') === 'true',
    ...(url.searchParams.has('fields') ? { fields: (url.searchParams.get('fields') ?? '').split(',') } : {}),
  };
  if (sublist === undefined) return json(showRecord(record, outputOf(api), options));
  const lines = record.lines[sublist];
  if (!lines) throw nonexistent(url.pathname);
  const items = lines.map((line) => showLine(record, sublist, line, outputOf(api)));
  return json({ links: [{ rel: 'self', href: url.href }], items, totalResults: items.length });
}

/** The short lists can be read entry by entry. */
function readEntry(method: string, type: string, id: string, url: URL, api: RecordApi): Response {
  if (method !== 'GET')
    throw new Problem(405, 'METHOD_NOT_ALLOWED', `The method ${method} is not allowed for this resource.`);
  if (api.forbidden.has(type)) throw userError('Your current role does not have permission to perform this action.');
  const entry = api.lists.find(type, id);
  if (!entry) throw nonexistent(url.pathname);
  return json({ links: [{ rel: 'self', href: url.href }], ...entry });
}

/** Collections answer with ids and links. The only filter of the model is `externalId IS "…"`. */
function list(typeName: string, url: URL, api: RecordApi): Response {
  const filter = url.searchParams.get('q');
  const match = filter === null ? undefined : /^externalId IS "([^"]*)"$/i.exec(filter);
  if (filter !== null && !match) {
    throw new Problem(400, 'INVALID_PARAMETER', 'Invalid search query.', { 'o:errorQueryParam': 'q' });
  }
  const limit = Number(url.searchParams.get('limit') ?? 1000);
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const wanted = match?.[1]?.toLowerCase();
  const found = api.store
    .all(typeName)
    .filter((record) => wanted === undefined || record.externalId?.toLowerCase() === wanted);
  const page = found.slice(offset, offset + limit);
  const items = page.map((record) => ({
    links: [{ rel: 'self', href: recordUrl(record, outputOf(api)) }],
    id: record.id,
  }));
  const hasMore = offset + page.length < found.length;
  return json({
    links: [{ rel: 'self', href: url.href }],
    items,
    totalResults: found.length,
    count: items.length,
    hasMore,
    offset,
  });
}

function json(body: JsonObject): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': vendorJson } });
}
