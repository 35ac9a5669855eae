import type { Clock } from '@crossdock/core';
import type { Shelves } from './shelves.ts';
import type { TillTicket } from './till-ticket.ts';

/** One store of the fleet. */
export interface FleetStore {
  /** Our code, `store-17`. */
  readonly code: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** Local time at which its business day begins. @default '04:00' */
  readonly dayCut?: string;
  /** @default 2 */
  readonly registers?: number;
  /** Local opening hours, whole hours. @default [9, 21] */
  readonly hours?: readonly [opens: number, closes: number];
  /** How busy it is beside others. @default 1 */
  readonly weight?: number;
}

/** Something that tills sell. */
export interface FleetProduct {
  readonly sku: string;
  /** Price of one unit without tax, in whole minor units. */
  readonly price: number;
  /** How often it is sold beside others. @default 1 */
  readonly weight?: number;
}

/** How likely it is that a ticket is something else than a plain sale; the rest are sales. */
export interface TicketOdds {
  readonly return: number;
  readonly exchange: number;
  /** Of the last sale of the register. */
  readonly void: number;
  readonly noSale: number;
  readonly paidIn: number;
  readonly paidOut: number;
  /** Of a line being discounted. */
  readonly discount: number;
  readonly cash: number;
  /** Of a sale that is paid by two means. */
  readonly split: number;
  /** Of a ticket that the till uploads twice. */
  readonly duplicate: number;
}

export const ordinaryOdds: TicketOdds = {
  return: 0.04,
  exchange: 0.01,
  void: 0.01,
  noSale: 0.02,
  paidIn: 0.002,
  paidOut: 0.004,
  discount: 0.1,
  cash: 0.3,
  split: 0.05,
  duplicate: 0.005,
};

/** Where tickets arrive when a till is online: a platform simulator, a writer of files, a test. */
export interface TillSink {
  upload(ticket: TillTicket): void | Promise<void>;
}

/** What {@link createTillFleet} takes. */
export interface TillFleetOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly stores: readonly FleetStore[];
  readonly products: readonly FleetProduct[];
  /** Where the tickets of a store arrive. */
  readonly sinkOf: (store: FleetStore) => TillSink;
  /** What lies in the stores. Tills sell nothing that is not there. */
  readonly shelves: Shelves;
  /** @default 'USD' */
  readonly currency?: string;
  /** Tax on top, in per cent. @default 8.25 */
  readonly taxPercent?: number;
  /** What cash is rounded to, in minor units. @default 1 */
  readonly cashStep?: number;
  /** Tickets of one register in an hour, at its quietest. @default 6 */
  readonly ticketsPerHour?: number;
  /** How much busier each local hour of the day is than the quietest. @default a shift pattern with a peak at noon and in the evening */
  readonly rush?: readonly number[];
  readonly odds?: Partial<TicketOdds>;
}

/** By local hour: quiet in the morning, a peak at noon, a higher one after work. */
export const dailyRush: readonly number[] = [
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.4, 2, 2.8, 2.4, 1.8, 1.8, 2.2, 3, 3.4, 2.6, 1.6, 1, 1, 1,
];
