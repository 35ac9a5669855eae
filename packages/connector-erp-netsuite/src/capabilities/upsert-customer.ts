import { type CheckedInput, type DocumentRef, type Implementation, IntegrationError } from '@crossdock/core';
import { CustomerRecord } from '../api/customer-record.ts';
import { externalIdOf, requireSameReference } from '../external-id.ts';
import { toChanges, toNewCustomer } from '../mapping/customer.ts';
import type { Rooms } from './context.ts';
import { makeOnce } from './landed.ts';

type Customer = CheckedInput<'upsertCustomer'>;

/**
 * Writes a customer under our external id. One that is there is changed only where it says something else: addresses that are
 * sent twice would be there twice.
 */
export function upsertCustomer(rooms: Rooms): Implementation<'upsertCustomer'> {
  const externalIdFor = ({ ref }: Customer) => externalIdOf(rooms.config.externalIdPrefix, 'customer', ref);
  const find = async (customer: Customer, signal: AbortSignal): Promise<CustomerRecord | undefined> => {
    const externalId = externalIdFor(customer);
    const found = await rooms.client.readRecord('customer', { externalId }, CustomerRecord, signal);
    requireSameReference(externalId, found?.externalId);
    return found;
  };
  return {
    once: {
      reference: 'externalId',
      async probe(customer, { signal }) {
        const found = await find(customer, signal);
        return found && toChanges(customer, found, rooms.config) === undefined ? documentOf(rooms, found) : undefined;
      },
    },
    async run(customer, { signal }) {
      const look = () => find(customer, signal);
      const create = async () => {
        const body = { externalId: externalIdFor(customer), ...toNewCustomer(customer, rooms.config) };
        await rooms.client.createRecord('customer', body, signal);
        return look();
      };
      const found = (await look()) ?? (await makeOnce(create, look));
      if (!found) throw notThere(customer);
      const changes = toChanges(customer, found, rooms.config);
      if (changes) await rooms.client.patchRecord('customer', { id: found.id }, changes, { signal });
      return documentOf(rooms, found);
    },
  };
}

function documentOf({ system }: Rooms, { id, entityId, externalId }: CustomerRecord): DocumentRef {
  return {
    system,
    type: 'customer',
    id,
    ...(entityId === undefined ? {} : { number: entityId }),
    ...(externalId === undefined ? {} : { reference: externalId }),
  };
}

function notThere({ ref }: Customer): IntegrationError {
  return new IntegrationError(`NetSuite took the customer ${ref} and does not show it`, {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
}
