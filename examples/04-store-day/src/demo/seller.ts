import {
  squareFleetSink,
  type SquareSimulator,
  squareSimulator,
  type TillSink,
} from '@crossdock/connector-pos/testing';
import { type Clock } from '@crossdock/core';
import { type Faults } from '@crossdock/testing';
import { type DockSettings } from '../dock.ts';
import { type ChainStore, products, taxPercent } from './chain.ts';

/** The stores whose tills are Square's. */
export interface Seller {
  readonly simulator: SquareSimulator;
  readonly options: DockSettings['square'];
  sinkOf(store: ChainStore): TillSink;
}

/** Opens the seller with a location for each of the stores. */
export function openSeller(stores: readonly ChainStore[], ports: { clock: Clock; faults: Faults }): Seller {
  const locations = stores.map(({ id, code, timeZone }) => ({ id, name: code, timezone: timeZone }));
  const simulator = squareSimulator({ ...ports, locations });
  for (const { sku, price } of products) simulator.seed({ sku, price });
  const { clientId, clientSecret, refreshToken } = simulator.credentials;
  return {
    simulator,
    options: {
      credentials: { clientId, clientSecret, refreshToken },
      locations: Object.fromEntries(stores.map(({ id, code, dayCut }) => [id, { code, dayCut }])),
      // Store days are swept for at their own beat; nobody here waits for single sales.
      sweepEvery: '3h',
    },
    sinkOf: ({ id }) => squareFleetSink({ seller: simulator, locationId: id, taxPercent }),
  };
}
