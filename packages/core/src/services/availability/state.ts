import { type Entry, sendingOf } from './entries.ts';
import { type LevelFact, type MovementFact } from './facts.ts';
import { Feeds } from './feeds.ts';
import { Holds } from './holds.ts';
import { type Deltas, Ledger, type Verdict } from './ledger.ts';
import { type AvailabilityRules } from './rules.ts';
import { StockTable } from './stock-table.ts';
import { Pace } from './pace.ts';
import { Transit } from './transit.ts';

/** What an entry is applied with. */
export interface EntryOrigin {
  /** Epoch milliseconds at which it was taken. */
  readonly at: number;
  readonly teller?: string | undefined;
}

/** Everything that availability knows. It is what the entries make of it, and nothing else. */
export class AvailabilityState {
  readonly ledger: Ledger;
  readonly holds: Holds;
  readonly transit = new Transit();
  readonly feeds = new Feeds();
  readonly pace = new Pace();
  /** Category by SKU number. */
  readonly categories = new Map<number, string>();
  /** Every version of the rules, by version. */
  readonly rules = new Map<number, AvailabilityRules>();
  /** Up to which event of the journal everything was taken over. */
  cursor = 0;
  /** Told of every SKU whose numbers may have changed. */
  onChange: (sku: number) => void = () => undefined;
  /** Told when a location or source was heard of. */
  onHeard: (heard: { readonly location?: number; readonly source?: number }) => void = () => undefined;

  constructor(locations: Iterable<string> = [], sources: Iterable<string> = []) {
    this.ledger = new Ledger(new StockTable(locations, sources));
    this.holds = new Holds(this.ledger);
  }

  /** Facts of an entry that may need the movements that left memory. */
  factsOf(entry: Entry): readonly (LevelFact | MovementFact)[] {
    if (entry.kind === 'level' || entry.kind === 'movement') return [entry];
    return entry.kind === 'transfer' ? entry.lines.map((line) => sendingOf(entry, line)) : [];
  }

  /** Applies an entry. Applied twice it is the same as applied once. */
  apply(entry: Entry, origin: EntryOrigin, foldedOf: (fact: LevelFact | MovementFact) => Deltas | undefined): void {
    switch (entry.kind) {
      case 'level':
        this.ledger.level(entry, foldedOf(entry));
        this.#heard(entry, origin);
        return;
      case 'movement':
        if (this.#move(entry, origin, foldedOf(entry)) === 'applied' && entry.delta < 0) {
          this.pace.note(this.ledger.table.sku(entry.sku, entry.unit), entry.at, -entry.delta);
        }
        return;
      case 'transfer':
        this.transit.send(entry);
        for (const fact of this.factsOf(entry) as readonly MovementFact[]) this.#move(fact, origin, foldedOf(fact));
        return;
      case 'hold':
        this.#tell(this.holds.add(entry.hold));
        return;
      case 'hold.changed':
        this.#tell(this.holds.patch(entry.key, entry.patch));
        return;
      case 'departure.voided':
        this.#tell(this.holds.void(entry.documentRef, entry.ref));
        return;
      case 'rules':
        this.rules.set(entry.rules.version, entry.rules);
        return;
      case 'cursor':
        this.cursor = Math.max(this.cursor, entry.seq);
        return;
      case 'product': {
        const sku = this.ledger.table.sku(entry.sku, entry.unit);
        if (entry.category === undefined) this.categories.delete(sku);
        else this.categories.set(sku, entry.category);
        this.ledger.changed.add(sku);
        this.onChange(sku);
      }
    }
  }

  /** Learns the pace again from what is kept by reference: all but the movements that levels contain. */
  restorePace(): void {
    const transfers = new Set([...this.transit.all()].map((it) => it.transfer));
    for (const { sku, ref, at, units } of this.ledger.leaving())
      if (!transfers.has(ref)) this.pace.note(sku, at, units);
  }

  #move(fact: MovementFact, origin: EntryOrigin, folded: Deltas | undefined): Verdict {
    const verdict = this.ledger.move(fact, folded, origin.teller);
    this.transit.receive(fact);
    if (fact.documentRef !== undefined && fact.delta < 0) {
      const { ref, sku, location, at } = fact;
      this.#tell(this.holds.depart(fact.documentRef, { ref, sku, location, units: -fact.delta, at }));
    }
    this.#heard(fact, origin);
    return verdict;
  }

  #heard(fact: LevelFact | MovementFact, { at, teller }: EntryOrigin): void {
    const { table } = this.ledger;
    const location = table.location(fact.location);
    if (fact.kind === 'level' && !fact.counted) {
      const source = table.sources.number(fact.source);
      this.feeds.heardSource(source, at);
      this.onHeard({ source });
    } else {
      this.feeds.heardLocation(location, at, teller);
      this.onHeard({ location });
    }
    this.onChange(table.sku(fact.sku, fact.unit));
  }

  #tell(skus: readonly number[]): void {
    for (const sku of skus) this.onChange(sku);
  }
}
