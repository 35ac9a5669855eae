import { defineConnector } from '@crossdock/core';
import { adjustInventory } from './capabilities/adjust-inventory.ts';
import { getInventory } from './capabilities/get-inventory.ts';
import { listInventory } from './capabilities/list-inventory.ts';
import { releaseInventory } from './capabilities/release-inventory.ts';
import { reserveInventory } from './capabilities/reserve-inventory.ts';
import { setInventory } from './capabilities/set-inventory.ts';
import { checkVisibility } from './check.ts';
import { itemsPerRequest } from './api/bulk.ts';
import { createVisibilityClient } from './client.ts';
import type { Rooms } from './context.ts';
import { InventoryVisibilityOptions } from './options.ts';
import { createProducts } from './products.ts';
import { signInToVisibility } from './sign-in.ts';

/** One call may make several requests and wait for its turn among those of others. */
const attemptTimeoutMs = 300_000;

/**
 * Connects the Inventory Visibility service of Dynamics 365 Supply Chain Management: on-hand of many locations at once, changes and
 * levels of a data source of ours, and soft reservations.
 *
 * @example
 * ```ts
 * import { inventoryVisibility } from '@crossdock/connector-erp-d365/inventory-visibility';
 *
 * const stock = inventoryVisibility({
 *   service: { region: 'eus', island: '104' },
 *   environment: '5dbf6cc8-255e-4de2-8a25-2101cd5649b4',
 *   tenant: 'contoso.onmicrosoft.com',
 *   clientId: process.env['D365_CLIENT_ID'] ?? '',
 *   credentials: { clientSecret: process.env['D365_CLIENT_SECRET'] ?? '' },
 *   company: 'usmf',
 *   locations: { 'store-17': { site: '1', location: '11' } },
 *   changes: { source: 'pos', inbound: 'inbound', outbound: 'outbound' },
 *   reading: { onHand: ['fno.physicalinvent', 'pos.inbound', '-pos.outbound'] },
 * });
 * ```
 */
export const inventoryVisibility = defineConnector({
  name: 'd365-inventory-visibility',
  config: InventoryVisibilityOptions,
  limits: {
    attemptTimeoutMs,
    batchSizes: {
      adjustInventory: itemsPerRequest,
      setInventory: itemsPerRequest,
      reserveInventory: itemsPerRequest,
    },
  },
  capabilities: [
    'getInventory',
    'listInventory',
    'adjustInventory',
    'setInventory',
    'reserveInventory',
    'releaseInventory',
  ],
  connect({ config, name, http, clock, random }) {
    const auth = signInToVisibility({ config, http, clock, random });
    const client = createVisibilityClient(config, { http, auth, clock });
    const rooms: Rooms = { client, config, clock, system: name };
    const products = createProducts(config);
    return {
      capabilities: {
        getInventory: getInventory(rooms, products),
        listInventory: listInventory(rooms, products),
        adjustInventory: adjustInventory(rooms, products),
        setInventory: setInventory(rooms, products),
        reserveInventory: reserveInventory(rooms, products),
        releaseInventory: releaseInventory(rooms),
      },
      check: (signal) => checkVisibility(rooms, products, signal),
    };
  },
});
