import { type Clock, IntegrationError } from '@crossdock/core';
import { type StoreDayClock } from '../rules/index.ts';
import { LocationsAnswer, type WireLocation } from './api/stores.ts';
import { type SquareClient } from './client.ts';
import { unmapped } from './errors.ts';
import { type ResolvedOptions } from './options.ts';

/** A store of the seller, as we know it. */
export interface Store extends StoreDayClock {
  /** Square's location id. */
  readonly id: string;
  readonly code: string;
  readonly dayCut: string;
  readonly currency: string;
}

/** The stores that the options name, read once and again when an unknown one turns up. */
export interface Stores {
  all(signal: AbortSignal): Promise<readonly Store[]>;
  /** Throws `unmapped` for a location that is not ours. */
  byId(id: string, signal: AbortSignal): Promise<Store>;
  /** Throws `unmapped` for a code that no location has. */
  byCode(code: string, signal: AbortSignal): Promise<Store>;
}

/** What is told of a store may change: a new store, another zone. */
const keptMs = 3_600_000;

/** Makes the reader of stores. No network here. */
export function createStores(client: SquareClient, config: ResolvedOptions, clock: Clock): Stores {
  let held: { readonly stores: readonly Store[]; readonly at: number } | undefined;

  const load = async (signal: AbortSignal): Promise<readonly Store[]> => {
    const { locations } = await client.send('GET', '/v2/locations', { response: LocationsAnswer, signal });
    held = { stores: locations.flatMap((it) => toStore(it, config)), at: clock.now() };
    return held.stores;
  };
  const all = (signal: AbortSignal): Promise<readonly Store[]> =>
    held && clock.now() - held.at < keptMs ? Promise.resolve(held.stores) : load(signal);
  const find = async (is: (store: Store) => boolean, signal: AbortSignal): Promise<Store | undefined> => {
    const fresh = held === undefined;
    const known = (await all(signal)).find(is);
    return known ?? (fresh ? undefined : (await load(signal)).find(is));
  };

  return {
    all,
    byId: async (id, signal) => (await find((it) => it.id === id, signal)) ?? refuse('location', id, 'location_id'),
    async byCode(code, signal) {
      const found = await find((it) => it.code === code, signal);
      if (found) return found;
      throw new IntegrationError(`No location of the seller has the code '${code}'`, {
        code: 'unmapped',
        path: 'location',
      });
    },
  };
}

function toStore({ id, timezone, currency, status }: WireLocation, config: ResolvedOptions): Store[] {
  const named = config.locations?.[id];
  if (config.locations ? !named : status !== 'ACTIVE') return [];
  if (timezone === undefined || currency === undefined) return [];
  return [{ id, code: named?.code ?? id, dayCut: named?.dayCut ?? config.dayCut, timeZone: timezone, currency }];
}

function refuse(what: string, value: string, path: string): never {
  throw unmapped(what, value, path);
}
