import type { Domain, ShopContext } from '../domain.ts';

/** Tenders and payouts: the fields of the root that read and write them. */
export function paymentsDomain(_shop: ShopContext): Domain {
  return {};
}
