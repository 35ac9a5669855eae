import { isIntegrationError, seededRandom, type DocumentRef } from '@crossdock/core';
import { expect, test } from 'vitest';
import { openVisibility, places } from './environment.ts';

/** How many stories are told. */
const runs = Math.min(Number(process.env['FUZZ_RUNS'] ?? 12), 400);

/**
 * Buyers reserve baskets from scarce stock while replies are lost, requests fail and others take units between look and write. Whoever is told
 * that a basket is held has all of it held, and whoever is refused has nothing.
 */
test.each(Array.from({ length: runs }, (_, seed) => [seed] as const))(
  'baskets from scarce stock are held whole or not at all (story %i)',
  async (seed) => {
    const random = seededRandom(`baskets-${seed}`);
    const upTo = (most: number): number => 1 + Math.floor(random() * most);
    const store = openVisibility();
    const { service } = store;
    const codes = ['store-1', 'store-2'] as const;
    const skus = ['SHOE', 'BELT', 'SOCKS'];
    for (const product of skus) {
      for (const code of codes) service.seedStock({ product, ...places[code], units: upTo(9) });
    }
    service.beforeWrite((path) => {
      if (!path.startsWith('/onhand/reserve') || random() > 0.3) return;
      const product = skus[upTo(skus.length) - 1] ?? '';
      service.seedStock({ product, ...places['store-1'], units: random() < 0.5 ? -1 : 1 });
    });
    const baskets = new Map<string, DocumentRef>();
    const asked = new Map<string, readonly { sku: string; location: (typeof codes)[number]; units: number }[]>();
    for (let visit = 0; visit < 30; visit++) {
      const ref = `basket-${upTo(12)}`;
      const lines =
        asked.get(ref) ??
        Array.from({ length: upTo(3) }, (_, at) => ({
          sku: skus[at] ?? '',
          location: random() < 0.5 ? codes[0] : codes[1],
          units: upTo(3),
        }));
      asked.set(ref, lines);
      if (random() < 0.2) service.faults.arm('lost-reply', { match: (it) => it.includes('/onhand/') });
      if (random() < 0.2) service.faults.arm('error-after', { match: (it) => it.includes('/onhand/') });
      const input = {
        ref,
        lines: lines.map(({ sku, location, units }) => ({ sku, location, quantity: { amount: String(units) } })),
      };
      const process = random() < 0.3 ? store.system.restart() : store.system;
      try {
        const document = await process.call('reserveInventory', input, { key: `${ref}/${visit}` });
        const earlier = baskets.get(ref);
        if (earlier) expect(document, 'the same basket').toEqual(earlier);
        baskets.set(ref, document);
      } catch (error) {
        if (!isIntegrationError(error)) throw error;
      }
      // A service that failed often is given a rest.
      await store.clock.advance(60_000);
    }
    service.faults.clear();
    // Everything that is open is asked again, until it is decided.
    const decided = new Map<string, boolean>();
    for (const [ref, lines] of asked) {
      const input = {
        ref,
        lines: lines.map(({ sku, location, units }) => ({ sku, location, quantity: { amount: String(units) } })),
      };
      const outcome = await store.system
        .restart()
        .call('reserveInventory', input, { key: `${ref}/last` })
        .then((document) => {
          baskets.set(ref, document);
          return true;
        })
        .catch((error: unknown) => {
          expect(isIntegrationError(error) && error.disposition).toBe('reject');
          return false;
        });
      decided.set(ref, outcome || baskets.has(ref));
    }
    const reservations = service.books.reservations();
    for (const [ref, lines] of asked) {
      const ours = reservations.filter((it) => it.id.startsWith(`CD.RSV.${ref}.`) && it.held > 0);
      const units = ours.reduce((sum, it) => sum + it.held, 0);
      const wanted = lines.reduce((sum, it) => sum + it.units, 0);
      expect(units, `${ref} (${decided.get(ref) === true ? 'held' : 'refused'})`).toBe(
        decided.get(ref) === true ? wanted : 0,
      );
    }
    for (const [ref, reservation] of baskets) await store.system.call('releaseInventory', { ref, reservation });
    const left = service.books.reservations().filter((it) => it.held > 0 && !it.product.startsWith('crossdock-'));
    expect(left).toEqual([]);
  },
);
