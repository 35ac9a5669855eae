/** Who buys: written once, changed where it says something else, and named by the documents. */
import { type CapabilityInput, money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openAccount, skus } from './account.ts';

const usd = (amount: string) => money(amount, 'USD');
const home = { name: 'Ada Smith', line1: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };

function aPerson(over: Partial<CapabilityInput<'upsertCustomer'>> = {}): CapabilityInput<'upsertCustomer'> {
  return {
    ref: 'shop-C17',
    refs: { shop: 'gid://shop/Customer/17' },
    firstName: 'Ada',
    lastName: 'Smith',
    email: 'ada@shoppers.example',
    addresses: [home],
    ...over,
  };
}

const written = ({ account }: ReturnType<typeof openAccount>) =>
  account.books.customers().filter((it) => it.externalId === 'CD_CUST_shop-C17');

describe('a customer', () => {
  test('that is sent again is not written again, and has its addresses once', async () => {
    const opened = openAccount();
    await opened.system.call('upsertCustomer', aPerson());
    const writes = () => opened.account.requests.filter(({ method }) => method === 'POST' || method === 'PATCH').length;
    const before = writes();
    await opened.system.call('upsertCustomer', aPerson());
    expect(writes()).toBe(before);
    expect(written(opened)[0]?.fields['addressBook']).toHaveLength(1);
  });

  test('that moved has the new address beside the old one', async () => {
    const opened = openAccount();
    await opened.system.call('upsertCustomer', aPerson());
    await opened.system.call('upsertCustomer', aPerson({ addresses: [home, { ...home, line1: '2 Low Street' }] }));
    expect(written(opened)[0]?.fields['addressBook']).toMatchObject([
      { addressBookAddress: { addr1: '1 High Street', country: { id: 'GB' } } },
      { addressBookAddress: { addr1: '2 Low Street' } },
    ]);
  });

  test('that is a company is one, with its tax id in the field that is named for it', async () => {
    const opened = openAccount({ settings: { customFields: { customer: { vatRegNumber: 'taxId' } } } });
    const company = { name: 'Shoes Ltd', refs: {}, taxId: 'GB123456789' };
    await opened.system.call('upsertCustomer', aPerson({ company }));
    expect(written(opened)[0]?.fields).toMatchObject({
      isPerson: false,
      companyName: 'Shoes Ltd',
      vatRegNumber: 'GB123456789',
    });
    const person = opened.system.call('upsertCustomer', aPerson());
    await expect(person).rejects.toMatchObject({ code: 'conflict', path: 'company' });
  });

  test('whose name somebody else has is a duplicate, not that somebody', async () => {
    const opened = openAccount();
    const system = opened.reconfigure({ customers: { names: 'account' } });
    opened.account.seedCustomer({ name: 'Ada Smith' });
    await expect(system.call('upsertCustomer', aPerson())).rejects.toMatchObject({
      code: 'duplicate',
      disposition: 'reject',
    });
    expect(written(opened)).toEqual([]);
  });

  test('keeps what the account alone knows', async () => {
    const opened = openAccount();
    const { id } = await opened.system.call('upsertCustomer', aPerson());
    opened.account.seedCustomer({ name: 'Another' });
    const { phone: _, ...rest } = aPerson({ lastName: 'Jones' });
    await opened.system.call('upsertCustomer', { ...aPerson(), phone: '+12025550123' });
    await opened.system.call('upsertCustomer', rest);
    expect(opened.account.books.customers().find((it) => it.id === id)?.fields).toMatchObject({
      phone: '+12025550123',
      lastName: 'Jones',
    });
  });
});

function anOrder(over: Partial<CapabilityInput<'createOrder'>> = {}): CapabilityInput<'createOrder'> {
  const line = {
    id: '1',
    sku: skus[0],
    quantity: { amount: '1' },
    unitPrice: usd('20.00'),
    gross: usd('20.00'),
    refs: {},
  };
  return {
    ref: 'shop-1',
    number: '#1',
    refs: {},
    channel: 'web',
    occurredAt: '2026-11-27T10:00:00Z',
    currency: 'USD',
    taxIncluded: false,
    lines: [line],
    total: usd('20.00'),
    outstanding: usd('20.00'),
    buyer: { refs: { shop: 'gid://shop/Customer/17' } },
    shippingAddress: home,
    ...over,
  };
}

describe('the customer of an order', () => {
  const settings = { customers: { of: 'buyer' as const, references: { shop: 'shop-C' }, names: 'reference' as const } };
  const entityOf = async (opened: ReturnType<typeof openAccount>): Promise<string | undefined> => {
    const [order] = opened.account.books.salesOrders();
    return order?.customerId;
  };

  test('is the buyer who was written before, where it is configured so', async () => {
    const opened = openAccount({ settings });
    const { id } = await opened.system.call('upsertCustomer', aPerson());
    await opened.system.call('createOrder', anOrder());
    expect(await entityOf(opened)).toBe(id);
  });

  test('who is not there yet is not guessed', async () => {
    const opened = openAccount({ settings });
    await expect(opened.system.call('createOrder', anOrder())).rejects.toMatchObject({ code: 'unmapped' });
    expect(opened.account.books.salesOrders()).toEqual([]);
  });

  test('is the one of all others, for a guest and if nothing is said', async () => {
    const opened = openAccount({ settings });
    await opened.system.call('createOrder', anOrder({ buyer: { refs: {}, email: 'guest@shoppers.example' } }));
    expect(await entityOf(opened)).toBe(String(opened.settings.customer));
    const plain = openAccount();
    await plain.system.call('createOrder', anOrder());
    expect(await entityOf(plain)).toBe(String(plain.settings.customer));
  });

  test('is who pays, and who is credited', async () => {
    const opened = openAccount({ settings });
    const { id } = await opened.system.call('upsertCustomer', aPerson());
    await opened.system.call('createOrder', anOrder());
    const tender = { kind: 'card' as const, amount: usd('20.00') };
    await opened.system.call('recordPayment', {
      ref: 'P1',
      orderRef: 'shop-1',
      tender,
      occurredAt: '2026-11-27T10:00:00Z',
    });
    expect(opened.account.books.payments()).toMatchObject([{ customerId: id }]);
  });
});

test('the addresses of an order go with it, unless they are to stay', async () => {
  const opened = openAccount();
  await opened.system.call('createOrder', anOrder());
  expect(opened.account.books.salesOrders()).toMatchObject([
    { shippingAddress: { addressee: 'Ada Smith', addr1: '1 High Street', zip: 'LS1 1AA', country: { id: 'GB' } } },
  ]);
  const quiet = openAccount({ settings: { addresses: false } });
  await quiet.system.call('createOrder', anOrder());
  expect(quiet.account.books.salesOrders()[0]?.shippingAddress).toBeUndefined();
});
