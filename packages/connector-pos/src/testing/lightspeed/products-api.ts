import { bad, type Json, listIn, notFound, numberIn, objectOf, requiredText, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedProduct } from './entries.ts';
import { numberOf, one, partsOf, shareOf } from './numbers.ts';
import { fieldsOf, type Route } from './router.ts';
import { type Stock } from './stock.ts';
import { pageCap } from './stores-api.ts';
import { type WebhookSender } from './webhook-sender.ts';
import { zoned } from './wire-sales.ts';

/** What the endpoints of products need. */
export interface ProductPorts {
  readonly books: Books;
  readonly stock: Stock;
  readonly sender: WebhookSender;
}

const codeTypes = new Set(['CUSTOM', 'EAN', 'ISBN', 'ITF', 'JAN', 'UPC']);

/** Reading, creating and changing products, and the attributes that variants differ by. */
export function productsApi(ports: ProductPorts): readonly Route[] {
  const { books } = ports;
  const product = (id: string | undefined): BookedProduct => {
    const found = books.products.get(id ?? '');
    if (!found || found.deletedAt !== undefined) throw notFound();
    return found;
  };
  const wire = (it: BookedProduct): Json => wireProduct(it, books);
  return [
    { method: 'GET', path: '/api/2.0/products', answer: ({ query }) => search(query, books) },
    { method: 'GET', path: '/api/2.0/products/{id}', answer: ({ params }) => ({ data: wire(product(params['id'])) }) },
    {
      method: 'POST',
      path: '/api/2.0/products',
      write: true,
      answer: ({ body }) => ({ data: create(fieldsOf({ body }), ports).map((it) => it.id) }),
    },
    {
      method: 'PUT',
      path: '/api/2.1/products/{id}',
      write: true,
      envelope: 'global',
      answer: ({ params, body }) => {
        update(product(params['id']), fieldsOf({ body }), ports);
        return { data: { id: params['id'] } };
      },
    },
    {
      method: 'GET',
      path: '/api/2.0/variant_attributes',
      answer: () => ({ data: [...books.attributes].map(([name, id]) => ({ id, name, deleted_at: null })) }),
    },
    {
      method: 'POST',
      path: '/api/2.0/variant_attributes',
      write: true,
      answer: ({ body }) => {
        const name = requiredText(fieldsOf({ body }), 'name');
        if (books.attributes.has(name)) throw bad('The name is taken', 'name');
        const id = books.nextId();
        books.attributes.set(name, id);
        return { data: { id, name } };
      },
    },
  ];
}

/** With a SKU or a name everything else of the question is ignored. */
function search(query: URLSearchParams, books: Books): Json {
  const wire = (it: BookedProduct): Json => wireProduct(it, books);
  const sku = query.get('sku');
  const name = query.get('name') ?? query.get('family_name');
  if (sku !== null || name !== null) {
    const is = (it: BookedProduct): boolean => (sku === null ? it.name === name : it.sku === sku);
    const found = books.products.values().filter((it) => it.deletedAt === undefined && is(it));
    const versions = found.map((it) => it.version);
    return { data: found.map(wire), version: { min: Math.min(...versions, 0), max: Math.max(...versions, 0) } };
  }
  const isShown = (it: BookedProduct): boolean => it.deletedAt === undefined || query.get('deleted') === 'true';
  return books.products.page(query, wire, { cap: pageCap }, isShown);
}

/** Creates a product, or a family of variants. A SKU that exists already is no hindrance: nothing protects from a second one. */
function create(body: Json, { books, stock, sender }: ProductPorts): readonly BookedProduct[] {
  const name = requiredText(body, 'name');
  const variants = listIn(body, 'variants');
  const now = books.instant();
  const family = books.nextId();
  const source = textIn(body, 'source') ?? 'USER';
  const made = (variants.length === 0 ? [body] : variants).map((part, index): BookedProduct => {
    const id = index === 0 ? family : books.nextId();
    const sourceId = textIn(body, 'source_id');
    const sourceVariantId = textIn(part, 'source_variant_id');
    const options = variants.length === 0 ? [] : optionsIn(part, books);
    const booked: BookedProduct = {
      id,
      name,
      sku: textIn(part, 'sku') ?? `${10_000 + Number(id.slice(-6))}`,
      handle: textIn(body, 'handle') ?? name.toLowerCase().replaceAll(/\W+/g, '-'),
      description: textIn(body, 'description') ?? '',
      active: body['is_active'] !== false,
      hasInventory: true,
      price: priceIn(part, books) ?? priceIn(body, books) ?? 0,
      supplyPrice: partsOf(numberIn(part, 'supply_price') ?? 0),
      ...(index > 0 && { parentId: family }),
      hasVariants: index === 0 && variants.length > 1,
      options,
      codes: codesIn(part) ?? [],
      source,
      ...(sourceId !== undefined && { sourceId }),
      ...(sourceVariantId !== undefined && { sourceVariantId }),
      createdAt: now,
      updatedAt: now,
      version: books.nextVersion(),
    };
    for (const it of listIn(part, 'inventory')) {
      stock.set(id, requiredText(it, 'outlet_id'), partsOf(numberIn(it, 'current_amount') ?? 0));
    }
    return booked;
  });
  for (const it of made) {
    books.putProduct(it);
    sender.tellProduct(it);
  }
  return made;
}

const commonFields = new Set([
  'name',
  'description',
  'handle',
  'track_inventory',
  'source',
  'source_id',
  'brand_id',
  'product_category_id',
]);
const detailFields = new Set([
  'sku',
  'is_active',
  'price_excluding_tax',
  'price_including_tax',
  'supply_price',
  'product_codes',
  'outlet_taxes',
  'inventory',
]);

function update(known: BookedProduct, body: Json, { books, stock, sender }: ProductPorts): void {
  const common = objectOf(body['common'] ?? {}, 'common');
  const details = objectOf(body['details'] ?? {}, 'details');
  for (const key of Object.keys(body)) if (key !== 'common' && key !== 'details') throw bad('Is not known', key);
  for (const key of Object.keys(common)) if (!commonFields.has(key)) throw bad('Is not known', `common.${key}`);
  for (const key of Object.keys(details)) if (!detailFields.has(key)) throw bad('Is not known', `details.${key}`);
  const now = books.instant();
  const shared = {
    name: textIn(common, 'name') ?? known.name,
    description: textIn(common, 'description') ?? known.description,
    updatedAt: now,
  };
  const own = books.putProduct({
    ...known,
    ...shared,
    sku: textIn(details, 'sku') ?? known.sku,
    active: typeof details['is_active'] === 'boolean' ? details['is_active'] : known.active,
    price: priceIn(details, books) ?? known.price,
    codes: codesIn(details) ?? known.codes,
    version: books.nextVersion(),
  });
  sender.tellProduct(own);
  // What is common is common to the family.
  const family = known.parentId ?? known.id;
  const kin = books.products.values().filter((it) => it.id !== known.id && (it.parentId ?? it.id) === family);
  if (Object.keys(common).length > 0) {
    for (const it of kin) sender.tellProduct(books.putProduct({ ...it, ...shared, version: books.nextVersion() }));
  }
  for (const it of listIn(details, 'inventory')) {
    const level = numberIn(it, 'current_amount');
    if (level !== undefined) stock.set(known.id, requiredText(it, 'outlet_id'), partsOf(level));
  }
}

/** The price without tax. Both prices at once are refused. */
function priceIn(body: Json, books: Books): number | undefined {
  const without = numberIn(body, 'price_excluding_tax');
  const included = numberIn(body, 'price_including_tax');
  if (without !== undefined && included !== undefined) throw bad('Only one price at a time', 'price_including_tax');
  if (included === undefined) return without === undefined ? undefined : partsOf(without);
  const percent = (books.taxes.find((it) => it.isDefault)?.rates ?? []).reduce((sum, it) => sum + it.percent, 0);
  return shareOf(partsOf(included), 100 * one, 100 * one + percent);
}

function codesIn(body: Json): BookedProduct['codes'] | undefined {
  if (body['product_codes'] === undefined) return undefined;
  return listIn(body, 'product_codes').map((it) => {
    const type = requiredText(it, 'type');
    if (!codeTypes.has(type)) throw bad('Is no type of code', 'product_codes.type');
    return { type, code: requiredText(it, 'code') };
  });
}

function optionsIn(part: Json, books: Books): BookedProduct['options'] {
  const definitions = listIn(part, 'variant_definitions');
  if (definitions.length === 0) throw bad('Is required', 'variant_definitions');
  return definitions.map((it) => {
    const id = requiredText(it, 'attribute_id');
    const name = [...books.attributes].find(([, own]) => own === id)?.[0];
    if (name === undefined) throw bad('There is no such attribute', 'variant_definitions.attribute_id');
    return { id, name, value: requiredText(it, 'value') };
  });
}

function wireProduct(it: BookedProduct, books: Books): Json {
  const percent = (books.taxes.find((tax) => tax.isDefault)?.rates ?? []).reduce((sum, rate) => sum + rate.percent, 0);
  return {
    id: it.id,
    name: it.name,
    variant_name: [it.name, ...it.options.map((option) => option.value)].join(' / '),
    handle: it.handle,
    sku: it.sku,
    description: it.description,
    active: it.active,
    has_inventory: it.hasInventory,
    is_composite: false,
    has_variants: it.hasVariants,
    variant_parent_id: it.parentId ?? null,
    variant_options: it.options,
    product_codes: it.codes,
    price_excluding_tax: numberOf(it.price),
    price_including_tax: numberOf(it.price + shareOf(it.price, percent, 100 * one)),
    supply_price: numberOf(it.supplyPrice),
    source: it.source,
    source_id: it.sourceId ?? null,
    source_variant_id: it.sourceVariantId ?? null,
    created_at: zoned(it.createdAt),
    updated_at: zoned(it.updatedAt),
    ...(it.deletedAt !== undefined && { deleted_at: zoned(it.deletedAt) }),
    version: it.version,
  };
}
