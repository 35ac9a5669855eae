import { type Customer } from '@crossdock/core';
import { generateCustomer } from '@crossdock/testing';
import { literals } from '../../src/api/query.ts';
import { externalIdOf } from '../../src/external-id.ts';
import type { Arranger, LiveDoor } from './door.ts';

/** Nobody real, and nobody who was there before. */
function aCustomer({ random, nextRef }: LiveDoor): Customer {
  const ref = nextRef();
  return { ...generateCustomer(random), ref, refs: {}, email: `${ref}@shoppers.example` };
}

async function known(door: LiveDoor): Promise<Customer> {
  const customer = aCustomer(door);
  await door.office('upsertCustomer', customer);
  return customer;
}

/** The customers under our external ids for the references. */
async function under({ books }: LiveDoor, ...references: readonly string[]) {
  const names = references.map((it) => externalIdOf(books.config.externalIdPrefix, 'customer', it));
  return books.rows(`SELECT c.id, c.externalid, c.email, c.firstname, c.lastname FROM customer c
    WHERE c.externalid IN (${literals(names)})`);
}

async function truthOf(door: LiveDoor, references: readonly string[]) {
  const told = references.map(async (ref) =>
    (await under(door, ref)).map(({ firstname, lastname, email, id = '' }) => ({
      ref,
      refs: { erp: id },
      firstName: firstname,
      lastName: lastname,
      email,
    })),
  );
  return (await Promise.all(told)).flat();
}

/** Customers: written, found, listed. */
export function liveCustomers(arrange: Arranger) {
  return {
    upsertCustomer: arrange<'upsertCustomer'>((door) => ({
      input: () => aCustomer(door),
      count: async (reference) => (await under(door, reference)).length,
      async inspect(reference) {
        const [found] = await under(door, reference);
        return found && { email: found['email'], lastName: found['lastname'] };
      },
    })),
    findCustomers: arrange<'findCustomers'>((door) => ({
      async input() {
        const { email = '' } = await known(door);
        return { email };
      },
      truth: ({ email = '' }) => truthOf(door, [email.replace(/@.*$/, '')]),
    })),
    listCustomers: arrange<'listCustomers'>((door) => {
      const listed: string[] = [];
      return {
        /** Of a large account only who came a moment ago. */
        async input() {
          const changedFrom = await door.books.moment();
          listed.length = 0;
          for (const { ref } of [await known(door), await known(door)]) listed.push(ref);
          return { changedFrom };
        },
        truth: async () => ({ items: await truthOf(door, listed), refused: [] }),
      };
    }),
  };
}
