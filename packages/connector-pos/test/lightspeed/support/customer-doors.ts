import { type Customer } from '@crossdock/core';
import { generateCustomer } from '@crossdock/testing';
import { arrange, type Door } from './door.ts';
import { type OpenRetailerOptions } from './open-retailer.ts';

const under = ({ retailer }: Door, reference: string) =>
  retailer.books.customers.values().filter((it) => it.code === reference);

/** Puts a customer into the retailer's directory by way of another connection, and waits until searches find him. */
async function known(door: Door): Promise<Customer> {
  const customer = generateCustomer(door.random);
  await door.reconnect({}).call('upsertCustomer', customer);
  await door.clock.advance(60_000);
  return customer;
}

/** The side doors of customers. */
export function customerDoors(options: OpenRetailerOptions = {}) {
  return {
    upsertCustomer: arrange<'upsertCustomer'>(options, (door) => ({
      input: () => generateCustomer(door.random),
      count: (reference) => under(door, reference).length,
      inspect: (reference) => {
        const [found] = under(door, reference);
        return found && { email: found.fields['email'] as string, lastName: found.fields['last_name'] as string };
      },
    })),
    findCustomers: arrange<'findCustomers'>(options, (door) => ({
      input: async () => {
        const { email } = await known(door);
        const other = generateCustomer(door.random);
        // The search compares by the beginning.
        await door.reconnect({}).call('upsertCustomer', { ...other, email: `${email}.invalid` });
        await door.clock.advance(60_000);
        return { email };
      },
      truth: ({ email }) => [{ email }],
      refused: () => [{ what: 'a tax id', input: { taxId: 'DE123456789' }, code: 'unsupported-document' }],
    })),
    listCustomers: arrange<'listCustomers'>(options, (door) => ({
      input: async () => {
        listed.set(door.retailer, [await known(door), await known(door)]);
        const other = await known(door);
        const { books } = door.retailer;
        const [booked] = under(door, other.ref);
        if (booked) {
          const fields = { ...booked.fields, physical_country_id: 'Nowhere' };
          books.customers.put({ ...booked, fields, version: books.nextVersion() });
        }
        refused.set(door.retailer, booked?.id ?? '');
        return {};
      },
      truth: () => ({
        items: (listed.get(door.retailer) ?? []).map(({ ref, email }) => ({ ref, email })),
        refused: [{ identifiers: [refused.get(door.retailer) ?? ''] }],
      }),
    })),
  };
}

const listed = new WeakMap<object, readonly Customer[]>();
const refused = new WeakMap<object, string>();
