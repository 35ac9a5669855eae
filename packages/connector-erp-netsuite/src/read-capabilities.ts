import type { Clock } from '@crossdock/core';
import type { Rooms } from './capabilities/context.ts';
import { listInventory } from './capabilities/list-inventory.ts';
import { findCustomers, listCustomers } from './capabilities/read-customers.ts';
import { getPrices, getProducts, listPrices, listProducts } from './capabilities/read-products.ts';
import type { CustomerReader } from './customer-reader.ts';
import type { ItemReader } from './item-reader.ts';

/** The capabilities that read products, prices, customers and stock out of the account. */
export const readCapabilityNames = [
  'listProducts',
  'getProducts',
  'listPrices',
  'getPrices',
  'listCustomers',
  'findCustomers',
  'listInventory',
] as const;

/** What the reading works with. */
export type ReadRooms = Rooms & {
  readonly clock: Clock;
  readonly itemReader: ItemReader;
  readonly customerReader: CustomerReader;
};

export function readCapabilities(rooms: ReadRooms) {
  return {
    listProducts: listProducts(rooms),
    getProducts: getProducts(rooms),
    listPrices: listPrices(rooms),
    getPrices: getPrices(rooms),
    listCustomers: listCustomers(rooms),
    findCustomers: findCustomers(rooms),
    listInventory: listInventory(rooms),
  };
}
