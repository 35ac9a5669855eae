import type { Order } from '@crossdock/core';
import { externalIdOf } from '../external-id.ts';
import type { NetsuiteConfig } from '../options.ts';

/** Names a customer of the account: by internal id, or by our external id. */
export type CustomerKey = { readonly id: string } | { readonly externalId: string };

/**
 * The customer of an order. A buyer who is known by an id of a named system is the customer that was written under it, and has to
 * be there; everybody else is the one customer of all others.
 */
export function customerOf({ buyer }: Pick<Order, 'buyer'>, system: string, config: NetsuiteConfig): CustomerKey {
  const { customers, customer, externalIdPrefix } = config;
  if (customers.of !== 'buyer' || !buyer) return { id: customer };
  const refs = { ...buyer.company?.refs, ...buyer.refs };
  const own = refs[system];
  if (own !== undefined && /^\d+$/.test(own)) return { id: own };
  for (const [name, prefix] of Object.entries(customers.references)) {
    // Ids may be written with the path of their kind before them.
    const id = refs[name]?.split('/').at(-1);
    if (id !== undefined && id !== '')
      return { externalId: externalIdOf(externalIdPrefix, 'customer', `${prefix}${id}`) };
  }
  return { id: customer };
}
