import { type Shelf } from '../../journal/index.ts';
import { type Clock, IntegrationError, isIntegrationError, type Observer } from '../../primitives/index.ts';
import { type Entry, type EntryBatch } from './entries.ts';
import { type LevelFact, type MovementFact } from './facts.ts';
import { type Hold } from './holds.ts';
import { type Deltas } from './ledger.ts';
import { Log, type Written } from './log.ts';
import { Offers } from './offer.ts';
import { Policy } from './policy.ts';
import { type Overshown } from './publication.ts';
import { type AvailabilityRules, noRules } from './rules.ts';
import { AvailabilityState } from './state.ts';
import { Storage } from './storage.ts';

/** What the core of availability is made from. */
export interface CoreOptions {
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly observer: Observer;
  /** How long movements are known by reference in memory, in milliseconds. Older ones are looked up on the shelf. */
  readonly windowMs: number;
  /** Entries after which the state is stored, so that a start need not read more of the log. */
  readonly checkpointEvery: number;
}

/** A movement that was refused because its reference is known with other content. */
type Refusals = ReadonlyMap<Entry, IntegrationError>;

/** Most batches need nothing that left memory, and nothing of them is refused. */
const nothingFolded: ReadonlyMap<string, Deltas> = new Map();
const foldedNowhere = (): undefined => undefined;
const nothingRefused: Refusals = new Map();

/**
 * The state, its log and its numbers. Whatever changes the state is durable first; only what takes units away is counted
 * before, so that nobody is promised them meanwhile.
 */
export class Core {
  readonly options: CoreOptions;
  #state = new AvailabilityState();
  #storage: Storage;
  readonly #log: Log;
  #offers: Offers;
  /** Facts that wait for movements that left memory; later facts wait behind them. */
  #applying: Promise<void> | undefined;
  #last = 0;
  #sinceCheckpoint = 0;
  #checkpoint: Promise<void> | undefined;
  #lastAppend: Promise<unknown> = Promise.resolve();
  /** Those who know what a channel shows. */
  readonly channels = new Set<{ overshown(): Iterable<Overshown> }>();
  readonly #listeners = new Set<(sku: number | 'all') => void>();
  readonly #oversold = new Set<number>();
  /** SKUs that changed since somebody looked whether they are oversold. */
  #unlooked: Set<number> | 'all' = 'all';
  #isOpen = false;

  constructor(options: CoreOptions) {
    this.options = options;
    this.#storage = new Storage(options.shelf);
    this.#log = new Log(options.shelf);
    this.#offers = this.#makeOffers();
  }

  get state(): AvailabilityState {
    return this.#state;
  }

  /** The last failed attempt to store the state, if it was the latest. */
  trouble: IntegrationError | undefined;

  now(): number {
    return this.options.clock.now();
  }

  async open(): Promise<void> {
    const { state, last } = await this.#storage.load(this.options.windowMs);
    this.#state = state;
    this.#last = last;
    state.onChange = (sku) => this.#changed(sku);
    state.onHeard = ({ location, source }) => this.#heard(location, source);
    this.#offers = this.#makeOffers();
    this.#isOpen = true;
    this.#unlooked = 'all';
    this.#oversold.clear();
    this.#tell('all');
  }

  /** Waits for what is being written, and stores the state. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.settled();
    await this.checkpoint().catch(() => undefined);
  }

  /** The numbers as they stand now. */
  offers(now = this.now()): Offers {
    if (now >= this.#offers.validUntil) this.#refresh();
    return this.#offers;
  }

  /** The next instant at which a number changes because time has passed. */
  get validUntil(): number {
    return this.#offers.validUntil;
  }

  /**
   * The rules that hold at an instant: of those in effect the one with the highest version. Where none is in effect, the one
   * that ended last goes on, because with none at all nothing would be kept back.
   */
  rulesAt(now: number): AvailabilityRules {
    let found: AvailabilityRules | undefined;
    let ended: AvailabilityRules | undefined;
    for (const it of this.#state.rules.values()) {
      if (isInEffect(it, now)) found = it.version > (found?.version ?? 0) ? it : found;
      else if (endOf(it) <= now) ended = isLater(it, ended) ? it : ended;
    }
    return found ?? ended ?? noRules;
  }

  /** Whether rules were set, and none of them is in effect now. */
  get hasRulesGap(): boolean {
    const now = this.now();
    const known = [...this.#state.rules.values()];
    return known.length > 0 && !known.some((it) => isInEffect(it, now));
  }

  onChange(listener: (sku: number | 'all') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Makes entries durable, then applies them.
   *
   * @throws IntegrationError `conflict` for a movement whose reference is known with other content; the others count
   */
  async submit(entries: readonly Entry[], teller?: string): Promise<void> {
    const refusals = await this.submitAll(entries, teller);
    for (const refusal of refusals.values()) throw refusal;
  }

  /** The same for many facts of a journal, of which some may be refused: tells which, instead of failing. */
  async submitAll(entries: readonly Entry[], teller?: string): Promise<Refusals> {
    const batch: EntryBatch = { at: this.now(), ...(teller !== undefined && { teller }), entries };
    let written: Written;
    try {
      written = await this.#append(batch);
    } finally {
      this.#writing -= 1;
    }
    return this.#applyInOrder(batch, written);
  }

  /** Counts a hold at once, makes it durable, and takes it back if that fails. */
  async promise(hold: Hold): Promise<void> {
    const batch: EntryBatch = { at: hold.createdAt, entries: [{ kind: 'hold', hold }] };
    this.#apply(batch, nothingFolded);
    try {
      this.#applied(await this.#append(batch));
    } catch (error) {
      for (const sku of this.#state.holds.remove(hold.key)) this.#changed(sku);
      throw error;
    } finally {
      this.#writing -= 1;
    }
  }

  /** Resolves when everything that was asked for has been written, or has failed. */
  async settled(): Promise<void> {
    await this.#lastAppend.catch(() => undefined);
    while (this.#applying) await this.#applying;
  }

  /** Whether something is being written just now. */
  get isWriting(): boolean {
    return this.#writing > 0;
  }
  #writing = 0;

  /** Notes a sign of life. */
  heard(note: (state: AvailabilityState) => void): void {
    note(this.#state);
    this.#refresh();
  }

  /** Stores the state, so that a start need not read the log up to here. */
  checkpoint(): Promise<void> {
    this.#checkpoint ??= this.#store().finally(() => {
      this.#checkpoint = undefined;
    });
    return this.#checkpoint;
  }

  async #store(): Promise<void> {
    while (this.#applying) await this.#applying;
    this.#sinceCheckpoint = 0;
    try {
      await this.#storage.save(this.#state, this.#last, this.now(), this.options.windowMs);
      this.trouble = undefined;
    } catch (error) {
      if (isIntegrationError(error)) this.trouble = error;
      throw error;
    }
  }

  /**
   * Writes a batch. Whoever calls it awaits this very promise and applies the batch at once: batches are applied in the order
   * of the log, because a checkpoint holds everything up to the last one that was. It then counts `#writing` down.
   */
  #append(batch: EntryBatch): Promise<Written> {
    this.#writing += 1;
    if (!this.#isOpen) throw new IntegrationError('Availability is not started', { code: 'journal-closed' });
    const appending = this.#log.append(batch);
    this.#lastAppend = appending;
    return appending;
  }

  async #applyInOrder(batch: EntryBatch, written: Written): Promise<Refusals> {
    if (!this.#applying && !this.#needsFolded(batch)) {
      const refusals = this.#apply(batch, nothingFolded);
      this.#applied(written);
      return refusals;
    }
    const before = this.#applying ?? Promise.resolve();
    let refusals: Refusals = new Map();
    const applying = before
      .then(async () => {
        const folded = await this.#loadFolded(batch);
        refusals = this.#apply(batch, folded);
        this.#applied(written);
      })
      .finally(() => {
        if (this.#applying === applying) this.#applying = undefined;
      });
    this.#applying = applying;
    await applying;
    return refusals;
  }

  #apply({ at, teller, entries }: EntryBatch, folded: ReadonlyMap<string, Deltas>): Refusals {
    let refusals: Map<Entry, IntegrationError> | undefined;
    const foldedOf =
      folded.size === 0
        ? foldedNowhere
        : (fact: LevelFact | MovementFact) => folded.get(`${fact.sku}\n${fact.location}`);
    for (const entry of entries) {
      try {
        this.#state.apply(entry, { at, teller }, foldedOf);
        if (entry.kind === 'rules') this.#newRules();
        if (entry.kind === 'product') this.#tell('all');
      } catch (error) {
        if (!isIntegrationError(error)) throw error;
        refusals ??= new Map();
        refusals.set(entry, error);
      }
    }
    return refusals ?? nothingRefused;
  }

  /** A checkpoint holds whole entries: what was told together is over when all of it is applied. */
  #applied(written: Written): void {
    written.unapplied -= 1;
    if (written.unapplied > 0) return;
    this.#last = Math.max(this.#last, written.seq);
    this.#sinceCheckpoint += written.batches;
    if (this.#sinceCheckpoint < this.options.checkpointEvery || this.#checkpoint) return;
    // What failed is tried again after as many entries; until then the log has everything.
    this.checkpoint().catch(() => undefined);
  }

  #needsFolded({ at, entries }: EntryBatch): boolean {
    const windowStart = at - this.options.windowMs;
    const { ledger } = this.#state;
    return entries.some((it) => this.#state.factsOf(it).some((fact) => ledger.needsFolded(fact, windowStart)));
  }

  async #loadFolded({ at, entries }: EntryBatch): Promise<Map<string, Deltas>> {
    const folded = new Map<string, Deltas>();
    for (const fact of entries.flatMap((it) => this.#state.factsOf(it))) {
      const key = `${fact.sku}\n${fact.location}`;
      if (folded.has(key) || !this.#state.ledger.needsFolded(fact, at - this.options.windowMs)) continue;
      folded.set(key, await this.#storage.folded(fact));
    }
    return folded;
  }

  #makeOffers(): Offers {
    const { ledger, feeds, categories } = this.#state;
    const now = this.now();
    return new Offers({ ledger, feeds, categories }, new Policy(this.rulesAt(now)), now);
  }

  #newRules(): void {
    this.#offers = this.#makeOffers();
    this.#boundOffers();
    this.#tell('all');
  }

  #refresh(): void {
    const now = this.now();
    const rules = this.rulesAt(now);
    if (rules !== this.#offers.policy.rules) this.#newRules();
    else if (this.#offers.refresh(now)) this.#tell('all');
    this.#boundOffers();
  }

  /** Numbers also end to hold when other rules take effect. */
  #boundOffers(): void {
    const now = this.now();
    for (const { effectiveFrom, effectiveTo } of this.#state.rules.values()) {
      for (const at of [effectiveFrom, effectiveTo]) {
        const when = at === undefined ? Infinity : Date.parse(at);
        if (when > now) this.#offers.validUntil = Math.min(this.#offers.validUntil, when);
      }
    }
  }

  #heard(location: number | undefined, source: number | undefined): void {
    const isBack =
      (location !== undefined && this.#offers.isShaved(location)) ||
      (source !== undefined && this.#offers.isSourceShaved(source));
    if (isBack) this.#refresh();
  }

  /** SKUs of which somewhere more is promised or gone than was there. */
  oversoldSkus(): Iterable<number> {
    const { table } = this.#state.ledger;
    const unlooked = this.#unlooked === 'all' ? table.skus.all().keys() : this.#unlooked;
    for (const sku of unlooked) {
      if (this.#state.ledger.isOversold(sku)) this.#oversold.add(sku);
      else this.#oversold.delete(sku);
    }
    this.#unlooked = new Set();
    return this.#oversold;
  }

  #changed(sku: number): void {
    if (this.#unlooked !== 'all') this.#unlooked.add(sku);
    this.#offers.forget(sku);
    this.#tell(sku);
  }

  #tell(sku: number | 'all'): void {
    for (const listener of this.#listeners) listener(sku);
  }
}

const endOf = ({ effectiveTo }: AvailabilityRules): number =>
  effectiveTo === undefined ? Infinity : Date.parse(effectiveTo);

/** Whether rules ended later than others, or as late and are newer. */
function isLater(rules: AvailabilityRules, than: AvailabilityRules | undefined): boolean {
  if (than === undefined) return true;
  return endOf(rules) === endOf(than) ? rules.version > than.version : endOf(rules) > endOf(than);
}

function isInEffect({ effectiveFrom, effectiveTo }: AvailabilityRules, now: number): boolean {
  if (effectiveFrom !== undefined && Date.parse(effectiveFrom) > now) return false;
  return effectiveTo === undefined || Date.parse(effectiveTo) > now;
}
