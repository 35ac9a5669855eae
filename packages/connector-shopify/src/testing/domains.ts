import { catalogDomain } from './catalog/domain.ts';
import { customersDomain } from './customers/domain.ts';
import type { Domain, ShopContext } from './domain.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import { inventoryDomain } from './inventory/domain.ts';
import { ordersDomain } from './orders/domain.ts';
import { paymentsDomain } from './payments/domain.ts';
import { platformDomain } from './platform/domain.ts';
import { returnsDomain } from './returns/domain.ts';
import type { Subscriptions } from './platform/subscriptions.ts';

/** Every domain of the shop. */
export function openDomains(shop: ShopContext, subscriptions: Subscriptions): readonly Domain[] {
  return [
    platformDomain(shop, subscriptions),
    ordersDomain(shop),
    returnsDomain(shop),
    paymentsDomain(shop),
    catalogDomain(shop),
    inventoryDomain(shop),
    customersDomain(shop),
  ];
}

/** The root object of every query and mutation. */
export function rootOf(domains: readonly Domain[], keys: IdempotencyKeys): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { queries, mutations } of domains) {
    for (const [name, resolver] of Object.entries(queries ?? {})) add(root, name, resolver);
    for (const [name, mutation] of Object.entries(mutations ?? {})) add(root, name, keys.guard(name, mutation));
  }
  return root;
}

function add(root: Record<string, unknown>, name: string, resolver: unknown): void {
  if (name in root) throw new RangeError(`Two domains answer ${name}`);
  root[name] = resolver;
}
