import { IntegrationError } from '../../primitives/index.ts';
import { type LevelFact, type MovementFact } from './facts.ts';
import {
  asOfAt,
  heldAt,
  isCount,
  mostLocations,
  movedOnly,
  onHandAt,
  originAt,
  originOf,
  positionOf,
  sourceOf,
  StockTable,
  stride,
} from './stock-table.ts';

/** A movement after the level of its position. */
export interface Delta {
  readonly at: number;
  readonly delta: number;
  /** The system that told it. */
  readonly by?: string | undefined;
}

/** Movements of one position by reference. */
export type Deltas = Map<string, Delta>;

/** Movements that leave memory. */
export interface FoldedDeltas {
  readonly sku: number;
  readonly location: number;
  readonly deltas: Deltas;
  /** Whether others of the position left before, and still count. */
  readonly more: boolean;
}

/** What a fact did: `covered` and `known` change nothing. */
export type Verdict = 'applied' | 'covered' | 'known';

/** Movements that left memory: how late the latest happened, and their sum after the level. */
interface Folded {
  readonly upTo: number;
  readonly sum: number;
}

/** Stock of one SKU at one location, in thousandths. */
export interface Position {
  readonly onHand: number;
  readonly held: number;
  readonly damaged: number;
  /** Epoch milliseconds; absent when no level was ever told. */
  readonly asOf?: number;
  readonly source?: string;
  readonly counted: boolean;
  /** Movements after the level that are kept by reference. */
  readonly deltas: number;
}

/**
 * What lies where. On hand is the newest level and every movement after it, each once: whatever the order in which
 * facts come, and however often, the same facts give the same numbers.
 *
 * - A level as of T contains what happened up to and at T, and nothing after.
 * - Of two levels as of one instant a count outweighs what a system says, then the source decides by its name, then
 *   the lower number.
 */
export class Ledger {
  readonly table: StockTable;
  readonly #pending = new Map<number, Deltas>();
  readonly #folded = new Map<number, Folded>();
  readonly #damaged = new Map<number, number>();
  /** SKUs whose row changed since it was last stored. */
  readonly changed = new Set<number>();

  constructor(table: StockTable = new StockTable()) {
    this.table = table;
  }

  /** Whether the fact can only be taken together with the movements of its position that left memory. */
  needsFolded(fact: LevelFact | MovementFact, windowStart: number): boolean {
    const folded = this.#foldedOf(fact);
    if (folded === undefined) return false;
    if (fact.kind === 'level') return fact.asOf < folded.upTo;
    return fact.at < windowStart || fact.at <= folded.upTo;
  }

  /** Takes a level. `folded` are the movements that left memory, where {@link needsFolded} asked for them. */
  level(fact: LevelFact, folded?: Deltas): Verdict {
    const { sku, location, row, at } = this.#place(fact);
    const position = positionOf(sku, location);
    const outcome = this.#outweighs(fact, row, at, position);
    if (outcome !== 'applied') return outcome;
    const deltas = this.#pending.get(position);
    let after = 0;
    if (deltas) {
      for (const [ref, delta] of deltas) {
        if (delta.at <= fact.asOf) deltas.delete(ref);
        else after += delta.delta;
      }
      if (deltas.size === 0) this.#pending.delete(position);
    }
    after += this.#foldLeft(position, fact.asOf, folded);
    row[at + onHandAt] = fact.onHand + after;
    row[at + asOfAt] = fact.asOf;
    row[at + originAt] = originOf(this.table.sources.number(fact.source), fact.counted);
    if (fact.damaged > 0) this.#damaged.set(position, fact.damaged);
    else this.#damaged.delete(position);
    this.changed.add(sku);
    return 'applied';
  }

  /**
   * Takes a movement.
   *
   * @throws IntegrationError `conflict` when its reference is known at this position with other content.
   */
  move(fact: MovementFact, folded?: Deltas, by?: string): Verdict {
    const { sku, location, row, at } = this.#place(fact);
    const position = positionOf(sku, location);
    if (row[at + originAt] === 0) row[at + originAt] = movedOnly;
    if (fact.at <= (row[at + asOfAt] ?? -Infinity)) return 'covered';
    const deltas = this.#pending.get(position);
    const known = deltas?.get(fact.ref) ?? folded?.get(fact.ref);
    if (known) {
      if (known.at === fact.at && known.delta === fact.delta) return 'known';
      throw new IntegrationError(`Movement ${fact.ref} came again with another quantity or time`, {
        code: 'conflict',
        path: 'ref',
        details: { ref: fact.ref, sku: fact.sku, location: fact.location },
      });
    }
    const delta: Delta = { at: fact.at, delta: fact.delta, by };
    if (deltas) deltas.set(fact.ref, delta);
    else this.#pending.set(position, new Map([[fact.ref, delta]]));
    row[at + onHandAt] = (row[at + onHandAt] ?? 0) + fact.delta;
    this.changed.add(sku);
    return 'applied';
  }

  /** Adds to what is held at a position; negative gives back. */
  hold(sku: number, location: number, units: number): void {
    const row = this.table.rowFor(sku, location);
    const at = location * stride;
    if (row[at + originAt] === 0) row[at + originAt] = movedOnly;
    row[at + heldAt] = (row[at + heldAt] ?? 0) + units;
  }

  position(sku: number, location: number): Position {
    const row = this.table.row(sku);
    const at = location * stride;
    const origin = row[at + originAt] ?? 0;
    const position = positionOf(sku, location);
    return {
      onHand: row[at + onHandAt] ?? 0,
      held: row[at + heldAt] ?? 0,
      damaged: this.damaged(sku, location),
      ...(origin > 0 && { asOf: row[at + asOfAt] ?? 0, source: this.table.sources.name(sourceOf(origin)) }),
      counted: isCount(origin),
      deltas: this.#pending.get(position)?.size ?? 0,
    };
  }

  /** Whether more is promised, damaged or gone than was there, at some location. */
  isOversold(sku: number): boolean {
    const row = this.table.row(sku);
    for (let at = 0; at < row.length; at += stride) {
      const free = (row[at + onHandAt] ?? 0) - (row[at + heldAt] ?? 0);
      if (free < 0 || (this.#damaged.size > 0 && free < this.damaged(sku, at / stride))) return true;
    }
    return false;
  }

  damaged(sku: number, location: number): number {
    return this.#damaged.size === 0 ? 0 : (this.#damaged.get(positionOf(sku, location)) ?? 0);
  }

  /** Movements by which units left, as far as they are kept by reference. */
  *leaving(): Iterable<{ readonly sku: number; readonly ref: string; readonly at: number; readonly units: number }> {
    for (const [position, deltas] of this.#pending) {
      const sku = Math.floor(position / mostLocations);
      for (const [ref, { at, delta }] of deltas) if (delta < 0) yield { sku, ref, at, units: -delta };
    }
  }

  /** The latest movements by which units left a position. */
  latestLeaving(
    sku: number,
    location: number,
    most: number,
  ): readonly { readonly ref: string; readonly by?: string | undefined }[] {
    return [...(this.#pending.get(positionOf(sku, location)) ?? [])]
      .filter(([, { delta }]) => delta < 0)
      .toSorted(([, a], [, b]) => b.at - a.at)
      .slice(0, most)
      .map(([ref, { by }]) => ({ ref, by }));
  }

  /** Movements that are kept by reference, over all positions. */
  get kept(): number {
    let count = 0;
    for (const deltas of this.#pending.values()) count += deltas.size;
    return count;
  }

  /**
   * Lets movements that happened before the instant leave memory: their sum stays in the numbers, they themselves are
   * handed over to be stored with their position.
   */
  *fold(before: number): Iterable<FoldedDeltas> {
    for (const [position, deltas] of this.#pending) {
      const old: Deltas = new Map();
      for (const [ref, delta] of deltas) if (delta.at < before) old.set(ref, delta);
      if (old.size === 0) continue;
      const earlier = this.#folded.get(position);
      let { upTo, sum } = earlier ?? { upTo: -Infinity, sum: 0 };
      for (const [ref, { at, delta }] of old) {
        deltas.delete(ref);
        upTo = Math.max(upTo, at);
        sum += delta;
      }
      if (deltas.size === 0) this.#pending.delete(position);
      this.#folded.set(position, { upTo, sum });
      const sku = Math.floor(position / mostLocations);
      this.changed.add(sku);
      yield { sku, location: position % mostLocations, deltas: old, more: earlier !== undefined };
    }
  }

  /** What is kept of a SKU beside its row, by location. */
  extras(sku: number): RowExtras {
    const pending: StoredDelta[] = [];
    const folded: [number, number, number][] = [];
    const damaged: [number, number][] = [];
    const { length } = this.table.row(sku);
    for (let location = 0; location * stride < length; location++) {
      const position = positionOf(sku, location);
      for (const [ref, { at, delta, by }] of this.#pending.get(position) ?? []) {
        pending.push(by === undefined ? [location, ref, at, delta] : [location, ref, at, delta, by]);
      }
      const left = this.#folded.get(position);
      if (left) folded.push([location, left.upTo, left.sum]);
      const broken = this.#damaged.get(position);
      if (broken !== undefined) damaged.push([location, broken]);
    }
    return {
      ...(pending.length > 0 && { pending }),
      ...(folded.length > 0 && { folded }),
      ...(damaged.length > 0 && { damaged }),
    };
  }

  /** Puts a stored SKU in place. What is held is not part of it. */
  restore(name: string, unit: string, row: Float64Array, { pending, folded, damaged }: RowExtras): void {
    for (let at = heldAt; at < row.length; at += stride) row[at] = 0;
    const sku = this.table.restore(name, unit, row);
    for (const [location, ref, at, delta, by] of pending ?? []) {
      const position = positionOf(sku, location);
      const deltas = this.#pending.get(position);
      if (deltas) deltas.set(ref, { at, delta, by });
      else this.#pending.set(position, new Map([[ref, { at, delta, by }]]));
    }
    for (const [location, upTo, sum] of folded ?? []) this.#folded.set(positionOf(sku, location), { upTo, sum });
    for (const [location, units] of damaged ?? []) this.#damaged.set(positionOf(sku, location), units);
  }

  #place(fact: LevelFact | MovementFact) {
    this.table.checkUnit(fact.sku, fact.unit);
    const sku = this.table.sku(fact.sku, fact.unit);
    const location = this.table.location(fact.location);
    return { sku, location, row: this.table.rowFor(sku, location), at: location * stride };
  }

  #foldedOf({ sku, location }: LevelFact | MovementFact): Folded | undefined {
    if (this.#folded.size === 0) return undefined;
    const [at, where] = [this.table.skus.find(sku), this.table.locations.find(location)];
    return at === undefined || where === undefined ? undefined : this.#folded.get(positionOf(at, where));
  }

  /** What movements that left memory add to a level; those that it covers are forgotten. */
  #foldLeft(position: number, asOf: number, folded: Deltas | undefined): number {
    const before = this.#folded.get(position);
    if (before === undefined) return 0;
    let left: Folded | undefined;
    for (const { at, delta } of folded?.values() ?? []) {
      if (at > asOf) left = { upTo: Math.max(left?.upTo ?? at, at), sum: (left?.sum ?? 0) + delta };
    }
    if (left) this.#folded.set(position, left);
    else this.#folded.delete(position);
    return left?.sum ?? 0;
  }

  #outweighs(fact: LevelFact, row: Float64Array, at: number, position: number): Verdict {
    const origin = row[at + originAt] ?? 0;
    const asOf = row[at + asOfAt] ?? -Infinity;
    if (origin <= 0 || fact.asOf > asOf) return 'applied';
    if (fact.asOf < asOf) return 'covered';
    if (fact.counted !== isCount(origin)) return fact.counted ? 'applied' : 'covered';
    const source = this.table.sources.name(sourceOf(origin));
    if (fact.source !== source) return fact.source > source ? 'applied' : 'covered';
    let after = this.#folded.get(position)?.sum ?? 0;
    for (const { delta } of this.#pending.get(position)?.values() ?? []) after += delta;
    const level = (row[at + onHandAt] ?? 0) - after;
    if (fact.onHand !== level) return fact.onHand < level ? 'applied' : 'covered';
    const damaged = this.#damaged.get(position) ?? 0;
    if (fact.damaged === damaged) return 'known';
    return fact.damaged > damaged ? 'applied' : 'covered';
  }
}

type StoredDelta = readonly [location: number, ref: string, at: number, delta: number, by?: string];

/** What is stored of a SKU beside its row: movements by reference, those that left memory, units that cannot be sold. */
export interface RowExtras {
  readonly pending?: readonly StoredDelta[];
  readonly folded?: readonly (readonly [location: number, upTo: number, sum: number])[];
  readonly damaged?: readonly (readonly [location: number, units: number])[];
}
