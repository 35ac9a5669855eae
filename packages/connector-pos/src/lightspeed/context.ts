import { type Clock } from '@crossdock/core';
import { type ClosingRules } from '../rules/index.ts';
import { type LightspeedClient } from './client.ts';
import { type MappingSettings } from './mapping/sale-facts.ts';
import { type ResolvedOptions } from './options.ts';
import { type Products } from './products.ts';
import { type SaleReader } from './sale-reader.ts';
import { type Stores } from './stores.ts';
import { type VersionMarks } from './version-marks.ts';

/** Readers of one retailer. */
export interface Readers {
  readonly client: LightspeedClient;
  readonly stores: Stores;
  readonly products: Products;
  readonly sales: SaleReader;
}

/** What the rooms of the connector share. */
export interface ConnectorContext extends Readers {
  /** The system's name in the wiring: the first part of every business reference. */
  readonly name: string;
  readonly config: ResolvedOptions;
  readonly clock: Clock;
  readonly mapping: MappingSettings;
  readonly closing: ClosingRules;
  /** From which version on feeds hold what changed since an instant. */
  readonly marks: VersionMarks;
  /** The same readers for sweeps, which nobody repeats before their next turn. */
  readonly patient: Readers;
}
