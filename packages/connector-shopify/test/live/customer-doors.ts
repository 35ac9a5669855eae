import type { LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { quoted } from './admin.ts';
import type { LiveStore } from './live-door.ts';

const Customer = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  updatedAt: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
  reference: z.object({ value: z.string() }).nullable(),
});
const Customers = z.object({ customers: z.object({ nodes: z.array(Customer) }) });
const Found = z.object({ customerByIdentifier: Customer.nullable() });
const Created = z.object({ customerCreate: z.object({ customer: Customer }) });
const fields = `id legacyResourceId updatedAt firstName lastName defaultEmailAddress { emailAddress }
  reference: metafield(key: "crossdock_ref") { value }`;

/** The side doors of everything about customers. */
export function customerDoors(store: LiveStore) {
  const { admin, clock, open, once, seen } = store;

  /** The customers who changed last, or since. */
  const changed = async (since?: string) => {
    const text = `query LiveCustomers($query: String) {
      customers(first: 30, reverse: true, sortKey: UPDATED_AT, query: $query) { nodes { ${fields} } }
    }`;
    const query = since === undefined ? null : `updated_at:>=${quoted(since)}`;
    const { customers } = await admin.ask(text, Customers, { query });
    // The platform may search by whole days.
    return customers.nodes.filter(({ updatedAt }) => since === undefined || Date.parse(updatedAt) >= Date.parse(since));
  };
  const create = async (lastName: string, email: string) => {
    await clock.advance(2_000);
    const text = `mutation LiveCustomer($input: CustomerInput!) {
      customerCreate(input: $input) { customer { ${fields} } userErrors { message } }
    }`;
    const answer = await admin.ask(text, Created, { input: { firstName: 'Ada', lastName, email } });
    return answer.customerCreate.customer;
  };
  const told = ({
    legacyResourceId,
    firstName,
    lastName,
    defaultEmailAddress,
    reference,
  }: z.output<typeof Customer>) => ({
    ref: reference?.value ?? `shop-${legacyResourceId}`,
    ...(firstName !== null && { firstName }),
    ...(lastName !== null && { lastName }),
    ...(defaultEmailAddress && { email: defaultEmailAddress.emailAddress }),
  });

  const upsertCustomer: LiveArrange<'upsertCustomer'> = () => {
    const door = open();
    let facts = 0;
    const carrying = (ref: string) => seen(async () => (await changed()).filter((it) => it.reference?.value === ref));
    return {
      ...door,
      // No phone number: the platform takes only one that can be dialled, and of one customer.
      input: () => ({
        ref: `customer-${door.run}-${++facts}`,
        firstName: 'Eve',
        lastName: 'Fox',
        email: `eve-${door.run}-${facts}@shoppers.example`,
        addresses: [{ name: 'Eve Fox', line1: '1 Lane', city: 'Bern', postalCode: '3011', country: 'CH' }],
        marketing: { email: true },
        tags: ['club'],
      }),
      count: async (ref) => (await carrying(ref)).length,
      async inspect(ref) {
        const [found] = await carrying(ref);
        return (
          found && {
            email: found.defaultEmailAddress?.emailAddress,
            lastName: found.lastName ?? undefined,
          }
        );
      },
      refused: () => [
        { what: 'a number of the shop that is none', input: { ref: 'shop-1', lastName: 'Gone' }, code: 'not-found' },
      ],
    };
  };

  const findCustomers: LiveArrange<'findCustomers'> = async () => {
    const door = open();
    const email = await once('found customer', async () => {
      const address = `ada-${door.run}@shoppers.example`;
      await create('Byrne', address);
      return address;
    });
    // An address belongs to one customer; a search for it would find everybody who shares a word of it.
    const carrying = () =>
      seen(async () => {
        const text = `query LiveEmail($email: String!) {
          customerByIdentifier(identifier: { emailAddress: $email }) { ${fields} }
        }`;
        const { customerByIdentifier: found } = await admin.ask(text, Found, { email });
        return found ? [found] : [];
      });
    await carrying();
    return { ...door, input: () => ({ email }), truth: async () => (await carrying()).map((it) => told(it)) };
  };

  const listCustomers: LiveArrange<'listCustomers'> = async () => {
    const door = open();
    const changedFrom = await once('listed customers', async () => {
      const { updatedAt } = await create('Chen', `bo-${door.run}@shoppers.example`);
      await create('Diaz', `cy-${door.run}@shoppers.example`);
      await seen(() => changed(updatedAt), 2);
      return updatedAt;
    });
    return {
      ...door,
      input: () => ({ changedFrom }),
      truth: async () => ({ items: (await changed(changedFrom)).map((it) => told(it)), refused: [] }),
    };
  };

  return { upsertCustomer, findCustomers, listCustomers };
}
