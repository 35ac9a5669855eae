/** How a field is kept. Codes are in capitals, whatever was written; nothing is null. */
export type Field =
  | 'guid'
  | 'decimal'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'datetime'
  | { readonly code: number }
  | { readonly text: number }
  | { readonly enum: readonly string[] };

export type Value = string | number | boolean;

/** One row. Every declared field is there, and its id. */
export type Row = Readonly<Record<string, Value>>;

/** An entity set of the API, as far as it is simulated: its declared fields are a part of the platform's. */
export interface EntitySet {
  readonly name: string;
  /** @default the standard API */
  readonly api?: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that the platform sets and nobody writes. */
  readonly readOnly?: readonly string[];
  readonly writable: boolean;
  /** What belongs to a row: the name of a part, its set, and the field that holds the row's id. */
  readonly parts?: Readonly<Record<string, { readonly set: string; readonly by: string }>>;
  /** The set that a row belongs to, and the field with its id. */
  readonly parent?: { readonly set: string; readonly by: string };
  /** Completes and validates a new row. */
  insert?(row: Row, books: Books): Row;
  /** Completes and validates a changed row; `before` is what it was, `given` what was written. */
  update?(row: Row, before: Row, given: Readonly<Record<string, Value>>, books: Books): Row;
  /** Validates that a row may go. */
  remove?(row: Row, books: Books): void;
  /** Fields that are computed when the row is read. */
  view?(row: Row, books: Books): Readonly<Record<string, Value>>;
  /** Bound actions, by name. */
  readonly actions?: Readonly<Record<string, (row: Row, books: Books) => void>>;
}

/** What the platform refuses, in its envelope. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const dialog = (message: string): Refusal => new Refusal('Application_DialogException', message);

export const noId = '00000000-0000-0000-0000-000000000000';
export const noDate = '0001-01-01';

/** What a field holds that nobody filled in. */
export function emptyOf(field: Field): Value {
  if (field === 'guid') return noId;
  if (field === 'decimal' || field === 'integer') return 0;
  if (field === 'boolean') return false;
  if (field === 'date') return noDate;
  if (field === 'datetime') return `${noDate}T00:00:00Z`;
  return 'enum' in field ? (field.enum[0] ?? '') : '';
}

/** Everything that a company has, as its rules see it. */
export interface Books {
  readonly sets: ReadonlyMap<string, EntitySet>;
  readonly now: () => number;
  readonly settings: Settings;
  rows(set: string): readonly Row[];
  find(set: string, match: Readonly<Record<string, Value>>): Row | undefined;
  where(set: string, match: Readonly<Record<string, Value>>): readonly Row[];
  put(set: string, values: Readonly<Record<string, Value>>): Row;
  change(set: string, row: Row, changes: Readonly<Record<string, Value>>): Row;
  drop(set: string, row: Row): void;
  /** The next number of a series: `S-ORD-000001`. */
  next(series: string): string;
  etagOf(row: Row): string;
  /** Does all of it or nothing. Numbers that were drawn stay drawn. */
  atomically<T>(work: () => T): T;
}

/** How a company is set up. */
export interface Settings {
  /** Currency of its ledger. */
  readonly currency: string;
  /** Whether callers may number customers and items. */
  readonly manualNumbers: boolean;
  /** Whether prices of documents contain tax. */
  readonly pricesIncludeTax: boolean;
  /** Whether a draft gets another id when it is posted. */
  readonly newIdWhenPosted: boolean;
  /** Percent of tax by tax code. A code that is not here has none. */
  readonly taxRates: ReadonlyMap<string, number>;
}
