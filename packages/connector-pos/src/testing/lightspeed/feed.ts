import { bad, type Json } from './answers.ts';

/** Something with a place in the retailer-wide order of changes. */
export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** Numbers every change of the retailer, in one row. They are beyond 32 bits, as the real ones. */
export class Versions {
  #last = 5_307_658_013;

  next(): number {
    // Other retailers share the numbers: there are gaps.
    this.#last += 1 + (this.#last % 3);
    return this.#last;
  }
}

/** What a page may be cut by. */
export interface PageRules {
  /** Most rows of a page, whatever is asked for. */
  readonly cap: number;
  /** What stands for the highest version of an empty page. @default null */
  readonly emptyMax?: 0 | null;
}

/** Rows of one kind, each at the place of its last change. */
export class Feed<Row extends Versioned> {
  readonly #rows = new Map<string, Row>();
  /** Every edition in order; the ones before the last of a row are dead. */
  #log: Row[] = [];

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** Puts a row at the end: its version must be new. */
  put(row: Row): Row {
    this.#rows.set(row.id, row);
    this.#log.push(row);
    if (this.#log.length > 1024 && this.#log.length > 2 * this.#rows.size) this.#log = this.#log.filter(this.#isAlive);
    return row;
  }

  /** In the order of their last changes. */
  values(): readonly Row[] {
    return this.#log.filter(this.#isAlive);
  }

  find(is: (row: Row) => boolean): Row | undefined {
    for (const row of this.#rows.values()) if (is(row)) return row;
    return undefined;
  }

  /** Answers `after`, `before` and `page_size`. */
  page(
    query: URLSearchParams,
    wire: (row: Row) => Json,
    rules: PageRules,
    is: (row: Row) => boolean = () => true,
  ): Json {
    const after = versionIn(query, 'after') ?? 0;
    const before = versionIn(query, 'before');
    const wanted = Math.min(sizeIn(query), rules.cap);
    const rows: Row[] = [];
    const take = (row: Row | undefined): void => {
      if (row && this.#isAlive(row) && is(row)) rows.push(row);
    };
    if (before === undefined) {
      for (let at = this.#firstAfter(after); at < this.#log.length && rows.length < wanted; at++) take(this.#log[at]);
    } else {
      const from = this.#firstAfter(before - 1) - 1;
      for (let at = from; at >= 0 && rows.length < wanted; at--) {
        const row = this.#log[at];
        if (row && row.version <= after) break;
        take(row);
      }
    }
    const versions = rows.map((it) => it.version);
    const empty = rules.emptyMax ?? null;
    const version =
      rows.length === 0 ? { min: empty, max: empty } : { min: Math.min(...versions), max: Math.max(...versions) };
    return { data: rows.map(wire), version };
  }

  readonly #isAlive = (row: Row): boolean => this.#rows.get(row.id) === row;

  /** Place of the first edition with a higher version. */
  #firstAfter(version: number): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#log[middle]?.version ?? 0) > version) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function versionIn(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,19}$/.test(text)) throw bad('Must be a version', key);
  return Number(text);
}

function sizeIn(query: URLSearchParams): number {
  const text = query.get('page_size');
  if (text === null) return 100;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw bad('Must be a number of rows', 'page_size');
  return Number(text);
}
