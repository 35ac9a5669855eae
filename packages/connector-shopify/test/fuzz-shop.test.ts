/**
 * Answers about products, stock, locations and customers with something wrong in them: they are told as what they say, or refused by an error of
 * ours. `FUZZ_RUNS` sets how many of each, `FUZZ_SEED` which.
 */
import { eventTypes, isIntegrationError, seededRandom } from '@crossdock/core';
import { jsonMutator, simulatorFetch } from '@crossdock/testing';
import { expect, test } from 'vitest';
import type { ShopifySimulator } from '../src/testing/index.ts';
import { openShop } from './support/open-shop.ts';
import { always } from './support/read.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 60);
const seed = process.env['FUZZ_SEED'] ?? '1129';

function fill(shop: ShopifySimulator): void {
  shop.addProduct({
    title: 'Trail shoe',
    variants: ['41', '42'].map((size) => ({ sku: `TRAIL-${size}`, price: '129.00', barcode: size, options: { size } })),
  });
  shop.setStock('TRAIL-41', '70000000001', { available: 7, committed: 2 });
  shop.editLocation('70000000001', { country: 'CH' });
  shop.addCustomer({
    firstName: 'Ada',
    lastName: 'Byrne',
    email: 'ada@shoppers.example',
    phone: '+41790000001',
    emailConsent: 'SUBSCRIBED',
    addresses: [{ id: 1n, address1: '1 Lane', countryCode: 'CH' }],
  });
}

test.for(['products', 'inventory', 'locations', 'customers'] as const)(
  'an answer about %s that is not as documented is told as what it says, or refused',
  { timeout: 30_000 + runs * 200 },
  async (name) => {
    const random = seededRandom(`${seed} ${name}`);
    let answer: string | undefined;
    let refused = 0;
    for (let run = 0; run < runs; run++) {
      const { clock, shop, system } = openShop({
        fetch: (it) => {
          const reach = simulatorFetch(it);
          return async (input, init) => {
            const request = new Request(input, init);
            // Levels are read after the locations.
            if (name === 'inventory' && !(await request.clone().text()).includes('LevelsAtLocation')) {
              return reach(request);
            }
            const response = await reach(request);
            answer ??= await response.clone().text();
            return new Response(jsonMutator(answer)(random).text, { headers: response.headers });
          };
        },
      });
      fill(shop);
      const sweep = system.connection.events?.sweeps?.[name];
      const collect = async (): Promise<void> => {
        const { signal } = new AbortController();
        if (!sweep) throw new Error(`There is no sweep ${name}`);
        for await (const event of sweep.run({ from: always[0], to: always[1], signal })) {
          if ('refused' in event) refused++;
          else eventTypes[event.name].schema.parse(event.data);
        }
      };
      try {
        await clock.settle(collect());
      } catch (error) {
        if (!isIntegrationError(error)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
  },
);
