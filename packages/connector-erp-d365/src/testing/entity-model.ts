/** How a field is kept: texts are never null, dates are instants, enums are their names. */
export type Field = 'text' | 'number' | 'date' | { readonly enum: readonly string[] };

/** One row. Every declared field is there. */
export type Row = Record<string, string | number>;

/** A public data entity, as far as it is simulated: its declared fields are a part of the platform's. */
export interface EntitySet {
  /** Name of the set, `SalesOrderHeadersV4`. */
  readonly name: string;
  /** Name of the entity in error messages, `SalesOrderHeaderV4Entity`. */
  readonly entity: string;
  readonly keys: readonly string[];
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that the platform sets and nobody writes. */
  readonly readOnly?: readonly string[];
  /** Completes and validates a new row. Throws an infolog to refuse it. */
  insert?(row: Row, books: Books): void;
  /** Validates a changed row; `before` is what it was. */
  update?(row: Row, before: Row, books: Books): void;
  /** Validates that a row may go. */
  remove?(row: Row, books: Books): void;
  /** Fields that are computed when the row is read. */
  view?(row: Row, books: Books): Partial<Row>;
  /** Whether the set answers whole rows only, and refuses to filter, select or sort them. */
  readonly refusesQueries?: boolean;
  /** Whether rows can be made from outside. */
  readonly writable: boolean;
}

/** What the platform refuses, in its words. */
export class Infolog extends Error {
  readonly level: 'Warning' | 'Error';
  constructor(message: string, level: 'Warning' | 'Error' = 'Error') {
    super(message);
    this.level = level;
  }
}

export const noYes = { enum: ['No', 'Yes'] } as const;

/** What a field holds that nobody filled in. There is no null. */
export function emptyOf(field: Field): string | number {
  if (field === 'number') return 0;
  if (field === 'date') return '1900-01-01T12:00:00Z';
  if (field === 'text') return '';
  return field.enum[0] ?? '';
}

/** Everything that an environment has, as its rules see it. */
export interface Books {
  readonly sets: ReadonlyMap<string, EntitySet>;
  readonly now: () => number;
  /** The rows of a set, oldest first. Change them only through the methods here. */
  rows(set: string): readonly Row[];
  find(set: string, match: Readonly<Record<string, string | number>>): Row | undefined;
  where(set: string, match: Readonly<Record<string, string | number>>): readonly Row[];
  /** Puts a row in as it is, with its empty fields filled. For seeds and for what the platform writes itself. */
  put(set: string, values: Readonly<Partial<Row>>): Row;
  /** Replaces a row by its changed self. */
  change(set: string, row: Row, changes: Readonly<Partial<Row>>): Row;
  drop(set: string, row: Row): void;
  /** The next number of a sequence: `000001`. */
  next(sequence: string, prefix: string, digits?: number): string;
  /** Changes with every write, because a write makes another row object. */
  etagOf(row: Row): string;
  /** Does all of it or nothing. Numbers that were drawn stay drawn, as on the platform. */
  atomically<T>(work: () => T): T;
}
