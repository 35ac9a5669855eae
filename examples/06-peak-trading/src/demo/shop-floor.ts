import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Shelves, ticketId, type TillFleet } from '@crossdock/connector-pos/testing';
import { type Compensation } from '../mend-oversold.ts';

/** One order as those see it who pack it. */
export interface PackedOrder {
  /** The key of its promise, which is the order's purchase number. */
  readonly promise: string;
  readonly orderId: bigint;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Where it is to come from. */
  location: string;
  /** The units lie apart, and no till can sell them any more. */
  isSetAside: boolean;
  isOff: boolean;
}

/** A promised unit that was not there when somebody went to fetch it. */
export interface ShortUnits {
  readonly sku: string;
  readonly location: string;
  readonly units: number;
  /** Tickets of the tills that sold it without a line. Empty: nobody has an excuse. */
  readonly tickets: readonly string[];
  /** Promises that wait there for it. */
  readonly promises: readonly string[];
  /** Promises for which a unit came back to the shelf in time. */
  readonly cameBack: Set<string>;
}

/** What people in stores and in the warehouse do: units in their hands, whatever any system believes. */
export class ShopFloor {
  readonly #shelves: Shelves;
  readonly #shop: ShopifySimulator;
  readonly #fleet: TillFleet;
  readonly #placeOf: ReadonlyMap<string, string>;
  readonly orders = new Map<string, PackedOrder>();
  /** Stores that get no word of what they are to set aside. */
  readonly #silent = new Map<string, number>();
  readonly short: ShortUnits[] = [];
  readonly shipped = { parcels: 0, returns: 0 };

  constructor(parts: {
    readonly shelves: Shelves;
    readonly shop: ShopifySimulator;
    readonly fleet: TillFleet;
    readonly placeOf: ReadonlyMap<string, string>;
  }) {
    this.#shelves = parts.shelves;
    this.#shop = parts.shop;
    this.#fleet = parts.fleet;
    this.#placeOf = parts.placeOf;
  }

  /** An order is promised from here: whoever hears of it takes the units off the shelf at once. */
  promised(order: Omit<PackedOrder, 'isSetAside' | 'isOff'>): void {
    const packed = { ...order, isSetAside: false, isOff: false };
    this.orders.set(order.promise, packed);
    if (!this.#silent.has(order.location)) this.#setAside(packed);
  }

  /** A store hears nothing from now on. */
  lineFails(store: string, at: number): void {
    this.#silent.set(store, at);
  }

  /** A store hears again. What it finds short is written down, with who sold it. */
  lineIsBack(store: string): void {
    const since = this.#silent.get(store) ?? 0;
    this.#silent.delete(store);
    const wanted = new Map<string, PackedOrder[]>();
    for (const order of this.orders.values()) {
      if (order.location !== store || order.isSetAside || order.isOff) continue;
      for (const { sku } of order.lines) wanted.set(sku, [...(wanted.get(sku) ?? []), order]);
    }
    for (const [sku, orders] of wanted) {
      const units = orders.flatMap((it) => it.lines).reduce((sum, it) => sum + (it.sku === sku ? it.quantity : 0), 0);
      const missing = units - this.#shelves.units(store, sku);
      if (missing <= 0) continue;
      const { sold, tickets } = this.#soldSince(store, sku, since);
      // Tills answer for what they sold, and for no unit more.
      const excused = Math.min(missing, Math.max(0, sold));
      const short = { sku, location: store, promises: orders.map((it) => it.promise), cameBack: new Set<string>() };
      if (excused > 0) this.short.push({ ...short, units: excused, tickets });
      if (missing > excused) this.short.push({ ...short, units: missing - excused, tickets: [] });
    }
    this.pickWhatIsThere(store);
  }

  /** Units that went over the counter of a store, less those that came back, and the tickets that sold some. */
  #soldSince(
    store: string,
    sku: string,
    since: number,
  ): { readonly sold: number; readonly tickets: readonly string[] } {
    let sold = 0;
    const tickets: string[] = [];
    for (const ticket of this.#fleet.tickets) {
      if (ticket.store !== store || ticket.at < since) continue;
      const units = ticket.lines.map((it) => (it.sku === sku ? it.quantity : 0));
      sold += units.reduce((sum, it) => sum + it, 0);
      if (units.some((it) => it > 0)) tickets.push(ticketId(ticket));
    }
    return { sold, tickets };
  }

  /** Another place sends it instead. */
  moved({ promise, instead }: Compensation): void {
    const order = this.orders.get(promise);
    if (!order) return;
    if (order.isSetAside) this.#putBack(order);
    if (instead === undefined) {
      order.isOff = true;
      return;
    }
    order.location = instead;
    if (!this.#silent.has(instead)) this.#setAside(order);
  }

  /** Somebody sets apart whatever has all of its units on the shelf. */
  pickWhatIsThere(store: string): void {
    for (const order of this.#openIn(store)) {
      if (order.lines.some(({ sku, quantity }) => this.#shelves.units(store, sku) < quantity)) continue;
      this.#setAside(order);
    }
  }

  /** The same once more: what came back to the shelf meanwhile goes to those who wait for it. */
  lookAgain(store: string): void {
    const before = this.#openIn(store);
    this.pickWhatIsThere(store);
    for (const { promise, isSetAside } of before) {
      if (!isSetAside) continue;
      for (const it of this.short) if (it.promises.includes(promise)) it.cameBack.add(promise);
    }
  }

  #openIn(store: string): PackedOrder[] {
    return [...this.orders.values()].filter((it) => it.location === store && !it.isSetAside && !it.isOff);
  }

  /** Somebody takes what is still on the shelves for orders. */
  pick(store: string): void {
    for (const order of this.orders.values()) {
      if (order.location === store && !order.isSetAside && !order.isOff) this.#setAside(order);
    }
  }

  /** The parcel leaves, or the buyer fetches it. False when it does not lie ready. */
  leaves(promise: string): boolean {
    const order = this.orders.get(promise);
    if (!order || order.isOff) return true;
    if (!order.isSetAside) return false;
    this.#shop.fulfil(
      order.orderId,
      undefined,
      { company: 'UPS', numbers: [`1Z${order.orderId}`] },
      this.#placeOf.get(order.location),
    );
    this.shipped.parcels += 1;
    return true;
  }

  /** A buyer sends the first unit of his order back to the warehouse. */
  comesBack(promise: string, warehouse: string): void {
    const order = this.orders.get(promise);
    const [line] = order?.lines ?? [];
    if (!order || order.isOff || !line) return;
    const goods = this.#shop.returnGoods(order.orderId, { lines: [{ line: 0, quantity: 1 }] });
    this.#shop.processReturn(order.orderId, goods.id, { disposition: 'RESTOCKED' });
    this.#shelves.move(warehouse, line.sku, 1);
    this.shipped.returns += 1;
  }

  #setAside(order: PackedOrder): void {
    const taken: { sku: string; quantity: number }[] = [];
    for (const { sku, quantity } of order.lines) {
      const there = Math.min(quantity, this.#shelves.units(order.location, sku));
      this.#shelves.move(order.location, sku, -there);
      taken.push({ sku, quantity: there });
      if (there === quantity) continue;
      const { location, promise } = order;
      this.short.push({
        sku,
        location,
        units: quantity - there,
        tickets: [],
        promises: [promise],
        cameBack: new Set(),
      });
    }
    order.isSetAside = true;
  }

  #putBack(order: PackedOrder): void {
    for (const { sku, quantity } of order.lines) this.#shelves.move(order.location, sku, quantity);
    order.isSetAside = false;
  }
}
