import { type Duration } from '@crossdock/core';

/** What is told, and how large. */
export interface Plan {
  readonly seed: number;
  readonly stores: number;
  /** Hours from the opening of the stores to their closing. */
  readonly hours: number;
  /** SKUs that the chain sells; the web sells all of them from the warehouse. */
  readonly skus: number;
  /** SKUs that stores have on their shelves, those of the flash sale among them. */
  readonly storeSkus: number;
  readonly flashSkus: number;
  /** Web orders a second that buyers try to place while the flash sale is on. */
  readonly ordersPerSecond: number;
  /** How long the flash sale is on, in milliseconds. */
  readonly flashMs: number;
  /** How often every buyer makes the shop ask what may be sold before he orders. */
  readonly readsPerOrder: number;
  /** Web orders an hour beside the flash sale. */
  readonly quietOrdersPerHour: number;
  /** Tickets of one register in an hour, at its quietest. */
  readonly ticketsPerHour: number;
  /** How often the folder of the tills is looked at. */
  readonly lookEvery: Duration;
  /** Stores that lose their line shortly before the flash sale, and for how long. */
  readonly offlineStores: number;
  readonly offlineMs: number;
  /** How often the process dies beside the one time that is told, at moments of the seed's choosing. */
  readonly kills: number;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** Friday after Thanksgiving, nine o'clock in New York. */
const opensAt = Date.parse('2026-11-27T14:00:00Z');

/** When what happens, in epoch milliseconds. */
export interface Timetable {
  readonly opens: number;
  readonly linesFail: number;
  readonly flashBegins: number;
  readonly storm: { readonly from: number; readonly to: number };
  readonly crash: number;
  readonly back: number;
  readonly flashEnds: number;
  /** The ERP is closed. */
  readonly closed: { readonly from: number; readonly to: number };
  readonly linesBack: number;
  readonly closes: number;
}

export function timetableOf({ hours, flashMs, offlineMs }: Plan): Timetable {
  const flashBegins = opensAt + 2 * hourMs;
  const linesFail = flashBegins - 10 * minuteMs;
  return {
    opens: opensAt,
    linesFail,
    flashBegins,
    storm: { from: flashBegins + flashMs * 0.25, to: flashBegins + flashMs * 0.5 },
    crash: flashBegins + flashMs * 0.6,
    back: flashBegins + flashMs * 0.6 + 10_000,
    flashEnds: flashBegins + flashMs,
    closed: { from: flashBegins + flashMs * 0.8, to: flashBegins + flashMs * 0.8 + 30 * minuteMs },
    linesBack: linesFail + offlineMs,
    closes: opensAt + hours * hourMs,
  };
}

/** The mission's numbers, as far as they are not given on the command line. */
export function planOf(options: {
  readonly seed: number;
  readonly stores: number;
  readonly hours: number;
  /** How long the flash sale is on. */
  readonly minutes: number;
  readonly kills: number;
}): Plan {
  const { minutes, ...rest } = options;
  return {
    ...rest,
    skus: 20_000,
    storeSkus: 400,
    flashSkus: 50,
    ordersPerSecond: 33,
    flashMs: minutes * minuteMs,
    readsPerOrder: 700,
    quietOrdersPerHour: 60,
    ticketsPerHour: 0.3,
    lookEvery: '45s',
    offlineStores: Math.min(20, Math.max(1, Math.round(options.stores / 5))),
    offlineMs: 6 * hourMs,
  };
}
