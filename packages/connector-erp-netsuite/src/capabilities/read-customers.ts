import { Customer, type Implementation, parse } from '@crossdock/core';
import type { CustomerRow } from '../api/customer.ts';
import { customerIn, type CustomerReader } from '../customer-reader.ts';
import { toCustomer } from '../mapping/customer-from-row.ts';
import type { Rooms } from './context.ts';
import { listed } from './listing.ts';

/** What the reading of customers works with. */
export type CustomerRooms = Pick<Rooms, 'config' | 'system'> & { readonly customerReader: CustomerReader };

export function customerOf(row: CustomerRow, { config, system }: CustomerRooms): Customer {
  const customer = toCustomer(row, config.externalIdPrefix, system);
  return parse(Customer, customer, { what: `The customer ${row.id}`, code: 'response-invalid' });
}

/** Lists customers who are in use, in the order of their last change. */
export function listCustomers(rooms: CustomerRooms): Implementation<'listCustomers'> {
  return {
    run: ({ changedFrom: from, changedBefore: before, cursor, limit }, { signal }) =>
      listed({
        cursor,
        limit,
        // Other names of a customer are customer data.
        names: [],
        read: (next) => rooms.customerReader.changed({ from, before }, next, signal),
        tell: async (row) => [customerOf(customerIn(row), rooms)],
      }),
  };
}

/** Everybody who carries one of the identities; the search of the account is compared with what was asked for. */
export function findCustomers(rooms: CustomerRooms): Implementation<'findCustomers'> {
  return {
    async run(identity, { signal }) {
      return (await rooms.customerReader.carrying(identity, signal)).map((row) => customerOf(row, rooms));
    },
  };
}
