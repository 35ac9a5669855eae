import type { Domain, ShopContext } from '../domain.ts';

/** Returns and refunds: the fields of the root that read and write them. */
export function returnsDomain(_shop: ShopContext): Domain {
  return {};
}
