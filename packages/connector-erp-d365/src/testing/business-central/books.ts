import { type Books, emptyOf, type EntitySet, noId, type Row, type Settings, type Value } from './entity-model.ts';

/** The books of a company, in memory. */
export class MemoryBooks implements Books {
  readonly sets: ReadonlyMap<string, EntitySet>;
  readonly now: () => number;
  readonly settings: Settings;
  /** Told of every row that was made, changed or removed, once it is for good. */
  changed: (set: string, row: Row, how: 'created' | 'updated' | 'deleted') => void = () => undefined;
  #rows = new Map<string, readonly Row[]>();
  readonly #numbers = new Map<string, number>();
  readonly #etags = new WeakMap<Row, string>();
  #pending: Parameters<MemoryBooks['changed']>[] | undefined;

  constructor(sets: readonly EntitySet[], now: () => number, settings: Settings) {
    this.sets = new Map(sets.map((set) => [set.name, set]));
    this.now = now;
    this.settings = settings;
  }

  rows(set: string): readonly Row[] {
    return this.#rows.get(set) ?? [];
  }

  find(set: string, match: Readonly<Record<string, Value>>): Row | undefined {
    return this.rows(set).find((row) => fits(row, match));
  }

  where(set: string, match: Readonly<Record<string, Value>>): readonly Row[] {
    return this.rows(set).filter((row) => fits(row, match));
  }

  put(set: string, values: Readonly<Record<string, Value>>): Row {
    const fields = this.sets.get(set)?.fields ?? {};
    // What is not told stays in the books all the same.
    const row: Record<string, Value> = { ...values, id: values['id'] ?? this.#newId() };
    for (const [name, field] of Object.entries(fields)) row[name] = values[name] ?? emptyOf(field);
    if ('lastModifiedDateTime' in fields) row['lastModifiedDateTime'] = this.#instant();
    this.#rows.set(set, [...this.rows(set), row]);
    this.#tell(set, row, 'created');
    return row;
  }

  change(set: string, row: Row, changes: Readonly<Record<string, Value>>): Row {
    const fields = this.sets.get(set)?.fields ?? {};
    const stamp = 'lastModifiedDateTime' in fields ? { lastModifiedDateTime: this.#instant() } : {};
    const changed = { ...row, ...changes, ...stamp };
    this.#rows.set(
      set,
      this.rows(set).map((it) => (it['id'] === row['id'] ? changed : it)),
    );
    this.#tell(set, changed, 'updated');
    return changed;
  }

  drop(set: string, row: Row): void {
    this.#rows.set(
      set,
      this.rows(set).filter((it) => it['id'] !== row['id']),
    );
    this.#tell(set, row, 'deleted');
  }

  next(series: string): string {
    return `${series}${String(this.#draw(series)).padStart(6, '0')}`;
  }

  etagOf(row: Row): string {
    const known = this.#etags.get(row) ?? `W/"JzE5${this.#draw('etags')}"`;
    this.#etags.set(row, known);
    return known;
  }

  atomically<T>(work: () => T): T {
    if (this.#pending) return work();
    const before = new Map(this.#rows);
    this.#pending = [];
    try {
      const result = work();
      for (const told of this.#pending) this.changed(...told);
      return result;
    } catch (error) {
      this.#rows = before;
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }

  #tell(...told: Parameters<MemoryBooks['changed']>): void {
    if (this.#pending) this.#pending.push(told);
    else this.changed(...told);
  }

  #draw(series: string): number {
    const number = (this.#numbers.get(series) ?? 0) + 1;
    this.#numbers.set(series, number);
    return number;
  }

  #newId(): string {
    return noId.slice(0, -12).replace(/^0{8}/, 'b6f4017a') + this.#draw('ids').toString(16).padStart(12, '0');
  }

  #instant(): string {
    return new Date(this.now()).toISOString();
  }
}

/** Texts compare without regard to case, as the platform's database does. */
function fits(row: Row, match: Readonly<Record<string, Value>>): boolean {
  return Object.entries(match).every(([field, value]) => same(row[field], value));
}

export function same(a: Value | undefined, b: Value): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b;
}
