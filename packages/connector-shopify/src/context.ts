import type { ConnectorPorts } from '@crossdock/core';
import type { BulkReader } from './bulk/bulk-reader.ts';
import type { CatalogRooms } from './catalog/catalog-rooms.ts';
import type { GraphqlClient } from './client.ts';
import type { Options, ResolvedOptions } from './options.ts';
import type { AftermathReader } from './aftermath-reader.ts';
import type { ChangeMemory } from './events.ts';
import type { OrderReader } from './order-reader.ts';
import type { OrderFacts } from './mapping/order-facts.ts';

/** What the rooms of the connector share. */
export interface ConnectorContext {
  /** The system's name in the wiring: the first part of every business reference. */
  readonly name: string;
  readonly config: ResolvedOptions;
  readonly clock: ConnectorPorts<typeof Options>['clock'];
  readonly client: GraphqlClient;
  /** What everything about products, prices and customers shares. */
  readonly rooms: CatalogRooms;
  /** Reads whole connections by bulk operation, for backfills. */
  readonly bulk: BulkReader;
  /** Reads orders for callers that repeat a failed read themselves. */
  readonly orders: OrderReader;
  /** Reads orders for sweeps, which nobody repeats before their next turn. */
  readonly patientOrders: OrderReader;
  /** Reads what happened to an order after it was sold, likewise for both kinds of callers. */
  readonly aftermath: AftermathReader;
  readonly patientAftermath: AftermathReader;
  /** Knows what was told of orders. */
  readonly changes: ChangeMemory;
}

/** Whether an order is told at all: no test orders, and none from before crossdock was connected. */
export function isWanted(
  { config }: Pick<ConnectorContext, 'config'>,
  { test, createdAt }: Pick<OrderFacts, 'test' | 'createdAt'>,
): boolean {
  if (test && config.testOrders === 'ignore') return false;
  return config.ordersFrom === undefined || Date.parse(createdAt) >= Date.parse(config.ordersFrom);
}
