import { type HoldState } from '../../orchestrator/index.ts';
import { type Ledger } from './ledger.ts';

const liveStates: ReadonlySet<HoldState> = new Set(['held', 'picking', 'committed']);

/** Units of one SKU at one location that were promised, in thousandths. */
export interface HoldLine {
  readonly sku: string;
  readonly location: string;
  readonly unit: string;
  readonly units: number;
}

/** Units of a hold that have left. */
export interface Departure {
  /** The movement by which they left, and the position it was told for. */
  readonly ref: string;
  /** Line of the hold, by position. */
  readonly line: number;
  readonly units: number;
}

/** A reservation as it is kept. Times are epoch milliseconds. */
export interface Hold {
  readonly key: string;
  /** Hash of what was asked for, to tell a repetition from another request under the same key. */
  readonly content: string;
  readonly orderRef?: string;
  readonly channel?: string;
  readonly lines: readonly HoldLine[];
  readonly createdAt: number;
  readonly state: HoldState;
  readonly expiresAt?: number;
  readonly extensions: number;
  /** Given back so far, by line. */
  readonly released: readonly number[];
  readonly departures: readonly Departure[];
  /** Movements that did not take place after all. */
  readonly voided?: readonly string[];
  readonly committedAt?: number;
  readonly endedAt?: number;
  /** The order as it stood then has been looked at for units that were taken off. */
  readonly orderAsOf?: number;
}

/** What may change about a hold by a decision. Every value replaces the one before, so that it may be applied twice. */
export type HoldPatch = Partial<
  Pick<Hold, 'state' | 'expiresAt' | 'extensions' | 'released' | 'committedAt' | 'endedAt' | 'orderAsOf'>
>;

const none: readonly never[] = [];

/** What a hold begins with. */
export interface NewHold extends Pick<Hold, 'key' | 'content' | 'lines' | 'createdAt'> {
  readonly orderRef: string | undefined;
  readonly channel: string | undefined;
  readonly expiresAt: number | undefined;
}

/** A hold to which nothing has happened yet. */
export function newHold({ key, content, lines, createdAt, orderRef, channel, expiresAt }: NewHold): Hold {
  // Written member by member: it is made for every promise, and spreading what may be absent is felt.
  const hold: { -readonly [Name in keyof Hold]: Hold[Name] } = {
    key,
    content,
    lines,
    createdAt,
    state: 'held',
    extensions: 0,
    released: none,
    departures: none,
  };
  if (orderRef !== undefined) hold.orderRef = orderRef;
  if (channel !== undefined) hold.channel = channel;
  if (expiresAt !== undefined) hold.expiresAt = expiresAt;
  return hold;
}

export const isLive = ({ state }: Hold): boolean => liveStates.has(state);

/** Units of a line that are still held. */
export function leftOf(hold: Hold, line: number): number {
  if (!isLive(hold)) return 0;
  let left = (hold.lines[line]?.units ?? 0) - (hold.released[line] ?? 0);
  for (const it of hold.departures) if (it.line === line && !isVoided(hold, it.ref)) left -= it.units;
  return Math.max(0, left);
}

const isVoided = ({ voided }: Hold, ref: string): boolean =>
  voided !== undefined && voided.some((it) => ref.startsWith(`${it}@`));

/** All reservations, and what they hold in the ledger. */
export class Holds {
  readonly #ledger: Ledger;
  readonly #byKey = new Map<string, Hold>();
  readonly #byOrder = new Map<string, Set<string>>();
  readonly #bySku = new Map<number, Set<string>>();
  readonly #expiries = new Expiries();
  /** Keys of holds that changed since they were last stored. */
  readonly changed = new Set<string>();
  /** Orders promised from a location on a day, by day since 1970 and location. */
  readonly #ordersOfDay = new Map<number, Map<string, number>>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(key: string): Hold | undefined {
    return this.#byKey.get(key);
  }

  all(): Iterable<Hold> {
    return this.#byKey.values();
  }

  /** Live holds of a SKU. */
  *ofSku(sku: number): Iterable<Hold> {
    for (const key of this.#bySku.get(sku) ?? []) {
      const hold = this.#byKey.get(key);
      if (hold) yield hold;
    }
  }

  /** Holds for an order, or the one with that key. */
  of(documentRef: string): Hold[] {
    const keys = new Set([...(this.#byOrder.get(documentRef) ?? []), documentRef]);
    return [...keys].flatMap((key) => this.#byKey.get(key) ?? []);
  }

  /** Orders that a location was asked to pack on the day of this instant. */
  ordersOfDay(location: string, at: number): number {
    return this.#ordersOfDay.get(dayOf(at))?.get(location) ?? 0;
  }

  /** Adds a hold; one that is known stays as it is. Returns the SKUs whose numbers changed. */
  add(hold: Hold): readonly number[] {
    return this.#byKey.has(hold.key) ? [] : this.#set(hold, undefined);
  }

  /** Adds a hold, or replaces it. Returns the SKUs whose numbers changed. */
  put(hold: Hold): readonly number[] {
    return this.#set(hold, this.#byKey.get(hold.key));
  }

  #set(hold: Hold, before: Hold | undefined): readonly number[] {
    // The lines of a hold never change, so both touch the same SKUs.
    if (before) this.#count(before, -1);
    this.#byKey.set(hold.key, hold);
    const touched = this.#count(hold, 1);
    if (hold.orderRef !== undefined) add(this.#byOrder, hold.orderRef, hold.key);
    for (const { sku, location } of hold.lines) {
      const number = this.#ledger.table.skus.find(sku);
      if (number === undefined) continue;
      if (isLive(hold)) add(this.#bySku, number, hold.key);
      else drop(this.#bySku, number, hold.key);
      if (!before) this.#countOrder(location, hold.createdAt, 1);
    }
    if (hold.expiresAt !== undefined && (hold.state === 'held' || hold.state === 'picking')) {
      this.#expiries.add(hold.expiresAt, hold.key);
    }
    this.changed.add(hold.key);
    return touched;
  }

  /** Takes a hold out as if it had never been. */
  remove(key: string): readonly number[] {
    const hold = this.#byKey.get(key);
    if (!hold) return [];
    const touched = this.#count(hold, -1);
    this.#byKey.delete(key);
    if (hold.orderRef !== undefined) drop(this.#byOrder, hold.orderRef, key);
    for (const { sku, location } of hold.lines) {
      const number = this.#ledger.table.skus.find(sku);
      if (number !== undefined) drop(this.#bySku, number, key);
      this.#countOrder(location, hold.createdAt, -1);
    }
    this.changed.add(key);
    return touched;
  }

  patch(key: string, patch: HoldPatch): readonly number[] {
    const hold = this.#byKey.get(key);
    return hold ? this.put({ ...hold, ...patch }) : [];
  }

  /**
   * Units left for a document: they are no longer held for it, at that location first, then at others of the SKU. The same
   * movement again changes nothing.
   */
  depart(documentRef: string, movement: { ref: string; sku: string; location: string; units: number; at: number }) {
    const ref = `${movement.ref}@${movement.location}`;
    const touched: number[] = [];
    const holds = this.of(documentRef);
    // A movement may empty several holds of an order, and be told again when only some of them had been stored.
    let units = movement.units;
    for (const { departures } of holds) for (const it of departures) if (it.ref === ref) units -= it.units;
    for (const hold of holds) {
      if (units <= 0 || !isLive(hold)) continue;
      const lines = [...hold.lines.keys()]
        .filter((line) => hold.lines[line]?.sku === movement.sku && leftOf(hold, line) > 0)
        .toSorted((a, b) => Number(isAt(hold, b)) - Number(isAt(hold, a)));
      const departures = [...hold.departures];
      for (const line of lines) {
        const taken = Math.min(units, leftOf(hold, line));
        if (taken > 0) departures.push({ ref, line, units: taken });
        units -= taken;
      }
      if (departures.length === hold.departures.length) continue;
      const after: Hold = { ...hold, departures };
      const isDone = [...after.lines.keys()].every((line) => leftOf(after, line) === 0);
      touched.push(...this.put(isDone ? { ...after, state: 'fulfilled', endedAt: movement.at } : after));
    }
    return touched;

    function isAt(hold: Hold, line: number): boolean {
      return hold.lines[line]?.location === movement.location;
    }
  }

  /** Goods did not leave after all: what was held for them is held again, for good. */
  void(documentRef: string, movement: string): readonly number[] {
    return this.of(documentRef).flatMap((hold) => {
      const { voided = [], state, departures } = hold;
      if (voided.includes(movement) || !departures.some((it) => it.ref.startsWith(`${movement}@`))) return [];
      const { endedAt, ...open } = hold;
      const again =
        state === 'fulfilled'
          ? { ...open, state: 'committed' as const, committedAt: hold.committedAt ?? endedAt ?? hold.createdAt }
          : hold;
      return this.put({ ...again, voided: [...voided, movement] });
    });
  }

  /** Holds whose time is over. */
  due(now: number): readonly string[] {
    return this.#expiries.due(now, (key) => {
      const hold = this.#byKey.get(key);
      return hold && (hold.state === 'held' || hold.state === 'picking') ? hold.expiresAt : undefined;
    });
  }

  /** The earliest instant at which a hold may expire. */
  get nextExpiry(): number {
    return this.#expiries.next;
  }

  #countOrder(location: string, at: number, by: 1 | -1): void {
    const day = dayOf(at);
    const counts = this.#ordersOfDay.get(day) ?? new Map<string, number>();
    const count = (counts.get(location) ?? 0) + by;
    if (count > 0) counts.set(location, count);
    else counts.delete(location);
    if (counts.size > 0) this.#ordersOfDay.set(day, counts);
    else this.#ordersOfDay.delete(day);
  }

  /** Adds what a hold holds to the ledger, or takes it off. Returns the SKUs of its lines. */
  #count(hold: Hold, sign: 1 | -1): readonly number[] {
    return hold.lines.map(({ sku, location, unit }, line) => {
      const left = leftOf(hold, line);
      const number = this.#ledger.table.sku(sku, unit);
      if (left > 0) this.#ledger.hold(number, this.#ledger.table.location(location), sign * left);
      return number;
    });
  }
}

/**
 * Instants at which holds may expire, earliest first: a binary heap whose stale entries are dropped when they come up. It is two
 * lists of equal length, because an object for each of many thousand holds is felt.
 */
class Expiries {
  readonly #instants: number[] = [];
  readonly #keys: string[] = [];

  get next(): number {
    return this.#instants[0] ?? Infinity;
  }

  add(at: number, key: string): void {
    this.#instants.push(at);
    this.#keys.push(key);
    for (let child = this.#instants.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (this.#at(parent) <= this.#at(child)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  /** Keys whose time is over, as they stand now; those that stand otherwise are dropped. */
  due(now: number, expiryOf: (key: string) => number | undefined): readonly string[] {
    const due = new Set<string>();
    while (this.next <= now) {
      const key = this.#take();
      const at = expiryOf(key);
      if (at !== undefined && at <= now) due.add(key);
    }
    // Until the decision about them is durable they are due.
    for (const key of due) this.add(expiryOf(key) ?? now, key);
    return [...due];
  }

  #take(): string {
    this.#swap(0, this.#instants.length - 1);
    this.#instants.pop();
    const first = this.#keys.pop() ?? '';
    const { length } = this.#instants;
    for (let parent = 0; ;) {
      const [left, right] = [parent * 2 + 1, parent * 2 + 2];
      let least = parent;
      if (left < length && this.#at(left) < this.#at(least)) least = left;
      if (right < length && this.#at(right) < this.#at(least)) least = right;
      if (least === parent) return first;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #at(index: number): number {
    return this.#instants[index] ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [at, key] = [this.#at(a), this.#keys[a] ?? ''];
    this.#instants[a] = this.#at(b);
    this.#keys[a] = this.#keys[b] ?? '';
    this.#instants[b] = at;
    this.#keys[b] = key;
  }
}

const dayOf = (at: number): number => Math.floor(at / 86_400_000);

function add<K>(index: Map<K, Set<string>>, at: K, key: string): void {
  const keys = index.get(at);
  if (keys) keys.add(key);
  else index.set(at, new Set([key]));
}

function drop<K>(index: Map<K, Set<string>>, at: K, key: string): void {
  const keys = index.get(at);
  keys?.delete(key);
  if (keys?.size === 0) index.delete(at);
}
