import { type Quantity } from '../../primitives/index.ts';
import { type Feeds } from './feeds.ts';
import { type Ledger } from './ledger.ts';
import { type Policy, type ReadyBuffer, type Trust } from './policy.ts';
import { heldAt, onHandAt, originAt, sourceOf, stride } from './stock-table.ts';
import { perUnit, toQuantity } from './units.ts';

/** The number of a SKU that nothing is known of. */
export const unknownSku = -1;

/** How the number at one location comes about, in thousandths. */
export interface LocationOffer {
  readonly location: number;
  readonly onHand: number;
  readonly damaged: number;
  readonly held: number;
  /** On hand without what is damaged and held; below zero when more is promised than is there. */
  readonly free: number;
  readonly trust: Trust;
  readonly buffer: number;
  readonly bufferRule?: string;
  readonly sellable: number;
}

/** The locations that serve a channel (by one method, if asked for), with what rules say of each. */
interface Outlet {
  readonly channel: string | undefined;
  readonly method: string | undefined;
  /** Locations by number. */
  readonly locations: readonly number[];
  readonly serves: readonly boolean[];
  /** Buffers that hold for every SKU, by location number: the greatest in units, and those by percentage. */
  readonly fixed: readonly { readonly units: number; readonly rule?: string }[];
  /** Buffers that need a look at the SKU or at what is on hand, by location number. */
  readonly special: readonly (readonly ReadyBuffer[])[];
  readonly pool: readonly ReadyBuffer[];
  readonly values: number[];
  readonly answers: (Quantity | undefined)[];
  /** The round in which the value was found; another one means that it has to be found again. */
  readonly rounds: number[];
}

/** What is known beside the ledger when an offer is worked out. */
export interface OfferSources {
  readonly ledger: Ledger;
  readonly feeds: Feeds;
  readonly categories: ReadonlyMap<number, string>;
}

/**
 * Works out what may be sold. For every SKU and channel the number is kept until something behind it changes, so that
 * reading it is looking it up.
 */
export class Offers {
  readonly #sources: OfferSources;
  readonly #policy: Policy;
  readonly #outlets = new Map<string, Outlet>();
  #locations = 0;
  #round = 1;
  #feedTrust: Trust[] = [];
  #sourceTrust: Trust[] = [];
  #now: number;
  /** Epoch milliseconds until which nothing changes by the passing of time. */
  validUntil = -Infinity;

  constructor(sources: OfferSources, policy: Policy, now: number) {
    this.#sources = sources;
    this.#policy = policy;
    this.#now = now;
    this.refresh(now);
  }

  get policy(): Policy {
    return this.#policy;
  }

  /** Looks at the age of every feed again. Returns whether a number may have changed. */
  refresh(now: number): boolean {
    const { ledger, feeds } = this.#sources;
    const { locations, sources } = ledger.table;
    const before = [...this.#feedTrust, ...this.#sourceTrust].map((it) => it.keepPercent).join();
    this.#feedTrust = locations.all().map((name, it) => this.#policy.trustInFeed(name, feeds.location(it), now));
    this.#sourceTrust = sources.all().map((name, it) => this.#policy.trustInSource(name, feeds.source(it), now));
    const trusts = [...this.#feedTrust, ...this.#sourceTrust];
    const season = this.#policy.nextSeason(this.#now);
    const changed = trusts.map((it) => it.keepPercent).join() !== before || season <= now;
    this.#now = now;
    this.validUntil = Math.min(this.#policy.nextSeason(now), ...trusts.map((it) => it.until));
    if (changed || this.#locations !== locations.size) this.#forgetAll();
    this.#locations = locations.size;
    return changed;
  }

  /** Whether a word from a location would change how far it is trusted. */
  isShaved(location: number): boolean {
    return (this.#feedTrust[location]?.keepPercent ?? 0) < 100;
  }

  isSourceShaved(source: number): boolean {
    return (this.#sourceTrust[source]?.keepPercent ?? 0) < 100;
  }

  /** Something about a SKU changed: its numbers are worked out again when they are asked for. */
  forget(sku: number): void {
    for (const { rounds } of this.#outlets.values()) rounds[sku] = 0;
  }

  /** Thousandths that may be sold in a channel. */
  sellable(sku: number, channel: string | undefined, method?: string): number {
    const outlet = this.#outlet(channel, method);
    if (sku === unknownSku) return 0;
    if (outlet.rounds[sku] === this.#round) return outlet.values[sku] ?? 0;
    return this.#find(outlet, sku);
  }

  /** The same as a quantity. */
  answer(sku: number, channel: string | undefined, method?: string): Quantity {
    const outlet = this.#outlet(channel, method);
    if (outlet.rounds[sku] !== this.#round) this.#find(outlet, sku);
    return (outlet.answers[sku] ??= toQuantity(outlet.values[sku] ?? 0, this.#sources.ledger.table.unit(sku)));
  }

  /** Thousandths that may be sold at one location. */
  sellableAt(sku: number, location: number, channel: string | undefined, method?: string): number {
    const outlet = this.#outlet(channel, method);
    if (outlet.serves[location] !== true) return 0;
    return Math.min(
      this.#at(outlet, sku, location, this.#sources.ledger.table.row(sku)),
      this.sellable(sku, channel, method),
    );
  }

  /** Locations that serve a channel, by number. */
  locationsOf(channel: string | undefined, method?: string): readonly number[] {
    return this.#outlet(channel, method).locations;
  }

  /** How the number at each location comes about. */
  explain(sku: number, channel: string | undefined, method?: string): LocationOffer[] {
    const outlet = this.#outlet(channel, method);
    const { ledger } = this.#sources;
    const row = ledger.table.row(sku);
    return outlet.locations.flatMap((location) => {
      const at = location * stride;
      if ((row[at + originAt] ?? 0) === 0) return [];
      const { onHand, held, damaged } = ledger.position(sku, location);
      const { units, rule } = this.#buffer(outlet, sku, location, onHand);
      return {
        location,
        onHand,
        held,
        damaged,
        free: onHand - held - damaged,
        trust: this.#trust(location, row[at + originAt] ?? 0),
        buffer: units,
        ...(rule !== undefined && { bufferRule: rule }),
        sellable: this.#at(outlet, sku, location, row),
      };
    });
  }

  /** What is kept back of the whole channel, beside the buffers of its locations. */
  pool(sku: number, channel: string | undefined, method?: string): { readonly units: number; readonly rule?: string } {
    const outlet = this.#outlet(channel, method);
    return this.#greatest(outlet.pool, sku, this.#sum(outlet, sku));
  }

  #forgetAll(): void {
    this.#outlets.clear();
    this.#round += 1;
  }

  #outlet(channel: string | undefined, method: string | undefined): Outlet {
    const name = method === undefined ? (channel ?? '') : `${channel ?? ''}\n${method}`;
    const known = this.#outlets.get(name);
    if (known && this.#locations === this.#sources.ledger.table.locations.size) return known;
    if (this.#locations !== this.#sources.ledger.table.locations.size) this.refresh(this.#now);
    const outlet = this.#makeOutlet(channel, method);
    this.#outlets.set(name, outlet);
    return outlet;
  }

  #makeOutlet(channel: string | undefined, method: string | undefined): Outlet {
    const names = this.#sources.ledger.table.locations.all();
    const locations = names.flatMap((name, it) =>
      channel === undefined || this.#policy.serves(name, channel, method) ? [it] : [],
    );
    const buffers = names.map((name) =>
      this.#policy.buffersAt(name, channel, 'location').filter((it) => this.#inSeason(it)),
    );
    const isFixed = ({ rule }: ReadyBuffer) =>
      rule.skus === undefined && rule.categories === undefined && rule.percent === undefined;
    const serving = new Set(locations);
    return {
      channel,
      method,
      locations,
      serves: names.map((_, it) => serving.has(it)),
      fixed: buffers.map((list) => {
        const [greatest] = list.filter(isFixed).toSorted((a, b) => b.units - a.units);
        return greatest ? { units: greatest.units, rule: greatest.rule.id } : { units: 0 };
      }),
      special: buffers.map((list) => list.filter((it) => !isFixed(it))),
      pool: this.#policy.buffersAt('', channel, 'channel').filter((it) => this.#inSeason(it)),
      values: [],
      answers: [],
      rounds: [],
    };
  }

  #inSeason({ from, until }: ReadyBuffer): boolean {
    return from <= this.#now && this.#now < until;
  }

  #find(outlet: Outlet, sku: number): number {
    const sum = this.#sum(outlet, sku);
    const value = outlet.pool.length === 0 ? sum : Math.max(0, sum - this.#greatest(outlet.pool, sku, sum).units);
    // Filled up to the SKU, so that the lists stay dense and fast.
    while (outlet.values.length <= sku) {
      outlet.values.push(0);
      outlet.answers.push(undefined);
      outlet.rounds.push(0);
    }
    outlet.values[sku] = value;
    outlet.answers[sku] = undefined;
    outlet.rounds[sku] = this.#round;
    return value;
  }

  #sum(outlet: Outlet, sku: number): number {
    const row = this.#sources.ledger.table.row(sku);
    let sum = 0;
    for (const location of outlet.locations) sum += this.#at(outlet, sku, location, row);
    return sum;
  }

  #at(outlet: Outlet, sku: number, location: number, row: Float64Array): number {
    const at = location * stride;
    if (at >= row.length) return 0;
    const onHand = row[at + onHandAt] ?? 0;
    const free = onHand - (row[at + heldAt] ?? 0) - this.#sources.ledger.damaged(sku, location);
    if (free <= 0) return 0;
    const { keepPercent } = this.#trust(location, row[at + originAt] ?? 0);
    const trusted = keepPercent === 100 ? free : partOf(free, keepPercent);
    return Math.max(0, trusted - this.#buffer(outlet, sku, location, onHand).units);
  }

  #trust(location: number, origin: number): Trust {
    const feed = this.#feedTrust[location] ?? full;
    const source = origin > 0 ? (this.#sourceTrust[sourceOf(origin)] ?? full) : full;
    return source.keepPercent < feed.keepPercent ? source : feed;
  }

  #buffer(outlet: Outlet, sku: number, location: number, onHand: number): { units: number; rule?: string } {
    const fixed = outlet.fixed[location] ?? { units: 0 };
    const special = outlet.special[location];
    if (special === undefined || special.length === 0) return fixed;
    const other = this.#greatest(special, sku, onHand);
    return other.units > fixed.units ? other : fixed;
  }

  #greatest(buffers: readonly ReadyBuffer[], sku: number, of: number): { units: number; rule?: string } {
    let greatest: { units: number; rule?: string } = { units: 0 };
    for (const { rule, units, skus } of buffers) {
      if (skus !== undefined && !skus.has(this.#sources.ledger.table.skus.name(sku))) continue;
      if (rule.categories !== undefined && !rule.categories.includes(this.#sources.categories.get(sku) ?? '')) continue;
      const kept = rule.percent === undefined ? units : roundedUp((Math.max(0, of) * rule.percent) / 100);
      if (kept > greatest.units) greatest = { units: kept, rule: rule.id };
    }
    return greatest;
  }
}

const full: Trust = { keepPercent: 100, until: Infinity };

/** So much of units: whole ones stay whole, and nothing is made up by rounding. */
function partOf(thousandths: number, percent: number): number {
  const part = Math.floor((thousandths * percent) / 100);
  return thousandths % perUnit === 0 ? part - (part % perUnit) : part;
}

const roundedUp = (thousandths: number): number => Math.ceil(thousandths / perUnit) * perUnit;
