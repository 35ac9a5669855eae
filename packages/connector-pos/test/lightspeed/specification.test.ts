import { existsSync, readFileSync } from 'node:fs';
import { generateCustomer, simulatorFetch } from '@crossdock/testing';
import { money, Product, seededRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openRetailer, usualSale } from './support/open-retailer.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly required?: readonly string[];
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
}
interface Operation {
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
interface Specification {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The vendor's specification lies beside the checkout, where it is at hand; it is not ours to publish. */
const file = new URL('../../../../../shared/vendors/pos/openapi-2.0-2025-07.json', import.meta.url);
const specification = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Specification) : undefined;

/** Members of answers that the specification's own examples have and its schemas leave out, or that come in two types. */
const beside: ReadonlySet<string> = new Set([
  'data.receipt_number',
  'data.payments.id',
  'data.payments.outlet_id',
  'data.payments.external_attributes',
  'data.taxes.id',
  'data.show_inactive',
  'show_inactive',
  'data.filters',
  'filters',
  // Levels have versions: their feed is read by them.
  'data.version',
  // A number that comes as a text: both occur.
  'data.balance',
]);

/** By path of members, lists left out: the type of each, as a specification has it. */
type Members = Map<string, string>;

function resolved(schema: Schema | undefined): Schema {
  if (schema?.$ref !== undefined) {
    return resolved(specification?.components.schemas[schema.$ref.split('/').at(-1) ?? '']);
  }
  const { allOf = [], ...own } = schema ?? {};
  const parts = [...allOf.map(resolved), own];
  return Object.assign({}, ...parts, {
    properties: Object.assign({}, ...parts.map((it) => it.properties ?? {})) as Schema['properties'],
  }) as Schema;
}

function membersOf(schema: Schema | undefined, path = '', found: Members = new Map(), depth = 0): Members {
  const { properties = {}, items, type } = resolved(schema);
  if (depth > 6) return found;
  if (items) return membersOf(items, path, found, depth);
  if (path !== '') found.set(path, type ?? 'object');
  for (const [name, member] of Object.entries(properties)) {
    membersOf(member, path === '' ? name : `${path}.${name}`, found, depth + 1);
  }
  return found;
}

function membersIn(value: unknown, path = '', found: Members = new Map()): Members {
  if (Array.isArray(value)) {
    for (const it of value) membersIn(it, path, found);
    return found;
  }
  const isObject = typeof value === 'object' && value !== null;
  if (path !== '' && value !== null) found.set(path, typeof value);
  if (isObject) {
    for (const [name, member] of Object.entries(value))
      membersIn(member, path === '' ? name : `${path}.${name}`, found);
  }
  return found;
}

const kinds: Readonly<Record<string, string>> = { integer: 'number', array: 'object' };

/** Members that are sent or answered, and are not in the specification or have another type there. */
function strangers(where: string, value: unknown, schema: Schema | undefined): readonly string[] {
  const known = membersOf(schema);
  expect(known.size, `${where} is specified`).toBeGreaterThan(0);
  return [...membersIn(value)].flatMap(([path, type]) => {
    const name = `${where} ${path}`;
    const told = known.get(path);
    const kind = kinds[told ?? ''] ?? told;
    if (kind === type || (where.startsWith('GET') && beside.has(path))) return [];
    return [`${name} is a ${type}, not a ${kind ?? 'member'}`];
  });
}

function operationOf(method: string, path: string): Operation | undefined {
  const parts = path.split('/');
  const entry = Object.entries(specification?.paths ?? {}).find(([pattern]) => {
    const own = pattern.split('/');
    return (
      own.length === parts.length &&
      own.every((it, at) => it.startsWith('{') === isId(parts[at]) && (it.startsWith('{') || it === parts[at]))
    );
  });
  return entry?.[1][method.toLowerCase()];
}

const isId = (part = ''): boolean => part === '{id}' || /^[0-9a-f-]{36}$/.test(part);
const patternOf = (path: string): string =>
  path
    .split('/')
    .map((it) => (isId(it) ? '{id}' : it))
    .join('/');

/** What the connector sends and is answered, in a day that touches everything. */
async function exchanged() {
  const sent: { readonly method: string; readonly path: string; readonly body: unknown; readonly answer: unknown }[] =
    [];
  const open = openRetailer({
    simulator: { wrappedConsignments: true, stocktake: 'sets' },
    options: { consignmentBodies: 'wrapped' },
    fetch: (retailer) => async (input, init) => {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      const body =
        request.method === 'GET'
          ? undefined
          : await request
              .clone()
              .json()
              .catch(() => undefined);
      const response = await simulatorFetch(retailer)(request);
      const [, version, path] = /^\/api\/(2\.0)(\/.*)$/.exec(pathname) ?? [];
      if (version !== undefined && path !== undefined) {
        sent.push({ method: request.method, path, body, answer: await response.clone().json() });
      }
      return response;
    },
  });
  const { system, retailer, clock } = open;
  const occurredAt = new Date(clock.now() - 60_000).toISOString();
  const random = seededRandom(1);
  const sale = retailer.till.sell({ ...usualSale, surcharge: 150, rounding: 2, payments: [{ type: 'Cash' }] });
  retailer.till.takeBack({ saleId: sale.id });
  const line = { sku: 'SHOE-42', quantity: { amount: '1' } };
  await system.call('listOrders', {});
  await system.call('getInventory', { skus: ['SHOE-42'] });
  await system.call('listInventory', {});
  const levels = [{ sku: 'SHOE-42', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '7' } }];
  await system.call('setInventory', { ref: 'count-1', levels, asOf: occurredAt });
  const changes = [
    { sku: 'SHOE-42', location: 'store-1', delta: { amount: '2' } },
    { sku: 'SOCK-M', location: 'store-1', delta: { amount: '-2' } },
  ];
  await system.call('adjustInventory', { ref: 'web-1', reason: 'sale', changes, occurredAt });
  // The second finds the first in its list.
  await system.call('adjustInventory', { ref: 'web-2', reason: 'sale', changes, occurredAt });
  await system.call('transferInventory', { ref: 'tr-1', from: 'store-1', to: 'store-2', lines: [line], occurredAt });
  await system.call(
    'publishProduct',
    Product.parse({ sku: 'NEW-1', name: 'New', state: 'active', barcodes: ['4012345678901'] }),
  );
  const price = { sku: 'SHOE-42', refs: {}, price: money('70', 'USD'), taxIncluded: false, location: 'store-1' };
  await system.call('publishPrice', price);
  await system.call('publishPrice', { ...price, price: money('71', 'USD') });
  const customer = generateCustomer(random);
  await system.call('upsertCustomer', customer);
  await system.call('upsertCustomer', { ...customer, email: 'other@example.com' });
  await system.call('listCustomers', {});
  await system.call('listProducts', {});
  await system.connection.check?.(new AbortController().signal);
  return { sent, retailer };
}

describe.skipIf(specification === undefined)('against the platform’s own specification', () => {
  test('every answer of the simulator has its members, in their types', async () => {
    const { sent } = await exchanged();
    const seen = new Set<string>();
    const strange = sent.flatMap(({ method, path, answer }) => {
      const where = `${method} ${patternOf(path)}`;
      seen.add(where);
      const responses = operationOf(method, path)?.responses ?? {};
      const [content] = Object.entries(responses).flatMap(([status, it]) => (status.startsWith('2') ? [it] : []));
      const schema = content?.content?.['application/json']?.schema;
      // Searches answer with the rows of what they search, and some writings with nothing of note.
      if (path === '/search' || method !== 'GET') return [];
      return strangers(where, answer, schema);
    });
    expect([...new Set(strange)]).toEqual([]);
    expect([...seen].filter((it) => it.startsWith('GET'))).toEqual(
      expect.arrayContaining(['GET /sales', 'GET /inventory', 'GET /consignments', 'GET /customers', 'GET /products']),
    );
  });

  test('every request of the connector has members that it knows, and those that it requires', async () => {
    const { sent } = await exchanged();
    const writes = sent.filter((it) => it.method !== 'GET');
    const wrong = writes.flatMap(({ method, path, body }) => {
      const where = `${method} ${patternOf(path)}`;
      const schema = operationOf(method, path)?.requestBody?.content?.['application/json']?.schema;
      const required = resolved(schema).required ?? [];
      const missing = required.filter((it) => !Object.hasOwn(body as object, it)).map((it) => `${where} misses ${it}`);
      return [...strangers(where, body, schema), ...missing];
    });
    expect([...new Set(wrong)]).toEqual([]);
    expect(new Set(writes.map((it) => `${it.method} ${patternOf(it.path)}`))).toEqual(
      new Set([
        'POST /consignments',
        'PUT /consignments/{id}',
        'POST /consignments/{id}/bulk',
        'POST /products',
        'POST /price_books',
        'POST /price_books/{id}/products',
        'PATCH /price_books/{id}/products',
        'POST /customers',
        'PUT /customers/{id}',
      ]),
    );
  });
});
