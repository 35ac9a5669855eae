/**
 * Side doors into a real environment, by its own index query. Every fact has products of its own, named `live-…`, so that what earlier facts
 * left does not count: their changes, levels and reservations stay.
 */
import { type CapabilityInput, type CapabilityName, type CapabilityOutput, type DocumentRef } from '@crossdock/core';
import { type ManualClock } from '@crossdock/testing';
import { type BookedUnits, type LiveArrange, type LiveArrangement, openSystem } from '@crossdock/testing/contracts';
import { inventoryVisibility, type InventoryVisibilitySettings } from '../../src/inventory-visibility/index.ts';

export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  readonly random: () => number;
  /** With `changes` and `levels`, and two locations. What may be reserved must count what `changes` counts. */
  readonly settings: InventoryVisibilitySettings;
}

type Seen = 'getInventory' | 'setInventory' | 'reserveInventory' | 'releaseInventory';

interface LiveDoor {
  readonly places: readonly [string, string];
  readonly occurredAt: string;
  /** A name that no run before had. */
  next(): string;
  /** Calls by way of another connection, whose requests the suite does not count. */
  office<N extends CapabilityName>(capability: N, input: CapabilityInput<N>): Promise<CapabilityOutput<N>>;
  /** What lies of a product where, by other measures than usual; nothing is left out. */
  read(sku: string, measure: 'levels' | 'reserved'): Promise<readonly BookedUnits[]>;
}

export function liveDoors(ports: () => Promise<LivePorts>): { readonly [N in Seen]: LiveArrange<N> } {
  const arrange =
    <N extends Seen>(own: (door: LiveDoor) => object): LiveArrange<N> =>
    async () => {
      const { fetch, clock, random, settings } = await ports();
      const open = (given: InventoryVisibilitySettings) =>
        openSystem(inventoryVisibility(given), { fetch, clock, name: 'stock' });
      const run = `${clock.now().toString(36)}${Math.floor(random() * 36 ** 5).toString(36)}`;
      const [first, second] = Object.keys(settings.locations ?? {});
      if (first === undefined || second === undefined) throw new Error('The settings must name two locations');
      const other = open(settings);
      let serial = 0;
      const door: LiveDoor = {
        places: [first, second],
        occurredAt: new Date(clock.now()).toISOString(),
        next: () => `live-${run}-${String((serial += 1))}`,
        office: (capability, input) => other.call(capability, input, { key: `office/${run}/${String((serial += 1))}` }),
        async read(sku, measure) {
          const { levels, reservations } = settings;
          const { source = 'iv', modifier = 'softReservOrdered' } = reservations ?? {};
          const name =
            measure === 'levels' ? `${levels?.source ?? ''}.${levels?.measure ?? ''}` : `${source}.${modifier}`;
          const reading = { ...settings.reading, onHand: [name] };
          const told = await open({ ...settings, reading }).call('getInventory', { skus: [sku] });
          const units = told.map(({ location, onHand }) => ({ sku, location, quantity: onHand.amount }));
          return units.filter(({ quantity }) => quantity !== '0');
        },
      };
      return { system: open(settings), run, ...own(door) } as unknown as LiveArrangement<N>;
    };

  return {
    getInventory: arrange<'getInventory'>((door) => ({
      async input() {
        const sku = door.next();
        const changes = [{ sku, location: door.places[0], delta: { amount: '7' } }];
        await door.office('adjustInventory', { ref: sku, reason: 'count', changes, occurredAt: door.occurredAt });
        return { skus: [sku] };
      },
      truth: ({ skus }: CapabilityInput<'getInventory'>) =>
        skus.map((sku) => ({ sku, location: door.places[0], onHand: { amount: '7', unit: 'EA' } })),
    })),
    setInventory: arrange<'setInventory'>((door) => ({
      input: () => {
        const sku = door.next();
        const levels = [{ sku, location: door.places[0], kind: 'on-hand', quantity: { amount: '12' } }];
        return { ref: sku, levels, asOf: door.occurredAt };
      },
      count: async (ref: string) => (await door.read(productOf(ref), 'levels')).length,
      inspect: async (ref: string) => ({ levels: await door.read(productOf(ref), 'levels') }),
    })),
    reserveInventory: arrange<'reserveInventory'>((door) => ({
      input: () => aReservation(door),
      count: async (ref: string) => reservationsIn(await door.read(ref, 'reserved')),
      inspect: async (ref: string) => ({ held: await door.read(ref, 'reserved') }),
    })),
    releaseInventory: arrange<'releaseInventory'>((door) => {
      const reserved = new Set<string>();
      return {
        input: async () => {
          const request = await aReservation(door);
          const reservation: DocumentRef = await door.office('reserveInventory', request);
          reserved.add(request.ref);
          return { ref: request.ref, reservation };
        },
        count: async (ref: string) => Number(reserved.has(ref) && (await door.read(ref, 'reserved')).length === 0),
        inspect: async (ref: string) => ({ held: await door.read(ref, 'reserved') }),
      };
    }),
  };
}

/** The suites derive references from the first; the product is that of the first. */
const productOf = (ref: string): string => ref.replace(/-next$/, '');

/** Two units at each place, of a product that has twenty there. */
async function aReservation(door: LiveDoor): Promise<CapabilityInput<'reserveInventory'>> {
  const sku = door.next();
  const changes = door.places.map((location) => ({ sku, location, delta: { amount: '20' } }));
  await door.office('adjustInventory', { ref: sku, reason: 'receipt', changes, occurredAt: door.occurredAt });
  const lines = door.places.map((location) => ({ sku, location, quantity: { amount: '2' } }));
  return { ref: sku, lines };
}

/** Four units are one reservation of two lines. */
function reservationsIn(held: readonly BookedUnits[]): number {
  return held.reduce((sum, { quantity }) => sum + Number(quantity), 0) / 4;
}
