import { catalogDomain } from './catalog/domain.ts';
import { customersDomain } from './customers/domain.ts';
import type { Domain, ShopContext } from './domain.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import { inventoryDomain } from './inventory/domain.ts';
import { ordersDomain } from './orders/domain.ts';
import { paymentsDomain } from './payments/domain.ts';
import type { BulkOperations } from './platform/bulk-operations.ts';
import { platformDomain } from './platform/domain.ts';
import { returnsDomain } from './returns/domain.ts';
import type { Subscriptions } from './platform/subscriptions.ts';

/** Every domain of the shop. */
export function openDomains(shop: ShopContext, subscriptions: Subscriptions, bulk: BulkOperations): readonly Domain[] {
  return [
    platformDomain(shop, subscriptions, bulk),
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
  add(root, 'node', ({ id }: { readonly id: string }) => nodeOf(id, root));
  add(root, 'nodes', ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => nodeOf(id, root)));
  return root;
}

/** A thing by its global id, as the field that reads its type by id answers it; with its type, for whoever asks an interface. */
function nodeOf(id: string, root: Readonly<Record<string, unknown>>): unknown {
  const type = /^gid:\/\/shopify\/(\w+)\//.exec(id)?.[1] ?? '';
  const field = root[`${type.charAt(0).toLowerCase()}${type.slice(1)}`];
  const found: unknown = typeof field === 'function' ? (field as (args: object) => unknown)({ id }) : null;
  return typeof found === 'object' && found !== null ? { ...found, __typename: type } : null;
}

function add(root: Record<string, unknown>, name: string, resolver: unknown): void {
  if (name in root) throw new RangeError(`Two domains answer ${name}`);
  root[name] = resolver;
}
