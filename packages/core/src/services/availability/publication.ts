import { type CheckedInput } from '../../capabilities/index.ts';
import { type Duration } from '../../primitives/index.ts';
import { type FulfillmentMethod, type InventoryLevel } from '../../schemas/index.ts';

/** How a channel is spoken to. */
export interface ChannelPort {
  read(skus: readonly string[], locations: readonly string[]): Promise<readonly InventoryLevel[]>;
  write(publication: CheckedInput<'setInventory'>): Promise<unknown>;
}

/** How the numbers of a channel are published to a system. */
export interface PublicationOptions {
  /** The channel of the rules whose numbers are published. */
  readonly channel: string;
  /** Only what serves this method. */
  readonly method?: FulfillmentMethod;
  /**
   * The location at which the system shows the sum over all that serve the channel.
   *
   * @default each location for itself
   */
  readonly location?: string;
  /**
   * `sellable`: the system offers what it is told. `on-hand`: it subtracts its open orders itself, so units that are held for
   * them are not taken off before.
   *
   * @default 'sellable'
   */
  readonly kind?: 'sellable' | 'on-hand';
  /**
   * Most SKUs in one call.
   *
   * @default 100
   */
  readonly batchSize?: number;
  /**
   * Most calls a second.
   *
   * @default 2
   */
  readonly callsPerSecond?: number;
  /**
   * How long changes are collected before they are told.
   *
   * @default '250ms'
   */
  readonly coalesce?: Duration;
  /**
   * Units at or below which a SKU goes first.
   *
   * @default 10
   */
  readonly scarceBelow?: number;
  /**
   * When the system shows fewer units than it was told, it has sold some that we have not heard of. How long to wait to hear
   * of it before it is told a higher number again.
   *
   * @default '2m'
   */
  readonly settle?: Duration;
  /**
   * How often what the system shows is looked at, and how many SKUs each time. Where a fifth of them shows something else, everything
   * is compared.
   */
  readonly verify?: { readonly every: Duration; readonly sample: number };
}

/** A place at which a channel shows more than may be sold, and is not told yet. Quantities are decimal texts. */
export interface Overshown {
  readonly system: string;
  readonly channel: string;
  readonly sku: string;
  readonly location: string;
  readonly shown: string;
  readonly sellable: string;
}

/** How publication to one system stands. */
export interface PublicationStatus {
  readonly system: string;
  readonly channel: string;
  /** SKUs whose number is not told yet. */
  readonly waiting: number;
  readonly oldestMs?: number;
  /** The rules in effect do not name the channel: nothing is told until they do. */
  readonly unruled?: true;
  /** Why nothing is told just now; it is tried again by itself. */
  readonly trouble?: string;
  readonly retryAt?: string;
  /** Since the start: levels told, calls that met a change at the system, SKUs that showed something else than they were told. */
  readonly told: number;
  readonly contested: number;
  readonly drifted: number;
  /** SKUs that the system refuses, with its code; they are told again when their number changes. */
  readonly refused: readonly { readonly sku: string; readonly code: string }[];
}
