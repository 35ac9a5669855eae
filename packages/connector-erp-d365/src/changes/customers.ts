import {
  contentHash,
  Customer,
  isIntegrationError,
  parse,
  type RefusedEvent,
  type SourceEvent,
  type Sweep,
} from '@crossdock/core';
import { CustomerRow, customerFields } from '../api/customer.ts';
import type { Rooms } from '../context.ts';
import { isAhead } from '../listing.ts';
import { toCustomer } from '../mapping/customer.ts';

export type CustomerEvent = SourceEvent<'customer.changed'> | RefusedEvent<'customer.changed'>;

const name = 'customer.changed';

/**
 * A row as a fact. The platform does not tell when a customer changed, so the id is made of the day and of what the customer is: the same customer is
 * the same fact all day long, and another one when something of it changed. Flows that take it put it in place of what they have.
 */
export function customerEvent(
  row: Readonly<Record<string, string>>,
  { system, config, clock }: Pick<Rooms, 'system' | 'config' | 'clock'>,
): CustomerEvent {
  const account = row['CustomerAccount'] ?? '';
  const occurredAt = new Date(clock.now()).toISOString();
  try {
    const what = `The customer ${account}`;
    const found = parse(CustomerRow, row, { what, code: 'response-invalid' });
    const customer = toCustomer(found, { system, prefix: config.prefix });
    const data = parse(Customer, customer, { what, code: 'response-invalid' });
    const version = `${occurredAt.slice(0, 10)}/${contentHash(JSON.stringify(data)).slice(0, 16)}`;
    return {
      name,
      id: `customer/${account}/${version}`,
      key: data.ref,
      occurredAt,
      data,
      identifiers: [account],
    };
  } catch (error) {
    if (!isIntegrationError(error)) throw error;
    return refusedCustomer(account, system, error);
  }
}

/** A customer that is there and cannot be told. */
export function refusedCustomer(account: string, system: string, refused: RefusedEvent['refused']): CustomerEvent {
  return { name, id: `customer/${account}`, key: `${system}-${account}`.replaceAll(/[^A-Za-z0-9_-]/g, '_'), refused };
}

/**
 * Tells all customers, on the beat of the configuration; nothing without one. What is read is how they are now, so a window that has not begun yet
 * holds nothing.
 */
export function customersSweep(rooms: Rooms): Sweep<'customer.changed'> {
  const { client, config, clock } = rooms;
  return {
    emits: ['customer.changed'],
    every: config.customers.every ?? '1d',
    overlap: '1m',
    async *run({ from, signal }) {
      if (config.customers.every === undefined || isAhead(from, clock)) return;
      const query = {
        filter: { dataAreaId: config.company },
        select: customerFields,
        orderBy: 'CustomerAccount',
        row: CustomerRow,
        signal,
      };
      for await (const row of client.rows('CustomersV3', query)) yield customerEvent(row, rooms);
    },
  };
}
