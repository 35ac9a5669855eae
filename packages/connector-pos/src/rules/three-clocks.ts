import { businessDateAt, type StoreDayClock } from './business-day.ts';

/** When something happened at a till, by every clock that saw it. All ISO instants. */
export interface SeenTimes {
  /** By the till itself, if it tells. Recorded; believed only within reason. */
  readonly device?: string | undefined;
  /** When the platform's server had it. */
  readonly received: string;
  /** Stated by the source as the day in its books (a POSLog's `BusinessDayDate`): it wins. */
  readonly statedDate?: string | undefined;
}

/** When something happened, decided. */
export interface ThreeClocks {
  /** When it happened: by the till where it can be believed, else when it was received. */
  readonly occurredAt: string;
  readonly receivedAt: string;
  /** The day that it belongs to in the books. */
  readonly businessDate: string;
  /** Whether the till's clock was left aside, because it is ahead of the server's or too far behind. */
  readonly deviceDoubted: boolean;
}

/** How far a till's clock is believed. */
export interface ClockTrust {
  /**
   * How far it may be ahead of the server's, in milliseconds.
   *
   * @default 300_000
   */
  readonly aheadMs?: number;
  /** How long a till may have been offline, in milliseconds: what is further behind is doubted. */
  readonly offlineMs: number;
}

/**
 * Decides between the clocks: the till's for the moment of the sale, so that a sale made offline stays on its day, the
 * server's where the till's cannot be right, and a stated business date before both.
 */
export function decideClocks(times: SeenTimes, store: StoreDayClock, trust: ClockTrust): ThreeClocks {
  const { device, received, statedDate } = times;
  const { aheadMs = 300_000, offlineMs } = trust;
  const behind = device === undefined ? 0 : Date.parse(received) - Date.parse(device);
  const believed = behind >= -aheadMs && behind <= offlineMs;
  const occurredAt = device !== undefined && believed ? device : received;
  return {
    occurredAt,
    receivedAt: received,
    businessDate: statedDate ?? businessDateAt(occurredAt, store),
    deviceDoubted: !believed,
  };
}
