import { memoryTokenStore } from '@crossdock/connector-pos/lightspeed';
import {
  lightspeedFleetSink,
  type LightspeedSimulator,
  lightspeedSimulator,
  type TillSink,
} from '@crossdock/connector-pos/testing';
import { type Clock } from '@crossdock/core';
import { type Faults } from '@crossdock/testing';
import { type DockSettings } from '../dock.ts';
import { type ChainStore, products, registers } from './chain.ts';

/** The stores whose tills are Lightspeed's. */
export interface Retailer {
  readonly simulator: LightspeedSimulator;
  readonly options: DockSettings['lightspeed'];
  sinkOf(store: ChainStore): TillSink;
}

/** Opens the retailer with an outlet for each of the stores. */
export function openRetailer(stores: readonly ChainStore[], ports: { clock: Clock; faults: Faults }): Retailer {
  const outlets = stores.map(({ id, code, timeZone }) => ({ id, name: code, timeZone, registers }));
  const simulator = lightspeedSimulator({ ...ports, outlets });
  for (const { sku, price } of products) simulator.seed({ sku, price });
  const { clientId, clientSecret, refreshToken } = simulator.credentials;
  return {
    simulator,
    options: {
      domainPrefix: simulator.domainPrefix,
      credentials: { clientId, clientSecret, tokens: memoryTokenStore({ refreshToken }) },
      // The platform tells that a register was counted by webhook, and not again.
      webhooks: { secrets: [clientSecret] },
      outlets: Object.fromEntries(stores.map(({ id, code, dayCut }) => [id, { code, dayCut }])),
      sweepEvery: '3h',
    },
    sinkOf: ({ id }) => lightspeedFleetSink({ retailer: simulator, outletId: id }),
  };
}
