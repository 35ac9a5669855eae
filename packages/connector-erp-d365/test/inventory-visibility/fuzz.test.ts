import { isIntegrationError, parseJsonExactly, seededRandom } from '@crossdock/core';
import { jsonMutator, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { BulkAnswer } from '../../src/inventory-visibility/api/bulk.ts';
import { Rows } from '../../src/inventory-visibility/api/index-query.ts';
import { isTaken, itemRefusal } from '../../src/inventory-visibility/errors.ts';
import { inventoryVisibility } from '../../src/inventory-visibility/index.ts';
import { levelOf } from '../../src/inventory-visibility/levels.ts';
import { InventoryVisibilityOptions } from '../../src/inventory-visibility/options.ts';
import { createProducts } from '../../src/inventory-visibility/products.ts';
import { reservedLinesIn } from '../../src/inventory-visibility/reservation-document.ts';
import { openSystem } from '@crossdock/testing/contracts';
import { openVisibility, places } from './environment.ts';

/** How many broken answers are made of each original, and by which chance. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 200);
const seed = process.env['FUZZ_SEED'] ?? '1129';

const { settings, system, service } = openVisibility();
const config = InventoryVisibilityOptions.parse(settings);
const products = createProducts(config);
const place = { code: 'store-1', ...places['store-1'] };

class Refused extends Error {}
function refusing<T>(schema: { safeParse(value: unknown): { success: boolean; data?: T } }, value: unknown): T {
  const { success, data } = schema.safeParse(value);
  if (success && data !== undefined) return data;
  throw new Refused();
}

const rows = [
  {
    productId: 'T-shirt',
    dimensions: { colorId: 'red', sizeId: 'l' },
    quantities: {
      fno: { physicalinvent: 20, availordered: 30.5 },
      iv: { availabletoreserve: 20 },
      '@iv': { '@allocated': 0 },
    },
  },
];
const answers = [
  { id: 'a', processingStatus: 'success', message: '', statusCode: 200, reservationId: 'r-1' },
  { id: 'b', processingStatus: 'failure', message: 'There is not enough.', statusCode: 400 },
];

function readRow(json: unknown): void {
  for (const row of refusing(Rows, json)) {
    const sku = products.skuOf(row) ?? 'unknown';
    levelOf({ row, place }, { sku, unit: 'EA', asOf: '2026-11-27T10:00:00Z' }, { config, system: 'stock' });
  }
}

function readAnswers(json: unknown): void {
  for (const answer of refusing(BulkAnswer, json)) if (!isTaken(answer)) itemRefusal(answer);
}

function readDocument(json: unknown): void {
  const id = Buffer.from(JSON.stringify(json)).toString('base64url');
  reservedLinesIn({ system: 'stock', type: 'softReservation', id }, { system: 'stock' });
}

describe('a broken answer', () => {
  test.each([
    ['rows', rows, readRow],
    ['answers for items', answers, readAnswers],
    ['a reservation', [['r-1', 2, { siteId: '1', locationId: '11' }]], readDocument],
  ] as const)(
    '%s: is read or refused by name, and never anything else',
    (_, original, read) => {
      const exactly = read === readDocument ? JSON.parse : parseJsonExactly;
      const text = JSON.stringify(original);
      expect(() => read(exactly(text))).not.toThrow();
      const mutate = jsonMutator(text);
      const random = seededRandom(seed);
      for (let count = 0; count < runs; count++) {
        const mutant = mutate(random);
        try {
          read(exactly(mutant.text));
        } catch (error) {
          if (isIntegrationError(error) || error instanceof Refused) continue;
          throw new Error(`${JSON.stringify(mutant.changes)}: ${String(error)}`, { cause: error });
        }
      }
    },
    600_000,
  );

  test('to a reservation never makes it held, unless it says so under the ids that were sent', async () => {
    for (const code of ['store-1', 'store-2'] as const) {
      service.seedStock({ product: 'SHOE', ...places[code], units: 1_000_000 });
    }
    let kept = 0;
    const lines = [
      { sku: 'SHOE', location: 'store-1', quantity: { amount: '1' } },
      { sku: 'SHOE', location: 'store-2', quantity: { amount: '1' } },
    ];
    await system.call('getInventory', { skus: ['SHOE'] });
    const random = seededRandom(seed);
    const wire = simulatorFetch(service);
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const response = await wire(request);
      if (!request.url.endsWith('/bulk')) return response;
      return new Response(jsonMutator(await response.text())(random).text);
    };
    for (let count = 0; count < Math.min(runs, 300) / 4; count++) {
      const { clock } = openVisibility();
      const open = openSystem(inventoryVisibility(settings), { clock, fetch, name: 'stock' });
      const ref = `hold-${count}`;
      const outcome: unknown = await open.call('reserveInventory', { ref, lines }).catch((error: unknown) => error);
      expect(isIntegrationError(outcome) || typeof (outcome as { id?: unknown }).id === 'string', String(outcome)).toBe(
        true,
      );
      if (isIntegrationError(outcome)) continue;
      const held = reservedLinesIn(outcome as never, { system: 'stock' });
      expect(held).toHaveLength(2);
      kept += 1;
    }
    expect(kept, 'answers that were good enough').toBeGreaterThan(0);
  }, 600_000);
});
