import { type Crossdock, isIntegrationError, type StockHold, type StockRequest } from '@crossdock/core';
import { secondPromise } from './promise-to-cash.ts';

/** What is done for a buyer whose units were sold to somebody else. */
export interface Compensation {
  /** The key of the promise that could not be kept. */
  readonly promise: string;
  /** Where it was to come from. */
  readonly location: string;
  /** Where the order comes from instead. Absent: nobody else has it, so the order is called off and paid back. */
  readonly instead?: string;
  /** The units for which it had to be done. */
  readonly because: readonly { readonly sku: string; readonly short: number; readonly by?: string }[];
}

/** What {@link mendOversold} works with. */
export interface MendOptions {
  readonly dock: Pick<Crossdock, 'availability'>;
  /** Calls an order off in the shop, which pays it back. One that is called off stays so. */
  readonly callOff: (promise: string) => void;
  /** Whether the shop has called an order off already: its units are given back, and nothing else is looked for. */
  readonly isOff?: (promise: string) => boolean;
  /** Tells those who pack. It comes before the first promise is given up, and after a crash once more. */
  readonly tell?: (compensation: Compensation) => void;
}

/**
 * Looks where more is promised than is there, and gives the promises that cannot be kept, the latest first, another place to come
 * from. Where there is none, the order is called off.
 *
 * Called again after a crash it goes on: a second promise that stands already is the same promise, and the first one is given up only
 * when everybody else knows.
 */
export async function mendOversold({
  dock: { availability },
  callOff,
  isOff = () => false,
  tell = () => undefined,
}: MendOptions): Promise<readonly Compensation[]> {
  const done: Compensation[] = [];
  const moved = new Set<string>();
  for (const { location } of availability.risk().oversold) {
    for (;;) {
      const here = availability.risk().oversold.filter((it) => it.location === location);
      const hold = here
        .flatMap((it) => it.holds.toReversed())
        .flatMap((key) => availability.reservation(key) ?? [])
        .find((it) => !moved.has(it.key));
      if (!hold) break;
      moved.add(hold.key);
      const because = here
        .filter((it) => it.holds.includes(hold.key))
        .map(({ sku, short, by }) => ({ sku, short: Number(short), ...(by !== undefined && { by }) }));
      const other = isOff(hold.key) ? undefined : await promiseAgain(hold, availability);
      const instead = other?.lines[0]?.location;
      const compensation = { promise: hold.key, location, ...(instead !== undefined && { instead }), because };
      if (instead === undefined) callOff(hold.key);
      tell(compensation);
      await availability.release(hold);
      done.push(compensation);
    }
  }
  return done;
}

/** The same units from another place, brought to the buyer's door. */
async function promiseAgain(hold: StockHold, availability: Crossdock['availability']): Promise<StockHold | undefined> {
  const request: StockRequest = {
    key: secondPromise(hold.key),
    channel: 'web',
    method: 'ship',
    lines: hold.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    expiresAt: 'never',
  };
  try {
    return await availability.commit(await availability.reserve(request));
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'insufficient-stock') return undefined;
    throw error;
  }
}
