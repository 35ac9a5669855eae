import { type Clock } from '@crossdock/core';
import { type ClosingRules } from '../rules/index.ts';
import { type CatalogWriter } from './catalog-writer.ts';
import { type SquareClient } from './client.ts';
import { type MappingSettings } from './mapping/order-facts.ts';
import { type ResolvedOptions } from './options.ts';
import { type OrderReader } from './order-reader.ts';
import { type Stores } from './stores.ts';
import { type Variations } from './variations.ts';

/** Readers of one seller. */
export interface Readers {
  readonly client: SquareClient;
  readonly stores: Stores;
  readonly variations: Variations;
  readonly orders: OrderReader;
}

/** What the rooms of the connector share. */
export interface ConnectorContext extends Readers {
  /** The system's name in the wiring: the first part of every business reference. */
  readonly name: string;
  readonly config: ResolvedOptions;
  readonly clock: Clock;
  readonly mapping: MappingSettings;
  readonly closing: ClosingRules;
  readonly catalog: CatalogWriter;
  /** The same readers for sweeps, which nobody repeats before their next turn. */
  readonly patient: Readers;
}
