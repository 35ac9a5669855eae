import { type Shelf, type ShelfRecord } from '../../journal/index.ts';
import { IntegrationError, isIntegrationError, toMs } from '../../primitives/index.ts';
import { type EntryBatch, readBatches } from './entries.ts';
import { type LevelFact, type MovementFact } from './facts.ts';
import { type StoredFeeds } from './feeds.ts';
import { type Hold, isLive } from './holds.ts';
import { type Delta, type Deltas, type RowExtras } from './ledger.ts';
import { type AvailabilityRules } from './rules.ts';
import { AvailabilityState } from './state.ts';
import { type Underway } from './transit.ts';

const rowsPerWrite = 200;
const recordsPerRead = 500;
const entriesPerRead = 5_000;

/** What is stored once: names by number, and up to which entry of the log the records go. */
interface Head {
  readonly version: number;
  readonly upTo: number;
  readonly cursor: number;
  readonly rules: readonly AvailabilityRules[];
  readonly feeds: StoredFeeds;
}

const headVersion = 1;

/** Names by number. They are stored before any row that uses them. */
interface StoredNames {
  readonly locations: readonly string[];
  readonly sources: readonly string[];
}

interface RowHead extends RowExtras {
  readonly unit: string;
  readonly category?: string;
}

/** Brings the state of availability onto its shelf and back. */
export class Storage {
  readonly #shelf: Shelf;
  /** Movements that left memory and are not stored yet, by SKU and location. */
  readonly #unsaved = new Map<string, Deltas>();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** The state as it was left, and the number of the last entry in it. */
  async load(windowMs: number): Promise<{ readonly state: AvailabilityState; readonly last: number }> {
    const names = (await this.#json('names')) as StoredNames | undefined;
    const head = (await this.#json('head')) as Head | undefined;
    if (head !== undefined && head.version > headVersion) throw tooNew(head.version);
    const state = new AvailabilityState(names?.locations, names?.sources);
    await this.#each('row', ({ key, body }) => restoreRow(state, key, body));
    await this.#each('hold', ({ body }) => void state.holds.put(fromBytes(body) as Hold));
    await this.#each('transit', ({ key, body }) => state.transit.restore(key, fromBytes(body) as Underway));
    state.restorePace();
    for (const rules of head?.rules ?? []) state.rules.set(rules.version, rules);
    if (head) state.feeds.restore(head.feeds, state.ledger.table.locations, state.ledger.table.sources);
    state.cursor = head?.cursor ?? 0;
    state.ledger.changed.clear();
    state.holds.changed.clear();
    state.transit.changed.clear();
    let last = head?.upTo ?? 0;
    for (let isMore = true; isMore;) {
      const page = await this.#shelf.entries(last, entriesPerRead);
      for (const { seq, body } of page) {
        await this.#replay(state, body, windowMs);
        last = seq;
      }
      isMore = page.length === entriesPerRead;
    }
    return { state, last };
  }

  /** Movements of a position that left memory. */
  async folded({ sku, location }: LevelFact | MovementFact): Promise<Deltas> {
    const key = foldedKey(sku, location);
    const unsaved = this.#unsaved.get(key);
    const body = await this.#shelf.record('folded', key);
    return new Map([...(body ? (fromBytes(body) as [string, Delta][]) : []), ...(unsaved ?? [])]);
  }

  /**
   * Stores what changed, so that a start need not read the log up to the entry. Rows are written in small pieces while
   * decisions go on; entries that are applied to a row a second time change nothing.
   */
  async save(state: AvailabilityState, upTo: number, now: number, windowMs: number): Promise<void> {
    const { ledger, transit, feeds } = state;
    const { table } = ledger;
    const more = new Set<string>();
    for (const { sku, location, deltas, more: isMore } of ledger.fold(now - windowMs)) {
      const key = foldedKey(table.skus.name(sku), table.locations.name(location));
      this.#unsaved.set(key, new Map([...(this.#unsaved.get(key) ?? []), ...deltas]));
      if (isMore) more.add(key);
    }
    const skus = [...ledger.changed];
    for (let from = 0; from < skus.length; from += rowsPerWrite) {
      await this.#saveRows(state, skus.slice(from, from + rowsPerWrite), more);
    }
    await this.#saveHolds(state, now);
    const gone = transit.forget(now - windowMs);
    const underway = [...transit.changed];
    transit.changed.clear();
    const head: Head = {
      version: headVersion,
      upTo,
      cursor: state.cursor,
      rules: [...state.rules.values()],
      feeds: feeds.toJSON(table.locations, table.sources),
    };
    try {
      await this.#shelf.write({
        put: [...underway.flatMap((key) => record('transit', key, transit.get(key))), ...record('head', '', head)],
        remove: gone.map((key) => ({ kind: 'transit', key })),
        forgetBefore: upTo,
      });
    } catch (error) {
      for (const key of underway) transit.changed.add(key);
      throw error;
    }
  }

  async #saveRows(state: AvailabilityState, skus: readonly number[], more: ReadonlySet<string>): Promise<void> {
    const { ledger } = state;
    const { table } = ledger;
    const folded: ShelfRecord[] = [];
    for (const sku of skus) {
      for (const location of table.locations.all()) {
        if (this.#unsaved.size === 0) break;
        const key = foldedKey(table.skus.name(sku), location);
        const unsaved = this.#unsaved.get(key);
        if (!unsaved) continue;
        const stored = more.has(key) ? await this.#shelf.record('folded', key) : undefined;
        const all = new Map([...(stored ? (fromBytes(stored) as [string, Delta][]) : []), ...unsaved]);
        folded.push(...record('folded', key, [...all]));
      }
    }
    const rows = skus.map((sku): ShelfRecord => {
      ledger.changed.delete(sku);
      return { kind: 'row', key: table.skus.name(sku), body: rowBytes(state, sku) };
    });
    try {
      // Whoever reads a row knows the names of its locations.
      const names: StoredNames = { locations: table.locations.all(), sources: table.sources.all() };
      await this.#shelf.write({ put: [...record('names', '', names), ...folded, ...rows] });
      for (const { key } of folded) this.#unsaved.delete(key);
    } catch (error) {
      for (const sku of skus) ledger.changed.add(sku);
      throw error;
    }
  }

  async #saveHolds({ holds, rules }: AvailabilityState, now: number): Promise<void> {
    const rememberMs = Math.max(0, ...[...rules.values()].map((it) => toMs(it.holds.rememberFor)), defaultRememberMs);
    for (const hold of holds.all()) {
      if (!isLive(hold) && (hold.endedAt ?? now) < now - rememberMs) holds.remove(hold.key);
    }
    const keys = [...holds.changed];
    for (let from = 0; from < keys.length; from += recordsPerRead) {
      const some = keys.slice(from, from + recordsPerRead);
      for (const key of some) holds.changed.delete(key);
      try {
        await this.#shelf.write({
          put: some.flatMap((key) => record('hold', key, holds.get(key))),
          remove: some.filter((key) => holds.get(key) === undefined).map((key) => ({ kind: 'hold', key })),
        });
      } catch (error) {
        for (const key of some) holds.changed.add(key);
        throw error;
      }
    }
  }

  async #replay(state: AvailabilityState, body: string, windowMs: number): Promise<void> {
    for (const batch of readBatches(body)) await this.#replayBatch(state, batch, windowMs);
  }

  async #replayBatch(state: AvailabilityState, { at, teller, entries }: EntryBatch, windowMs: number): Promise<void> {
    for (const entry of entries) {
      const folded = new Map<LevelFact | MovementFact, Deltas>();
      for (const fact of state.factsOf(entry)) {
        if (state.ledger.needsFolded(fact, at - windowMs)) folded.set(fact, await this.folded(fact));
      }
      const foldedOf = (fact: LevelFact | MovementFact) =>
        [...folded].find(([it]) => it.sku === fact.sku && it.location === fact.location)?.[1];
      try {
        state.apply(entry, { at, teller }, foldedOf);
      } catch (error) {
        // Whoever told it was refused then, whatever the reason: what once got into the log must never keep a start from
        // its end.
        if (!isIntegrationError(error)) throw error;
      }
    }
  }

  async #each(kind: string, visit: (it: ShelfRecord) => void): Promise<void> {
    for (let after = '', isMore = true; isMore;) {
      const page = await this.#shelf.records(kind, after, recordsPerRead);
      for (const it of page) visit(it);
      after = page.at(-1)?.key ?? after;
      isMore = page.length === recordsPerRead;
    }
  }

  async #json(kind: string): Promise<unknown> {
    const body = await this.#shelf.record(kind, '');
    return body && fromBytes(body);
  }
}

const defaultRememberMs = 86_400_000;

/** A row is its length as text, what is kept beside it as JSON, and its plain numbers. */
function rowBytes({ ledger, categories }: AvailabilityState, sku: number): Uint8Array {
  const category = categories.get(sku);
  const head: RowHead = {
    unit: ledger.table.unit(sku),
    ...(category !== undefined && { category }),
    ...ledger.extras(sku),
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const row = ledger.table.row(sku);
  const bytes = new Uint8Array(4 + text.length + row.byteLength);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), 4 + text.length);
  return bytes;
}

function restoreRow(state: AvailabilityState, sku: string, body: Uint8Array): void {
  const length = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
  const { unit, category, ...extras } = fromBytes(body.subarray(4, 4 + length)) as RowHead;
  const row = new Float64Array((body.length - 4 - length) / 8);
  new Uint8Array(row.buffer).set(body.subarray(4 + length));
  state.ledger.restore(sku, unit, row, extras);
  if (category !== undefined) state.categories.set(state.ledger.table.sku(sku, unit), category);
}

const foldedKey = (sku: string, location: string): string => `${sku}\n${location}`;

function record(kind: string, key: string, value: unknown): ShelfRecord[] {
  return value === undefined ? [] : [{ kind, key, body: new TextEncoder().encode(JSON.stringify(value)) }];
}

function fromBytes(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function tooNew(found: number): IntegrationError {
  return new IntegrationError('Availability was stored by a newer version of crossdock; update the package', {
    code: 'version-mismatch',
    details: { found, known: headVersion },
  });
}
