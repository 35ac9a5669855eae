import { type Duration, type Random, seededRandom, toMs } from '@crossdock/core';
import { EventQueue } from './event-queue.ts';
import { dailyRush, type FleetProduct, ordinaryOdds, type TillFleetOptions, type TillSink } from './fleet-options.ts';
import { Register } from './register.ts';
import type { TillTicket } from './till-ticket.ts';

/** How a store that was away sends what it kept. */
export interface OfflineOptions {
  /**
   * In the order of the device, or in any other: several registers send at once.
   *
   * @default 'in-order'
   */
  readonly flush?: 'in-order' | 'shuffled';
}

/** One store of a running fleet. */
export interface RunningStore {
  readonly code: string;
  /** Takes the store off the net: it sells on, and what it sold arrives at once when it is back. */
  offline(duration: Duration, options?: OfflineOptions): void;
  readonly isOffline: boolean;
  /** Sets the clocks of its registers ahead, or behind with a negative time. */
  skewClock(ms: number): void;
  /** Sells units now at its first register. Throws when they are not on the shelf. */
  sell(sku: string, quantity?: number): TillTicket;
  /** Tickets that have not left the store yet. */
  readonly kept: number;
}

/** Tills of a whole chain, on a clock. */
export interface TillFleet {
  /** Opens the stores: from now on tills sell by their pattern, until {@link TillFleet.stop}. */
  start(): void;
  /** Ends selling. What is kept offline stays kept. */
  stop(): void;
  store(code: string): RunningStore;
  /** Everything that happened, in order: the truth. */
  readonly tickets: readonly TillTicket[];
  /** Uploads so far, repeated ones included. */
  readonly uploads: number;
  /** Tickets that have not left their store yet. */
  readonly kept: number;
  /** Resolves when every upload that was begun is taken. */
  settled(): Promise<void>;
}

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;
/** How long after closing time a register is counted. */
const countMs = 10 * 60_000;

/**
 * A chain of stores with registers that sell by the hour, go offline and come back, have clocks that are wrong, send things twice, call
 * sales off, take goods back, exchange them, and count their drawers at night. The same seed tells the same story.
 *
 * @example
 * ```ts
 * import { createShelves, createTillFleet } from '@crossdock/connector-pos/testing';
 * import { manualClock } from '@crossdock/testing';
 *
 * const clock = manualClock({ now: '2026-11-27T14:00:00Z' });
 * const stores = [{ code: 'store-17', timeZone: 'America/Chicago' }];
 * const products = [{ sku: 'SHOE-42', price: 8900 }];
 * const shelves = createShelves(['store-17'], ['SHOE-42'], 40);
 * const fleet = createTillFleet({ clock, seed: 1, stores, products, shelves, sinkOf: () => ({ upload: () => undefined }) });
 * fleet.start();
 * await clock.advance(3_600_000);
 * ```
 */
export function createTillFleet(options: TillFleetOptions): TillFleet {
  const { clock, seed, shelves, currency = 'USD', taxPercent = 8.25, cashStep = 1 } = options;
  const { ticketsPerHour = 6, rush = dailyRush } = options;
  const odds = { ...ordinaryOdds, ...options.odds };
  const pick = weightedPick(options.products);
  const trade = { seed, currency, taxPercent, cashStep, odds, shelves, pick };
  const products = new Map(options.products.map((it) => [it.sku, it]));
  const tickets: TillTicket[] = [];
  const due = new EventQueue<() => void>();
  const under = new Set<Promise<void>>();
  const stopping = new AbortController();
  let running = false;
  let uploads = 0;

  const send = (sink: TillSink, ticket: TillTicket): void => {
    uploads++;
    const taken = sink.upload(ticket);
    if (!taken) return;
    under.add(taken);
    void taken.finally(() => under.delete(taken));
  };

  const stores = new Map(
    options.stores.map((store) => {
      const link = createLink(options.sinkOf(store), {
        send,
        random: seededRandom(`${seed}/${store.code}/link`),
        duplicate: odds.duplicate,
      });
      const registers = Array.from(
        { length: store.registers ?? 2 },
        (_, index) => new Register(store, String(index + 1).padStart(2, '0'), trade),
      );
      const happened = (ticket: TillTicket | undefined): void => {
        if (!ticket) return;
        tickets.push(ticket);
        link.take(ticket);
      };
      return [store.code, { store, link, registers, happened }] as const;
    }),
  );

  /** One register's life: it sells while the store is open, and is counted after it closed. */
  const live = (code: string, register: Register, at: number): void => {
    const it = stores.get(code);
    if (!it) return;
    const { store, happened } = it;
    const hour = localHour(at, store.timeZone);
    const [opens, closes] = store.hours ?? [9, 21];
    if (hour >= opens && hour < closes) {
      happened(register.next(at));
      const perHour = ticketsPerHour * (rush[Math.floor(hour)] ?? 1) * (store.weight ?? 1);
      const gap = -Math.log(1 - register.random()) * (hourMs / perHour);
      const next = at + Math.max(1_000, Math.round(gap));
      due.add(next, () => live(code, register, next));
      return;
    }
    if (register.open) {
      const counted = at + countMs;
      due.add(counted, () => {
        happened(register.close(counted));
        live(code, register, counted);
      });
      return;
    }
    const later = at + quarterMs + Math.floor(register.random() * 60_000);
    due.add(later, () => live(code, register, later));
  };

  const play = async (): Promise<void> => {
    while (running) {
      const { nextAt } = due;
      if (nextAt === undefined) return;
      const waitMs = nextAt - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, stopping.signal).catch(() => undefined);
      while (running && due.nextAt !== undefined && due.nextAt <= clock.now()) due.take()?.();
    }
  };

  const runningStore = (code: string): RunningStore => {
    const it = stores.get(code);
    if (!it) throw new RangeError(`There is no store '${code}'`);
    const { link, registers, happened } = it;
    return {
      code,
      offline(duration, { flush = 'in-order' } = {}) {
        link.cut();
        void clock.sleep(toMs(duration), stopping.signal).then(
          () => link.restore(flush),
          () => undefined,
        );
      },
      get isOffline() {
        return link.isCut;
      },
      skewClock(ms) {
        for (const register of registers) register.skewMs = ms;
      },
      sell(sku, quantity = 1) {
        const product = products.get(sku);
        const [register] = registers;
        if (!product || !register) throw new RangeError(`'${sku}' is not sold in '${code}'`);
        const ticket = register.sell(clock.now(), product, quantity);
        happened(ticket);
        return ticket;
      },
      get kept() {
        return link.kept;
      },
    };
  };

  return {
    start() {
      if (running) return;
      running = true;
      const now = clock.now();
      for (const { store, registers } of stores.values()) {
        for (const register of registers) {
          const first = now + Math.floor(register.random() * quarterMs);
          due.add(first, () => live(store.code, register, first));
        }
      }
      void play();
    },
    stop() {
      running = false;
      stopping.abort();
    },
    store: runningStore,
    tickets,
    get uploads() {
      return uploads;
    },
    get kept() {
      let kept = 0;
      for (const { link } of stores.values()) kept += link.kept;
      return kept;
    },
    async settled() {
      while (under.size > 0) await Promise.allSettled(under);
    },
  };
}

interface Link {
  take(ticket: TillTicket): void;
  cut(): void;
  restore(flush: 'in-order' | 'shuffled'): void;
  readonly isCut: boolean;
  readonly kept: number;
}

/** A store's line to the outside. Several cuts at once end with the last. */
function createLink(
  sink: TillSink,
  how: {
    readonly send: (sink: TillSink, ticket: TillTicket) => void;
    readonly random: Random;
    readonly duplicate: number;
  },
): Link {
  let kept: TillTicket[] = [];
  let cuts = 0;
  const pass = (ticket: TillTicket): void => {
    how.send(sink, ticket);
    if (how.random() < how.duplicate) how.send(sink, ticket);
  };
  return {
    take: (ticket) => {
      if (cuts > 0) kept.push(ticket);
      else pass(ticket);
    },
    cut: () => void cuts++,
    restore(flush) {
      if (--cuts > 0) return;
      const late = flush === 'in-order' ? kept : shuffled(kept, how.random);
      kept = [];
      for (const ticket of late) pass(ticket);
    },
    get isCut() {
      return cuts > 0;
    },
    get kept() {
      return kept.length;
    },
  };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] as T, mixed[index] as T];
  }
  return mixed;
}

/** Picks products by their weight, in logarithmic time. */
function weightedPick(products: readonly FleetProduct[]): (random: Random) => FleetProduct {
  const upTo: number[] = [];
  let sum = 0;
  for (const { weight = 1 } of products) upTo.push((sum += weight));
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    const product = products[low];
    if (!product) throw new RangeError('There is nothing to sell');
    return product;
  };
}

const zones = new Map<string, Intl.DateTimeFormat>();

/** The hour of the day at a store, with its minutes as a fraction. */
function localHour(at: number, timeZone: string): number {
  let format = zones.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    zones.set(timeZone, format);
  }
  const [hour = '0', minute = '0'] = format.format(at).split(':');
  return Number(hour) + Number(minute) / 60;
}
