import { Customer, type Implementation, isIntegrationError, parse } from '@crossdock/core';
import { Customer as CustomerRow } from '../api/master-data.ts';
import { documentOf, type Rooms } from '../context.ts';
import { toCustomer, toCustomerRow } from '../mapping/customer.ts';
import type { Filter } from '../query.ts';
import { customerNumberOf } from '../references.ts';
import { listed } from './listing.ts';

type Needed = Pick<Rooms, 'client' | 'config' | 'system'>;

/** Makes a customer under a number of our own (its series has to allow it), or changes the one that has it. Only what the document carries is written. */
export function upsertCustomer(rooms: Rooms): Implementation<'upsertCustomer'> {
  const { client, config } = rooms;
  return {
    once: { reference: 'number' },
    async run(customer, { signal }) {
      const number = customerNumberOf(config.prefix, customer.ref);
      const json = toCustomerRow(customer);
      const change = async (row: CustomerRow) => {
        const place = { set: 'customers', id: row.id };
        await client.update(place, { version: row['@odata.etag'], json, signal });
        return row;
      };
      const make = async (): Promise<CustomerRow> => {
        try {
          return await client.create({ set: 'customers' }, { number, ...json }, { row: CustomerRow, signal });
        } catch (error) {
          // Made by another attempt between the look and this one.
          const made =
            isIntegrationError(error) && error.code === 'duplicate' && (await byNumber(rooms, number, signal));
          if (made) return change(made);
          throw error;
        }
      };
      const found = await byNumber(rooms, number, signal);
      const { id } = await (found ? change(found) : make());
      return documentOf(rooms, 'customer', { id, number, reference: customer.ref });
    },
  };
}

async function byNumber({ client }: Needed, number: string, signal: AbortSignal): Promise<CustomerRow | undefined> {
  const rows = await client.list({ set: 'customers' }, { filter: { number }, row: CustomerRow, signal });
  return rows.find((row) => row.number === number);
}

/** Looks for customers by exact identity. */
export function findCustomers(rooms: Rooms): Implementation<'findCustomers'> {
  const { client, config } = rooms;
  return {
    async run({ ref, email, phone, taxId }, { signal }) {
      const found = new Map<string, Customer>();
      const look = async (filter: Filter, isIt: (row: CustomerRow) => boolean, known?: string): Promise<void> => {
        const rows = await client.list({ set: 'customers' }, { filter, row: CustomerRow, signal });
        for (const row of rows.filter(isIt)) {
          const customer = customerOf(row, rooms);
          if (!found.has(row.id)) found.set(row.id, known === undefined ? customer : { ...customer, ref: known });
        }
      };
      if (ref !== undefined) {
        const number = customerNumberOf(config.prefix, ref);
        await look({ number }, (row) => row.number === number, ref);
      }
      if (email !== undefined) {
        const wanted = email.toLowerCase();
        await look({ email }, (row) => row.email.toLowerCase() === wanted);
      }
      if (phone !== undefined) await look({ phoneNumber: phone }, (row) => row.phoneNumber === phone);
      if (taxId !== undefined) {
        await look({ taxRegistrationNumber: taxId }, (row) => row.taxRegistrationNumber === taxId);
      }
      return [...found.values()];
    },
  };
}

/** A customer in our words. */
export function customerOf(row: CustomerRow, { system, config }: Pick<Rooms, 'system' | 'config'>): Customer {
  const customer = toCustomer(row, { system, prefix: config.prefix });
  return parse(Customer, customer, { what: `The customer ${row.number}`, code: 'response-invalid' });
}

/** Lists customers by when they changed. */
export function listCustomers(rooms: Rooms): Implementation<'listCustomers'> {
  return {
    run: (request, { signal }) =>
      listed(rooms, request, {
        place: { set: 'customers' },
        row: CustomerRow,
        // Other names of a customer are customer data.
        identifiersOf: (row) => [row.number],
        tell: (row) => Promise.resolve(customerOf(row, rooms)),
        signal,
      }),
  };
}
