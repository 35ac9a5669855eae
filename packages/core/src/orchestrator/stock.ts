import { type Duration, IntegrationError, type Quantity } from '../primitives/index.ts';
import { type FulfillmentMethod, type Order } from '../schemas/index.ts';
import { currentUnit } from './scope.ts';

/**
 * How a reservation stands. `held`: promised until it expires. `picking`: somebody walks to the shelf for it; it is
 * extended, never dropped. `committed`: promised for good, until the goods leave. The others have ended.
 */
export type HoldState = 'held' | 'picking' | 'committed' | 'fulfilled' | 'released' | 'expired';

/** Units that are asked for. */
export interface StockRequest {
  /** The business reference of what the units are for. The same key again is the same reservation. */
  readonly key: string;
  /** The order, if there is one: units that leave for it are no longer held. */
  readonly orderRef?: string | undefined;
  /** Absent: every location serves it, and only buffers of every channel count. */
  readonly channel?: string | undefined;
  readonly method?: FulfillmentMethod | undefined;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: { readonly amount: string; readonly unit?: string | undefined };
    /** Absent: the sourcing rules decide. */
    readonly location?: string | undefined;
  }[];
  /** Where somebody waits for the goods, to find the nearest location. */
  readonly near?: { readonly latitude: number; readonly longitude: number } | undefined;
  /** ISO instant until which the units are held, or `never`: until they are given back. Absent: as the rules say. */
  readonly expiresAt?: string | undefined;
}

/** Units that are promised to somebody. */
export interface StockHold {
  readonly key: string;
  readonly orderRef?: string;
  readonly state: HoldState;
  /** What is still held, line by line; empty once it has ended. */
  readonly lines: readonly { readonly sku: string; readonly location: string; readonly quantity: Quantity }[];
  /** ISO instant; absent once it is committed or has ended. */
  readonly expiresAt?: string;
}

/** A hold, or its key. */
export type HoldRef = string | { readonly key: string };

/** Units of a SKU at a location, as the lines of a hold have them. */
export interface HoldLineRef {
  readonly sku: string;
  readonly location?: string;
  readonly quantity: { readonly amount: string; readonly unit?: string };
}

/** Which units have left, and when. */
export interface DepartureOptions {
  /** ISO instant. Absent: now. */
  readonly at?: string;
  /**
   * The document by which they left: the same one again is the same departure. Each of several parcels needs its own. Absent: the
   * key of the hold.
   */
  readonly reference?: string;
  /** Absent: everything that is still held. */
  readonly lines?: readonly HoldLineRef[];
}

/**
 * Stock as a flow sees it: promises of units, and what becomes of them. Every call is once-only by the key of the promise, and
 * stands inside a step.
 */
export interface StockPromises {
  /**
   * Promises all units of a request or an order, or none. It resolves once the promise is durable.
   *
   * @throws IntegrationError `insufficient-stock` naming what is short and where; `key-mismatch` when the key is known for
   * something else; `conflict` when the reservation of that key has ended without its goods leaving
   */
  reserve(request: StockRequest | Order): Promise<StockHold>;
  /** Lets a promise last longer: until an instant, or by so long from now. One that lasts longer already stays as it is. */
  extend(hold: HoldRef, to: { readonly until: string } | { readonly by: Duration }): Promise<StockHold>;
  /** Somebody walks to the shelf: from now on the promise is extended when its time is over, never dropped. */
  startPicking(hold: HoldRef): Promise<StockHold>;
  /** Makes the promise final: it no longer expires, and holds its units until they leave. */
  commit(hold: HoldRef): Promise<StockHold>;
  /**
   * Gives units back: all that is still held, or some lines. Of a promise that has ended nothing is held, so giving it back
   * changes nothing.
   */
  release(hold: HoldRef, options?: { readonly lines?: readonly HoldLineRef[] }): Promise<StockHold>;
  /**
   * The goods have left: the units are taken off what is on hand, and no longer held. Not needed where a system tells of the
   * movement with the order's reference.
   */
  fulfil(hold: HoldRef, options?: DepartureOptions): Promise<StockHold>;
}

/** The promises of stock for the steps of a flow. */
export function insideSteps(promises: StockPromises | undefined): StockPromises {
  const ask = (): StockPromises => {
    if (!currentUnit()) {
      throw new IntegrationError('A flow asks availability inside a step, so that the answer is journaled', {
        code: 'input-invalid',
        path: 'availability',
      });
    }
    if (promises) return promises;
    throw new IntegrationError('A flow asks availability, and the dock has none', {
      code: 'wiring-invalid',
      path: 'availability',
    });
  };
  return {
    reserve: async (request) => ask().reserve(request),
    extend: async (hold, to) => ask().extend(hold, to),
    startPicking: async (hold) => ask().startPicking(hold),
    commit: async (hold) => ask().commit(hold),
    release: async (hold, options) => ask().release(hold, options),
    fulfil: async (hold, options) => ask().fulfil(hold, options),
  };
}
