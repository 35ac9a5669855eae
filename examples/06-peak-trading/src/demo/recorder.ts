import { type TillFleet, type TillTicket } from '@crossdock/connector-pos/testing';
import { type Clock, type Crossdock } from '@crossdock/core';
import { type PeakSystems } from '../dock.ts';
import { warehouse } from './chain.ts';
import { type Timetable } from './plan.ts';
import { type CheckoutParts, type Sales, shownInShop } from './checkout.ts';
import { type Service } from './service.ts';

/** How everything stood at one instant. */
export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Units of the flash sale that may be sold; absent while nobody could say. */
  readonly sellable?: number;
  /** What the shop shows of them. */
  readonly shown: number;
  /** What lies free on shelves, whatever anybody believes. */
  readonly truth: number;
  /** Deliveries and runs that could go on. */
  readonly ready: number;
  /** Runs that wait: for the ERP, for a parcel. */
  readonly waiting: number;
  /** SKUs that the shop is still to be told of. */
  readonly untold: number;
  readonly openExceptions: number;
  /** Fall-backs in force, by rule. */
  readonly fallbacks: number;
  /** Tickets that have not left their stores. */
  readonly kept: number;
  readonly placed: number;
}

/** From the beep of a till to the number in the web shop. */
export interface Latency {
  /** When it was sold, epoch milliseconds. */
  readonly at: number;
  readonly countedAfterMs: number;
  readonly shownAfterMs: number;
  /** Its store had no line, so that it was kept there. */
  readonly isKept: boolean;
}

export interface RecorderParts extends Pick<CheckoutParts, 'chain' | 'shop' | 'placeOf'> {
  readonly service: Pick<Service, 'dock' | 'ask'>;
  readonly times: Timetable;
  readonly clock: Clock;
  readonly fleet: TillFleet;
  readonly sales: Readonly<Sales>;
}

const followEveryMs = 2_000;

/** Watches the story without having a hand in it. */
export class Recorder {
  readonly samples: Sample[] = [];
  readonly latencies: Latency[] = [];
  readonly #parts: RecorderParts;
  /** Sales at tills that are counted and not shown yet, by SKU. */
  readonly #untold = new Map<string, Omit<Latency, 'shownAfterMs'>[]>();
  readonly #ticketBy = new Map<
    string,
    { readonly at: number; readonly isKept: boolean; readonly skus: readonly string[] }
  >();
  #seen = 0;
  #isFollowing = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Notes when sales of tills are counted. */
  watch(dock: Crossdock<PeakSystems>): void {
    dock.on('event.recorded', ({ name, key }) => {
      if (name !== 'sale.recorded') return;
      this.#learnTickets();
      const ticket = this.#ticketBy.get(key);
      if (!ticket) return;
      this.#ticketBy.delete(key);
      const countedAfterMs = this.#parts.clock.now() - ticket.at;
      for (const sku of ticket.skus) {
        const list = this.#untold.get(sku) ?? [];
        list.push({ at: ticket.at, countedAfterMs, isKept: ticket.isKept });
        this.#untold.set(sku, list);
      }
      void this.#follow();
    });
  }

  /** Looks every few seconds while a sale is counted and not shown. */
  async #follow(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    while (this.#untold.size > 0) {
      await this.#parts.clock.sleep(followEveryMs);
      this.#noteShown(this.#parts.clock.now());
    }
    this.#isFollowing = false;
  }

  /** Looks at everything once. */
  async look(): Promise<Sample> {
    const { clock, chain, service, fleet, sales } = this.#parts;
    const availability = service.dock?.availability;
    const at = clock.now();
    let [sellable, shown, truth] = [0, 0, 0];
    for (const { sku } of chain.flash) {
      sellable += Number(availability?.sellable(sku, 'web').amount ?? 0);
      shown += shownInShop(this.#parts, sku);
      truth += chain.shelves.units(warehouse, sku);
      for (const { code } of chain.stores) truth += chain.shelves.units(code, sku);
    }
    const status = await service.ask((dock) => dock.status());
    const sample: Sample = {
      at,
      ...(availability && { sellable }),
      shown,
      truth,
      ready: (status?.undecoded ?? 0) + (status?.runs.ready ?? 0),
      waiting: (status?.runs.waiting ?? 0) + (status?.runs.blocked ?? 0),
      untold: status?.availability?.publications[0]?.waiting ?? 0,
      openExceptions: status?.openExceptions ?? 0,
      fallbacks: status?.availability?.fallbacks.length ?? 0,
      kept: fleet.kept,
      placed: sales.placed,
    };
    this.samples.push(sample);
    return sample;
  }

  /** A sale is shown as soon as the shop shows no more than may be sold. */
  #noteShown(at: number): void {
    const availability = this.#parts.service.dock?.availability;
    if (!availability) return;
    for (const [sku, list] of this.#untold) {
      if (shownInShop(this.#parts, sku) > Number(availability.sellable(sku, 'web').amount)) continue;
      for (const it of list) {
        this.latencies.push({ ...it, shownAfterMs: Math.max(it.countedAfterMs, at - it.at) });
      }
      this.#untold.delete(sku);
    }
  }

  #learnTickets(): void {
    const { fleet, chain, times } = this.#parts;
    const { tickets } = fleet;
    for (; this.#seen < tickets.length; this.#seen++) {
      const ticket = tickets[this.#seen];
      if (ticket?.kind !== 'sale') continue;
      const skus = [...new Set(ticket.lines.map((it) => it.sku))];
      const { store, at } = ticket;
      const isKept = chain.failing.includes(store) && at >= times.linesFail && at < times.linesBack;
      this.#ticketBy.set(referenceOf(ticket), { at, isKept, skus });
    }
  }
}

/** The reference that files give a ticket. */
function referenceOf({ store, register, businessDate, sequence }: TillTicket): string {
  return `tills-${register}-${businessDate.replaceAll('-', '')}-${sequence}-${store}`;
}
