import { bad, type Json, listIn, objectIn, requiredText, textIn, textsIn } from './answers.ts';
import { type Books, quantityText } from './books.ts';
import { type BookedChange } from './entries.ts';
import { type IdempotencyKeys } from './idempotency.ts';
import { limitOf, within } from './orders-api.ts';
import { pageOf } from './paging.ts';
import { type Route } from './router.ts';
import { type NewChange, type Stock } from './stock.ts';

/** What the inventory endpoints need. */
export interface InventoryPorts {
  readonly books: Books;
  readonly stock: Stock;
  readonly keys: IdempotencyKeys;
  /** Whose changes are booked. */
  readonly applicationId: string;
}

/** Transitions that an application may write. The platform's whole table is not published. */
const transitions = new Set([
  'NONE>IN_STOCK',
  'IN_STOCK>WASTE',
  'IN_STOCK>SOLD',
  'UNLINKED_RETURN>IN_STOCK',
  'IN_STOCK>IN_STOCK',
]);
const reasons = new Set([
  'RECEIVED',
  'DAMAGED',
  'THEFT',
  'LOST',
  'RETURNED',
  'SPOILAGE_WASTE',
  'INTERNAL_USE',
  'VENDOR_RETURN',
]);
const dayMs = 86_400_000;

/** Reading and changing stock, with the shapes of 2026-07-15. */
export function inventoryApi(ports: InventoryPorts): readonly Route[] {
  const { books, keys, stock } = ports;
  return [
    {
      method: 'POST',
      path: '/v2/inventory/changes/batch-create',
      write: true,
      answer: ({ body }) =>
        keys.once('inventory', body, { maxLength: 128 }, () => {
          const changes = listIn(body, 'changes');
          if (changes.length === 0) throw bad('ARRAY_EMPTY', 'changes');
          if (changes.length > 100) throw bad('ARRAY_LENGTH_TOO_LONG', 'changes');
          const ignoreUnchanged = body['ignore_unchanged_counts'] ?? true;
          const checked = changes.map((it, index) => checkChange(it, `changes[${index}]`, ports));
          const booked = checked
            .filter((it) => !(ignoreUnchanged === true && isUnchanged(it, books)))
            .map((it) => stock.book(it));
          return { counts: stock.tell(booked), changes: booked.map(wireChange), errors: [] };
        }),
    },
    { method: 'POST', path: '/v2/inventory/changes/batch-retrieve', answer: ({ body }) => searchChanges(body, books) },
    { method: 'POST', path: '/v2/inventory/counts/batch-retrieve', answer: ({ body }) => searchCounts(body, ports) },
  ];
}

function checkChange(change: Json, path: string, { books, applicationId }: InventoryPorts): NewChange {
  const type = requiredText(change, 'type');
  if (type !== 'ADJUSTMENT' && type !== 'PHYSICAL_COUNT') throw bad('INVALID_ENUM_VALUE', `${path}.type`);
  const body = objectIn(change, type === 'ADJUSTMENT' ? 'adjustment' : 'physical_count');
  const variationId = requiredText(body, 'catalog_object_id');
  if (!books.variations().some((it) => it.id === variationId)) throw bad('NOT_FOUND', `${path}.catalog_object_id`);
  const referenceId = textIn(body, 'reference_id');
  if ((referenceId ?? '').length > 255) throw bad('VALUE_TOO_LONG', `${path}.reference_id`);
  const common = {
    kind: type,
    variationId,
    units: unitsOf(requiredText(body, 'quantity'), type, path),
    occurredAt: occurredAtOf(requiredText(body, 'occurred_at'), path, books.now()),
    applicationId,
    ...(referenceId !== undefined && { referenceId }),
  } as const;
  if (type === 'PHYSICAL_COUNT') {
    const state = requiredText(body, 'state');
    if (state !== 'IN_STOCK' && state !== 'WASTE') throw bad('INVALID_VALUE', `${path}.state`);
    return { ...common, counted: { state, locationId: locationOf(body, 'location_id', path, books) } };
  }
  const from = {
    state: requiredText(body, 'from_state'),
    locationId: locationOf(body, 'from_location_id', path, books),
  };
  const to = { state: requiredText(body, 'to_state'), locationId: locationOf(body, 'to_location_id', path, books) };
  if (!transitions.has(`${from.state}>${to.state}`)) throw bad('INVALID_VALUE', `${path}.to_state`);
  if (from.state === to.state && from.locationId === to.locationId)
    throw bad('INVALID_VALUE', `${path}.to_location_id`);
  const reason = textIn(objectIn(body, 'reason_id'), 'type');
  if (reason !== undefined && !reasons.has(reason)) throw bad('INVALID_VALUE', `${path}.reason_id`);
  return { ...common, from, to, ...(reason !== undefined && { reason }) };
}

function locationOf(body: Json, key: string, path: string, books: Books): string {
  const id = requiredText(body, key);
  if (!books.location(id)) throw bad('NOT_FOUND', `${path}.${key}`);
  return id;
}

function unitsOf(text: string, type: string, path: string): number {
  const isPlain = (type === 'ADJUSTMENT' ? /^\d{1,7}(?:\.\d{1,5})?$/ : /^-?\d{1,7}(?:\.\d{1,5})?$/).test(text);
  if (!isPlain || (type === 'ADJUSTMENT' && Number(text) === 0)) throw bad('INVALID_VALUE', `${path}.quantity`);
  return Math.round(Number(text) * 100_000);
}

/** Not older than 24 hours, and not in the future. */
function occurredAtOf(text: string, path: string, now: number): string {
  const at = Date.parse(text);
  if (Number.isNaN(at) || at > now || now - at > dayMs) throw bad('INVALID_TIME', `${path}.occurred_at`);
  return text;
}

function isUnchanged({ kind, variationId, counted, units }: NewChange, books: Books): boolean {
  return (
    kind === 'PHYSICAL_COUNT' &&
    counted !== undefined &&
    books.inStock(variationId, counted.locationId)?.units === units
  );
}

function searchChanges(body: Json, books: Books): Json {
  const ids = textsIn(body, 'catalog_object_ids');
  const locations = textsIn(body, 'location_ids');
  const types = textsIn(body, 'types');
  const rows = books.changes.filter(
    (it) =>
      (ids.length === 0 || ids.includes(it.variationId)) &&
      (locations.length === 0 ||
        [it.from, it.to, it.counted].some((end) => locations.includes(end?.locationId ?? ''))) &&
      (types.length === 0 ? ['ADJUSTMENT', 'PHYSICAL_COUNT'] : types).includes(it.kind) &&
      within(it.createdAt, body['updated_after'], body['updated_before']),
  );
  const page = pageOf(rows, {
    cursor: textIn(body, 'cursor'),
    limit: limitOf(body['limit'], 100, 1000),
    query: { ids, locations, types, after: body['updated_after'], before: body['updated_before'] },
    now: books.now(),
    sortOf: (it) => new Date(Date.parse(it.occurredAt)).toISOString(),
  });
  return { changes: page.rows.map(wireChange), ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

function searchCounts(body: Json, { books, stock }: InventoryPorts): Json {
  const ids = textsIn(body, 'catalog_object_ids');
  const locations = textsIn(body, 'location_ids');
  const wanted = locations.length === 0 ? books.locations.map((it) => it.id) : locations;
  const articles = ids.length === 0 ? [...new Set(books.changes.map((it) => it.variationId))] : ids;
  const rows = articles.flatMap((id) =>
    wanted.flatMap((at) => stock.countOf(id, at).map((count) => ({ id: `${id}@${at}`, count }))),
  );
  const page = pageOf(
    rows.filter((it) => within(it.count['calculated_at'], body['updated_after'], undefined)),
    {
      cursor: textIn(body, 'cursor'),
      limit: limitOf(body['limit'], 100, 1000),
      query: { ids, locations, after: body['updated_after'] },
      now: books.now(),
      sortOf: () => '',
    },
  );
  return { counts: page.rows.map((it) => it.count), ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

/** A change in the platform's shape of 2026-07-15. */
export function wireChange(change: BookedChange): Json {
  const { id, kind, variationId, units, from, to, counted, occurredAt, createdAt } = change;
  const common = {
    id,
    catalog_object_id: variationId,
    catalog_object_type: 'ITEM_VARIATION',
    quantity: quantityText(units),
    occurred_at: occurredAt,
    created_at: createdAt,
    ...(change.referenceId !== undefined && { reference_id: change.referenceId }),
    source: change.applicationId === undefined ? { product: 'SQUARE_POS' } : { application_id: change.applicationId },
  };
  if (kind === 'PHYSICAL_COUNT') {
    const physical_count = { ...common, state: counted?.state, location_id: counted?.locationId };
    return { type: 'PHYSICAL_COUNT', physical_count };
  }
  const adjustment = {
    ...common,
    from_state: from?.state,
    to_state: to?.state,
    from_location_id: from?.locationId,
    to_location_id: to?.locationId,
    ...(change.transactionId !== undefined && { transaction_id: change.transactionId }),
    ...(change.reason !== undefined && { reason_id: { type: change.reason } }),
  };
  return { type: 'ADJUSTMENT', adjustment };
}
