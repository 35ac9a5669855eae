import { bad, type Json, notFound, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedCustomer } from './entries.ts';
import { fieldsOf, type Route } from './router.ts';
import { pageCap } from './stores-api.ts';
import { type WebhookSender } from './webhook-sender.ts';
import { zoned } from './wire-sales.ts';

/** What the endpoints of customers need. */
export interface CustomerPorts {
  readonly books: Books;
  readonly sender: WebhookSender;
}

/** Creating, changing and listing customers. */
export function customersApi(ports: CustomerPorts): readonly Route[] {
  const { books } = ports;
  const customer = (id: string | undefined): BookedCustomer => {
    const found = books.customers.get(id ?? '');
    if (!found || found.deletedAt !== undefined) throw notFound();
    return found;
  };
  return [
    {
      method: 'GET',
      path: '/api/2.0/customers',
      answer: ({ query }) =>
        books.customers.page(
          query,
          wireCustomer,
          { cap: pageCap },
          (it) => it.deletedAt === undefined || query.get('deleted') === 'true',
        ),
    },
    {
      method: 'POST',
      path: '/api/2.0/customers',
      write: true,
      status: 201,
      answer: ({ body }) => ({ data: wireCustomer(putCustomer(undefined, fieldsOf({ body }), ports)) }),
    },
    {
      method: 'GET',
      path: '/api/2.0/customers/{id}',
      answer: ({ params }) => ({ data: wireCustomer(customer(params['id'])) }),
    },
    {
      method: 'PUT',
      path: '/api/2.0/customers/{id}',
      write: true,
      answer: ({ params, body }) => ({
        data: wireCustomer(putCustomer(customer(params['id']), fieldsOf({ body }), ports)),
      }),
    },
  ];
}

/** Books a customer. Nothing protects from a second one with the same code or address. */
export function putCustomer(
  known: BookedCustomer | undefined,
  body: Json,
  { books, sender }: CustomerPorts,
): BookedCustomer {
  // What an update does not carry is gone.
  const { customer_code: _, ...fields } = body;
  for (const key of ['first_name', 'last_name']) if (textIn(fields, key) === undefined) throw bad('Is required', key);
  const email = textIn(fields, 'email');
  if (email !== undefined && email !== '' && !email.includes('@')) throw bad('Is no address', 'email');
  const id = known?.id ?? books.nextId();
  const now = books.instant();
  const booked = books.customers.put({
    id,
    code: textIn(body, 'customer_code') ?? known?.code ?? `${String(fields['first_name'])}-${id.slice(-4)}`,
    fields,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    version: books.nextVersion(),
  });
  sender.tellCustomer(booked);
  return booked;
}

/** A customer in the shape of 2.0. */
export function wireCustomer(it: BookedCustomer): Json {
  return {
    id: it.id,
    customer_code: it.code,
    name: `${String(it.fields['first_name'])} ${String(it.fields['last_name'])}`,
    ...it.fields,
    year_to_date: 0,
    balance: '0.00000',
    loyalty_balance: 0,
    created_at: zoned(it.createdAt),
    updated_at: zoned(it.updatedAt),
    ...(it.deletedAt !== undefined && { deleted_at: zoned(it.deletedAt) }),
    version: it.version,
  };
}
