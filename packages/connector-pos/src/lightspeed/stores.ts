import { type Clock, IntegrationError } from '@crossdock/core';
import { type StoreDayClock } from '../rules/index.ts';
import { type WireOutlet, WireOutlet as Outlet, WireRegister } from './api/stores.ts';
import { type LightspeedClient } from './client.ts';
import { unmapped } from './errors.ts';
import { allRows } from './feed.ts';
import { api, type ResolvedOptions } from './options.ts';

/** A store of the retailer, as we know it. */
export interface Store extends StoreDayClock {
  /** Lightspeed's outlet id. */
  readonly id: string;
  readonly code: string;
  readonly dayCut: string;
  readonly currency: string;
  /** The tax of what is sold there, where a product has no other. */
  readonly taxId?: string;
}

/** The stores that the options name, read once and again when an unknown one turns up. */
export interface Stores {
  all(signal: AbortSignal): Promise<readonly Store[]>;
  /** Absent for an outlet that is left alone. */
  find(id: string, signal: AbortSignal): Promise<Store | undefined>;
  /** Throws `unmapped` for an outlet that is not ours. */
  byId(id: string, signal: AbortSignal): Promise<Store>;
  /** Throws `unmapped` for a code that no outlet has. */
  byCode(code: string, signal: AbortSignal): Promise<Store>;
  /** The registers of all stores. */
  registers(signal: AbortSignal): Promise<readonly WireRegister[]>;
}

/** What is told of a store may change: a new store, another zone. */
const keptMs = 3_600_000;

/** Makes the reader of stores. No network here. */
export function createStores(client: LightspeedClient, config: ResolvedOptions, clock: Clock): Stores {
  let held: { readonly stores: readonly Store[]; readonly at: number } | undefined;
  let tills: { readonly registers: readonly WireRegister[]; readonly at: number } | undefined;
  const { pageSize } = config;

  const load = async (signal: AbortSignal): Promise<readonly Store[]> => {
    const outlets = await allRows(client, Outlet, { path: `${api}/outlets`, pageSize, signal });
    held = { stores: outlets.flatMap((it) => toStore(it, config)), at: clock.now() };
    return held.stores;
  };
  const all = (signal: AbortSignal): Promise<readonly Store[]> =>
    held && clock.now() - held.at < keptMs ? Promise.resolve(held.stores) : load(signal);
  const findBy = async (is: (store: Store) => boolean, signal: AbortSignal): Promise<Store | undefined> => {
    const fresh = held === undefined;
    const known = (await all(signal)).find(is);
    return known ?? (fresh ? undefined : (await load(signal)).find(is));
  };
  const find: Stores['find'] = async (id, signal) => {
    // An outlet that the options leave alone is not asked for again and again.
    if (config.outlets && !Object.hasOwn(config.outlets, id)) return undefined;
    return findBy((it) => it.id === id, signal);
  };

  return {
    all,
    find,
    async byId(id, signal) {
      const found = await find(id, signal);
      if (found) return found;
      throw unmapped('outlet', id, 'outlet_id');
    },
    async byCode(code, signal) {
      const found = await findBy((it) => it.code === code, signal);
      if (found) return found;
      throw new IntegrationError(`No outlet of the retailer has the code '${code}'`, {
        code: 'unmapped',
        path: 'location',
      });
    },
    async registers(signal) {
      if (!tills || clock.now() - tills.at >= keptMs) {
        const rows = await allRows(client, WireRegister, { path: `${api}/registers`, pageSize, signal });
        tills = { registers: rows, at: clock.now() };
      }
      return tills.registers;
    },
  };
}

function toStore(
  { id, time_zone, currency, deleted_at, default_tax_id: taxId }: WireOutlet,
  config: ResolvedOptions,
): Store[] {
  const named = config.outlets?.[id];
  if (config.outlets ? !named : deleted_at !== undefined) return [];
  if (time_zone === undefined || currency === undefined || !/^[A-Z]{3}$/.test(currency)) return [];
  const head = { id, code: named?.code ?? id, dayCut: named?.dayCut ?? config.dayCut };
  return [{ ...head, timeZone: time_zone, currency, ...(taxId !== undefined && { taxId }) }];
}
