import { bad, type Json, listIn, objectIn, Refusal, requiredText, textIn, textsIn } from './answers.ts';
import { type Books, dataOf } from './books.ts';
import { type BookedObject } from './entries.ts';
import { type IdempotencyKeys } from './idempotency.ts';
import { limitOf } from './orders-api.ts';
import { pageOf } from './paging.ts';
import { type Route } from './router.ts';
import { type WebhookSender } from './webhook-sender.ts';

/** What the catalogue endpoints need. */
export interface CatalogPorts {
  readonly books: Books;
  readonly keys: IdempotencyKeys;
  readonly sender: WebhookSender;
}

/** Reading and writing the catalogue. A write replaces objects whole: what they lack is gone. */
export function catalogApi(ports: CatalogPorts): readonly Route[] {
  const { books, keys } = ports;
  return [
    {
      method: 'POST',
      path: '/v2/catalog/batch-upsert',
      write: true,
      answer: ({ body }) =>
        keys.once('catalog', body, { maxLength: 128 }, () => {
          const batches = listIn(body, 'batches').map((it) => listIn(it, 'objects'));
          if (batches.flat().length > 10_000) throw bad('ARRAY_LENGTH_TOO_LONG', 'batches');
          const mappings = new Map<string, string>();
          const written = batches.flatMap((objects, index) => {
            if (objects.length > 1000) throw bad('ARRAY_LENGTH_TOO_LONG', `batches[${index}].objects`);
            return writeBatch(objects, mappings, ports);
          });
          const id_mappings = [...mappings].map(([client_object_id, object_id]) => ({ client_object_id, object_id }));
          return { objects: written.map((it) => wholeOf(it, books)), id_mappings, updated_at: books.instant() };
        }),
    },
    {
      method: 'POST',
      path: '/v2/catalog/batch-retrieve',
      answer: ({ body }) => {
        const deleted = body['include_deleted_objects'] === true;
        const found = textsIn(body, 'object_ids').flatMap((id) => books.catalog.get(id) ?? []);
        return { objects: found.filter((it) => deleted || !it.is_deleted).map((it) => wholeOf(it, books)) };
      },
    },
    { method: 'POST', path: '/v2/catalog/search', answer: ({ body }) => searchCatalog(body, books) },
  ];
}

/** Writes one batch, all or nothing. */
function writeBatch(
  objects: readonly Json[],
  mappings: Map<string, string>,
  { books, sender }: CatalogPorts,
): BookedObject[] {
  const flat = objects.flatMap(withNested);
  for (const { object } of flat) checkVersion(object, books);
  for (const { object } of flat) {
    const id = requiredText(object, 'id');
    if (id.startsWith('#')) mappings.set(id, books.nextId('CATALOG'));
    else if (!books.catalog.has(id)) throw bad('NOT_FOUND', 'id');
  }
  const version = books.now() * 1_000 + books.nextSerial();
  const written = flat.map(({ object, itemId }) => {
    const id = resolved(requiredText(object, 'id'), mappings);
    const type = requiredText(object, 'type');
    const key = `${type.toLowerCase()}_data`;
    const { variations: _, ...data } = objectIn(object, key);
    const parent = itemId ?? textIn(data, 'item_id');
    const own = parent === undefined ? data : { ...data, item_id: resolved(parent, mappings) };
    const booked = { ...object, id, type, version, updated_at: books.instant(), is_deleted: false, [key]: own };
    books.catalog.set(id, booked);
    return booked;
  });
  for (const object of objects) deleteMissing(object, mappings, books, version);
  sender.tell('catalog.version.updated', {
    id: '',
    dataType: 'catalog',
    object: { catalog_version: { updated_at: books.instant() } },
  });
  return written.filter((it) => it.type === 'ITEM' || !written.some((other) => other.id === dataOf(it)['item_id']));
}

/** An item with its variations, each as an object of its own. */
function withNested(object: Json): readonly { readonly object: Json; readonly itemId?: string }[] {
  if (object['type'] !== 'ITEM') return [{ object }];
  const variations = listIn(objectIn(object, 'item_data'), 'variations');
  const itemId = requiredText(object, 'id');
  return [{ object }, ...variations.map((it) => ({ object: it, itemId }))];
}

/** A version that is not the present one lost a race. */
function checkVersion(object: Json, books: Books): void {
  const known = books.catalog.get(requiredText(object, 'id'));
  if (known && object['version'] !== known.version) throw new Refusal(409, 'VERSION_MISMATCH', 'version');
}

/** A variation that an item lacks when it is written is deleted. */
function deleteMissing(object: Json, mappings: ReadonlyMap<string, string>, books: Books, version: number): void {
  if (object['type'] !== 'ITEM') return;
  const itemId = resolved(requiredText(object, 'id'), mappings);
  const variations = listIn(objectIn(object, 'item_data'), 'variations');
  const kept = new Set(variations.map((it) => resolved(requiredText(it, 'id'), mappings)));
  for (const it of books.variations()) {
    if (dataOf(it)['item_id'] !== itemId || kept.has(it.id)) continue;
    books.catalog.set(it.id, { ...it, is_deleted: true, version });
  }
}

function searchCatalog(body: Json, books: Books): Json {
  const types = textsIn(body, 'object_types');
  const deleted = body['include_deleted_objects'] === true;
  const begin = Date.parse(textIn(body, 'begin_time') ?? '1970-01-01T00:00:00Z');
  const query = objectIn(body, 'query');
  const rows = [...books.catalog.values()].filter(
    (it) =>
      (types.length === 0 ? it.type !== 'ITEM_VARIATION' : types.includes(it.type)) &&
      (deleted || !it.is_deleted) &&
      Date.parse(it.updated_at) > begin &&
      matches(it, query),
  );
  const page = pageOf(rows, {
    cursor: textIn(body, 'cursor'),
    limit: Math.min(limitOf(body['limit'], 100, 100_000), 1000),
    query: { types, query, begin },
    now: books.now(),
    sortOf: () => '',
  });
  const objects = page.rows.map((it) => wholeOf(it, books));
  return { objects, ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

/** Texts are compared without regard to case. */
function matches(object: BookedObject, query: Json): boolean {
  const set = objectIn(query, 'set_query');
  const exact = objectIn(query, 'exact_query');
  const attribute = textIn(set, 'attribute_name') ?? textIn(exact, 'attribute_name');
  if (attribute === undefined) return true;
  const wanted = textsIn(set, 'attribute_values');
  if (wanted.length > 250) throw bad('ARRAY_LENGTH_TOO_LONG', 'attribute_values');
  const own = (textIn(dataOf(object), attribute) ?? '').toLowerCase();
  const value = textIn(exact, 'attribute_value');
  const values = value === undefined ? wanted : [value];
  return values.some((it) => it.toLowerCase() === own);
}

/** An item with its variations in it. */
function wholeOf(object: BookedObject, books: Books): Json {
  if (object.type !== 'ITEM') return object;
  const variations = books.variations().filter((it) => dataOf(it)['item_id'] === object.id);
  return { ...object, item_data: { ...dataOf(object), variations } };
}

function resolved(id: string, mappings: ReadonlyMap<string, string>): string {
  return mappings.get(id) ?? id;
}
