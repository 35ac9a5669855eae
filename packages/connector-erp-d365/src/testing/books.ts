import { type Books, emptyOf, type EntitySet, type Row } from './entity-model.ts';

/** The books of an environment, in memory. */
export class MemoryBooks implements Books {
  readonly sets: ReadonlyMap<string, EntitySet>;
  readonly now: () => number;
  #rows = new Map<string, Row[]>();
  #numbers = new Map<string, number>();
  readonly #etags = new WeakMap<Row, string>();

  constructor(sets: readonly EntitySet[], now: () => number) {
    this.sets = new Map(sets.map((set) => [set.name, set]));
    this.now = now;
  }

  rows(set: string): readonly Row[] {
    return this.#rows.get(set) ?? [];
  }

  find(set: string, match: Readonly<Record<string, string | number>>): Row | undefined {
    return this.rows(set).find((row) => Object.entries(match).every(([field, value]) => same(row[field], value)));
  }

  where(set: string, match: Readonly<Record<string, string | number>>): readonly Row[] {
    return this.rows(set).filter((row) => Object.entries(match).every(([field, value]) => same(row[field], value)));
  }

  put(set: string, values: Readonly<Partial<Row>>): Row {
    const row = this.#complete(set, values);
    this.#rows.set(set, [...this.rows(set), row]);
    return row;
  }

  change(set: string, row: Row, changes: Readonly<Partial<Row>>): Row {
    const changed = { ...row, ...(changes as Row) };
    this.#rows.set(
      set,
      this.rows(set).map((it) => (it === row ? changed : it)),
    );
    return changed;
  }

  drop(set: string, row: Row): void {
    this.#rows.set(
      set,
      this.rows(set).filter((it) => it !== row),
    );
  }

  next(sequence: string, prefix: string, digits = 6): string {
    const number = (this.#numbers.get(sequence) ?? 0) + 1;
    this.#numbers.set(sequence, number);
    return `${prefix}${String(number).padStart(digits, '0')}`;
  }

  etagOf(row: Row): string {
    const known = this.#etags.get(row) ?? `W/"${this.next('etags', 'JzEs')}"`;
    this.#etags.set(row, known);
    return known;
  }

  atomically<T>(work: () => T): T {
    const before = new Map(this.#rows);
    try {
      return work();
    } catch (error) {
      this.#rows = before;
      throw error;
    }
  }

  #complete(set: string, values: Readonly<Partial<Row>>): Row {
    const fields = this.sets.get(set)?.fields ?? {};
    const row: Row = {};
    for (const [name, field] of Object.entries(fields)) row[name] = values[name] ?? emptyOf(field);
    return row;
  }
}

/** Texts compare without regard to case, as the platform's database does. */
function same(a: string | number | undefined, b: string | number): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b;
}
