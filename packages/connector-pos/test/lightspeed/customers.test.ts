import { Customer } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { putCustomer } from '../../src/testing/lightspeed/customers-api.ts';
import { type WebhookSender } from '../../src/testing/lightspeed/webhook-sender.ts';
import { openRetailer } from './support/open-retailer.ts';

const silent = { tellCustomer: () => undefined } as unknown as WebhookSender;
const customer = (over: object = {}): Customer =>
  Customer.parse({
    ref: 'cust-1',
    refs: {},
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    phone: '+4545454545',
    origin: 'account',
    addresses: [],
    ...over,
  });

type Open = ReturnType<typeof openRetailer>;
const inStore = ({ retailer }: Open, fields: Readonly<Record<string, string>>) =>
  putCustomer(
    undefined,
    { first_name: 'Ada', last_name: 'King', ...fields },
    { books: retailer.books, sender: silent },
  );

describe('a customer', () => {
  test('whom another process created a moment ago is found, though the search does not show him yet', async () => {
    const open = openRetailer();
    await open.system.call('upsertCustomer', customer());
    await open.reconnect({}).call('upsertCustomer', customer({ lastName: 'King' }));
    const all = open.retailer.books.customers.values();
    expect(all.map((it) => [it.code, it.fields['last_name']])).toEqual([['cust-1', 'King']]);
  });

  test('keeps what the store wrote beside what is published', async () => {
    const open = openRetailer();
    const { id } = inStore(open, { customer_code: 'Ada-7', note: 'Left-handed', mobile: '+4511111111', gender: 'F' });
    await open.clock.advance(60_000);
    await open.system.call('upsertCustomer', customer({ refs: { stores: id }, lastName: 'Byron' }));
    const booked = open.retailer.books.customers.get(id);
    expect(booked).toMatchObject({
      code: 'Ada-7',
      fields: { last_name: 'Byron', note: 'Left-handed', mobile: '+4511111111', gender: 'F', email: 'ada@example.com' },
    });
    expect(booked?.fields['custom_field_4']).toBeUndefined();
  });

  test('whose code two customers have is refused', async () => {
    const open = openRetailer();
    inStore(open, { customer_code: 'cust-1' });
    inStore(open, { customer_code: 'cust-1' });
    await open.clock.advance(60_000);
    await expect(open.system.call('upsertCustomer', customer())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('who is a company without a person is created', async () => {
    const open = openRetailer();
    const company = { name: 'Analytical Engines', refs: {} };
    await open.system.call('upsertCustomer', customer({ firstName: undefined, lastName: undefined, company }));
    const [booked] = open.retailer.books.customers.values();
    expect(booked?.fields).toMatchObject({ first_name: '', last_name: '', company_name: 'Analytical Engines' });
  });

  test.each(['+45 4545 4545', '+45-45454545'])(
    'is found by a phone number that the store wrote as %s',
    async (mobile) => {
      const open = openRetailer();
      const { id } = inStore(open, { mobile, email: 'ada@example.com' });
      inStore(open, { mobile: '+4545454546' });
      await open.clock.advance(60_000);
      const found = await open.system.call('findCustomers', { phone: mobile });
      expect(found.map((it) => it.refs['stores'])).toEqual([id]);
    },
  );

  test('is found by his address whatever its case, and by the reference that the store gave him', async () => {
    const open = openRetailer();
    const { id } = inStore(open, { email: 'Ada@Example.com' });
    await open.clock.advance(60_000);
    const byAddress = await open.system.call('findCustomers', { email: 'ADA@example.COM' });
    const byRef = await open.system.call('findCustomers', { ref: `stores-${id}` });
    expect([...byAddress, ...byRef].map((it) => it.refs['stores'])).toEqual([id, id]);
  });

  test('who was deleted is neither found nor listed', async () => {
    const open = openRetailer();
    const booked = inStore(open, { email: 'ada@example.com' });
    const { books } = open.retailer;
    books.customers.put({ ...booked, deletedAt: books.instant(), version: books.nextVersion() });
    await open.clock.advance(60_000);
    expect(await open.system.call('findCustomers', { email: 'ada@example.com' })).toEqual([]);
    expect((await open.system.call('listCustomers', {})).items).toEqual([]);
  });
});
