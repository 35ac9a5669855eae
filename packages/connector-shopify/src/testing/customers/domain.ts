import type { Domain, ShopContext } from '../domain.ts';

/** Buyers: the fields of the root that read and write them. */
export function customersDomain(_shop: ShopContext): Domain {
  return {};
}
