import { isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import type { ShopCustomer } from '../api/customer-data.ts';
import type { ConnectorContext } from '../context.ts';
import type { customerEventNames } from '../event-names.ts';
import { instantOf, numberOf } from '../mapping/ids.ts';
import { customerFingerprint, customerRef, toCustomer } from '../mapping/to-customer.ts';

/** One fact that the connector tells of a customer. */
export type CustomerEvent = SourceEvent<(typeof customerEventNames)[number]>;

type Told = CustomerEvent | RefusedEvent<'customer.changed'>;

/**
 * What a customer's present state tells. What we wrote ourselves and nobody changed since is not told; what changed nothing
 * that we map has the id of what was told before.
 */
export function customerEvents(
  customer: ShopCustomer,
  { name, rooms }: Pick<ConnectorContext, 'name' | 'rooms'>,
): Told[] {
  const { legacyResourceId: number, id: gid } = customer;
  const key = customerRef(customer, name);
  rooms.refOfCustomer.set(gid, key);
  try {
    const data = toCustomer(customer, name);
    const content = customerFingerprint(customer);
    const own = customer.published?.value === content;
    const updatedAt = instantOf(customer.updatedAt, 'updatedAt');
    const id = rooms.told.idOf({ about: `customer/${number}`, updatedAt, content, own });
    if (id === undefined) return [];
    return [{ name: 'customer.changed', id, key, identifiers: [number, gid], occurredAt: updatedAt, data }];
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition === 'retry') throw error;
    return [{ name: 'customer.changed', id: `${number}/${error.code}`, key: `${name}-${number}`, refused: error }];
  }
}

/**
 * That one customer went into another. The platform forgets the one that went, its reference too: it is the one that we
 * remember from this process, or else the number in the shop.
 */
export function mergeEvent(
  { kept, gone, occurredAt }: { readonly kept: ShopCustomer; readonly gone: string; readonly occurredAt: string },
  { name, rooms }: Pick<ConnectorContext, 'name' | 'rooms'>,
): CustomerEvent {
  const number = numberOf(gone, 'admin_graphql_api_customer_deleted_id');
  const ref = customerRef(kept, name);
  return {
    name: 'customer.merged',
    id: `${kept.legacyResourceId}/${number}`,
    key: ref,
    identifiers: [kept.legacyResourceId, kept.id, number, gone],
    occurredAt,
    data: {
      ref,
      mergedRef: rooms.refOfCustomer.get(gone) ?? `${name}-${number}`,
      refs: { [name]: kept.id },
      occurredAt,
    },
  };
}

/** Whether an event is about a change, as sweeps and backfills tell them. */
export function isChange(event: Told): event is Told & { readonly name: 'customer.changed' } {
  return event.name === 'customer.changed';
}
