import type { Arrange } from '@crossdock/testing/contracts';
import type { ShopCustomer } from '../../src/testing/customers/customer-books.ts';
import { openShop, type OpenShop, type OpenShopOptions } from './open-shop.ts';
import { doorsOf } from './stock-arrangements.ts';

/** A shop with some customers whose addresses share words. */
export function openPeopledShop(options: OpenShopOptions = {}): OpenShop {
  const open = openShop(options);
  const { shop } = open;
  shop.addCustomer({ firstName: 'Ada', lastName: 'Byrne', email: 'mail@shoppers.example', phone: '+4545454545' });
  shop.addCustomer({ firstName: 'Bo', lastName: 'Chen', email: 'bo.mail@claro.example', phone: '+4512345678' });
  shop.addCustomer({ firstName: 'Cy', lastName: 'Diaz', email: 'cy@shoppers.example', emailConsent: 'SUBSCRIBED' });
  shop.addCustomer({ firstName: null, lastName: 'Nameless' });
  return open;
}

function told(customer: ShopCustomer) {
  const { firstName, lastName, email, phone } = customer;
  return {
    ref: `shop-${customer.id}`,
    ...(firstName !== null && { firstName }),
    ...(lastName !== null && { lastName }),
    ...(email !== null && { email }),
    ...(phone !== null && { phone }),
  };
}

/** The side doors of everything about customers. */
export function customerArrangements(options: OpenShopOptions = {}) {
  let facts = 0;

  const upsertCustomer: Arrange<'upsertCustomer'> = () => {
    const open = openPeopledShop(options);
    const { shop } = open;
    const carrying = (ref: string) =>
      shop.customers.all.filter((it) =>
        [...it.metafields.values()].some(({ type, value }) => type === 'id' && value === ref),
      );
    return {
      ...doorsOf(open),
      input: () => ({
        ref: `customer-${++facts}`,
        firstName: 'Eve',
        lastName: 'Fox',
        email: `eve.${facts}@shoppers.example`,
        phone: `+41790000${100 + facts}`,
        addresses: [{ name: 'Eve Fox', line1: '1 Lane', city: 'Bern', postalCode: '3011', country: 'CH' }],
        marketing: { email: true },
        tags: ['club'],
      }),
      count: (ref) => carrying(ref).length,
      inspect: (ref) => {
        const [customer] = carrying(ref);
        return customer && { email: customer.email ?? undefined, lastName: customer.lastName ?? undefined };
      },
      loseReply: () => shop.faults.arm('lost-reply', { match: (subject) => subject.startsWith('CreateCustomer') }),
      refused: () => [
        {
          what: 'identities of two customers',
          input: { ref: 'refused-1', email: 'mail@shoppers.example', phone: '+4512345678' },
          code: 'conflict',
        },
        { what: 'a number of the shop that is none', input: { ref: 'shop-1', lastName: 'Gone' }, code: 'not-found' },
        { what: 'a phone number that is none', input: { ref: 'refused-2', phone: 'none' }, code: 'refused' },
      ],
    };
  };

  const findCustomers: Arrange<'findCustomers'> = () => {
    const open = openPeopledShop(options);
    return {
      ...doorsOf(open),
      input: () => ({ email: 'mail@shoppers.example' }),
      truth: ({ email }) => open.shop.customers.all.filter((it) => it.email === email).map((it) => told(it)),
    };
  };

  const listCustomers: Arrange<'listCustomers'> = () => {
    const open = openPeopledShop(options);
    return {
      ...doorsOf(open),
      input: () => ({}),
      truth: () => ({ items: open.shop.customers.all.map((it) => told(it)), refused: [] }),
    };
  };

  return { upsertCustomer, findCustomers, listCustomers };
}
