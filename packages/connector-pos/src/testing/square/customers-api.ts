import { bad, type Json, notFound, objectIn, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedCustomer } from './entries.ts';
import { type IdempotencyKeys } from './idempotency.ts';
import { within } from './orders-api.ts';
import { pageOf } from './paging.ts';
import { type Route } from './router.ts';
import { type WebhookSender } from './webhook-sender.ts';

/** What the customer endpoints need. */
export interface CustomerPorts {
  readonly books: Books;
  readonly keys: IdempotencyKeys;
  readonly sender: WebhookSender;
}

/** How long a new customer is missing in searches. */
const indexLagMs = 30_000;
const texts = ['given_name', 'family_name', 'company_name', 'email_address', 'phone_number'] as const;
const maxLengths: Readonly<Record<string, number>> = {
  given_name: 300,
  family_name: 300,
  company_name: 500,
  email_address: 254,
  reference_id: 100,
};

/** Creating, changing and finding customers. */
export function customersApi(ports: CustomerPorts): readonly Route[] {
  const { books, keys } = ports;
  return [
    {
      method: 'POST',
      path: '/v2/customers',
      write: true,
      answer: ({ body }) =>
        keys.once('customers', body, { maxLength: 128, required: false }, () => {
          const { idempotency_key: _, ...fields } = body;
          check(fields);
          if (!texts.some((key) => textIn(fields, key))) throw bad('BAD_REQUEST');
          const now = books.instant();
          const id = books.nextId('CUSTOMER');
          const created = {
            id,
            ...fields,
            creation_source: 'THIRD_PARTY',
            created_at: now,
            updated_at: now,
            version: 0,
          };
          return { customer: book(created, 'customer.created', ports) };
        }),
    },
    {
      method: 'GET',
      path: '/v2/customers/{id}',
      answer: ({ params }) => ({ customer: customerOf(params['id'], books) }),
    },
    {
      method: 'PUT',
      path: '/v2/customers/{id}',
      write: true,
      answer: ({ params, body }) => {
        const known = customerOf(params['id'], books);
        check(body);
        if (body['version'] !== undefined && body['version'] !== known.version) throw bad('CONFLICT', 'version');
        const { version: _, ...fields } = body;
        const changed = { ...known, ...fields, updated_at: books.instant(), version: known.version + 1 };
        return { customer: book(changed, 'customer.updated', ports) };
      },
    },
    { method: 'POST', path: '/v2/customers/search', answer: ({ body }) => search(body, books) },
  ];
}

function search(body: Json, books: Books): Json {
  const query = objectIn(body, 'query');
  const filter = objectIn(query, 'filter');
  const indexedBefore = books.now() - indexLagMs;
  const rows = [...books.customers.values()].filter(
    (it) =>
      (Date.parse(it.created_at) <= indexedBefore || Object.keys(filter).every((key) => key === 'updated_at')) &&
      Object.entries(filter).every(([key, value]) => fits(it, key, value as Json)),
  );
  const limit = body['limit'] === undefined ? 100 : Number(body['limit']);
  if (limit < 1) throw bad('VALUE_TOO_LOW', 'limit');
  if (limit > 100) throw bad('VALUE_TOO_HIGH', 'limit');
  const page = pageOf(rows, {
    cursor: textIn(body, 'cursor'),
    limit,
    query,
    now: books.now(),
    sortOf: (it) => it.created_at,
  });
  return { customers: page.rows, ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

/** The exact filter of an address compares its words: other customers come along, as on the real platform. */
function fits(customer: BookedCustomer, key: string, value: Json): boolean {
  if (key === 'created_at' || key === 'updated_at') return within(customer[key], value['start_at'], value['end_at']);
  if (!['email_address', 'phone_number', 'reference_id'].includes(key)) throw bad('BAD_REQUEST', key);
  const exact = textIn(value, 'exact');
  if (exact === undefined) throw bad('MISSING_REQUIRED_PARAMETER', `${key}.exact`);
  const own = (textIn(customer, key) ?? '').toLowerCase();
  return key === 'email_address' ? own.includes(exact.toLowerCase()) && exact !== '' : own === exact.toLowerCase();
}

function book(customer: BookedCustomer, type: string, { books, sender }: CustomerPorts): BookedCustomer {
  books.customers.set(customer.id, customer);
  sender.tell(type, { id: customer.id, dataType: 'customer', object: { customer } });
  return customer;
}

function customerOf(id: string | undefined, books: Books): BookedCustomer {
  const customer = books.customers.get(id ?? '');
  if (!customer) throw notFound('customer_id');
  return customer;
}

function check(fields: Json): void {
  for (const [key, most] of Object.entries(maxLengths)) {
    if ((textIn(fields, key) ?? '').length > most) throw bad('VALUE_TOO_LONG', key);
  }
  const phone = textIn(fields, 'phone_number');
  if (phone !== undefined && !/^\+?[\d ()-]{9,24}$/.test(phone)) throw bad('INVALID_PHONE_NUMBER', 'phone_number');
}
