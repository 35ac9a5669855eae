import { type Customer } from '@crossdock/core';
import { generateCustomer } from '@crossdock/testing';
import { arrange, type Door } from './door.ts';
import { type OpenSellerOptions } from './open-seller.ts';

const under = ({ seller }: Door, reference: string) =>
  [...seller.books.customers.values()].filter((it) => it['reference_id'] === reference);

/** Puts a customer into the seller's directory by way of another connection, and waits until searches find him. */
async function known(door: Door): Promise<Customer> {
  const customer = generateCustomer(door.random);
  await door.reconnect({}).call('upsertCustomer', customer);
  await door.clock.advance(60_000);
  return customer;
}

/** The side doors of customers. */
export function customerDoors(options: OpenSellerOptions = {}) {
  return {
    upsertCustomer: arrange<'upsertCustomer'>(options, (door) => ({
      input: () => generateCustomer(door.random),
      count: (reference) => under(door, reference).length,
      inspect: (reference) => {
        const [found] = under(door, reference);
        return found && { email: found['email_address'] as string, lastName: found['family_name'] as string };
      },
    })),
    findCustomers: arrange<'findCustomers'>(options, (door) => ({
      input: async () => {
        const { email } = await known(door);
        const other = generateCustomer(door.random);
        await door.reconnect({}).call('upsertCustomer', { ...other, email: `not.${email}` });
        await door.clock.advance(60_000);
        return { email };
      },
      truth: ({ email }) => [{ email }],
      refused: () => [{ what: 'a tax id', input: { taxId: 'DE123456789' }, code: 'unsupported-document' }],
    })),
    listCustomers: arrange<'listCustomers'>(options, (door) => ({
      input: async () => {
        listed.set(door.seller, [await known(door), await known(door)]);
        const other = await known(door);
        const [booked] = under(door, other.ref);
        if (booked) door.seller.books.customers.set(booked.id, { ...booked, address: { country: 'Nowhere' } });
        refused.set(door.seller, booked?.id ?? '');
        return {};
      },
      truth: () => ({
        items: (listed.get(door.seller) ?? []).map(({ ref, email }) => ({ ref, email })),
        refused: [{ identifiers: [refused.get(door.seller) ?? ''] }],
      }),
    })),
  };
}

const listed = new WeakMap<object, readonly Customer[]>();
const refused = new WeakMap<object, string>();
