import { type Resume } from '../reading/record.ts';

/** A file as the books have it. `open`: being read; `done`: read to its end; `stopped`: cannot be read on. */
export interface FileEntry {
  readonly id: number;
  readonly hash: string;
  readonly name: string;
  readonly path: string;
  readonly state: 'open' | 'done' | 'stopped';
  readonly arrivedAt: number;
  /** How far it was read and told for certain. */
  readonly resume: Resume;
  /** The window that told of it last. */
  readonly toldTo: string | undefined;
}

/** One record of a till as the books have it. */
export interface RecordEntry {
  readonly ref: string;
  readonly hash: string;
  readonly file: number;
  readonly number: number;
  /** Where in the file it begins. */
  readonly start: Resume;
  readonly store: string;
  readonly day: string;
  readonly register: string;
  readonly sequence: string;
  readonly kind: string;
  readonly receivedAt: number;
  /** What it adds to its day, as JSON. */
  readonly facts: string | undefined;
  /** The ticket that it takes back and that has not come yet. */
  readonly waitsFor: string | undefined;
}

/** One record that was refused. */
export interface RefusalEntry {
  readonly id: string;
  readonly file: number;
  readonly number: number;
  readonly start: Resume;
  readonly key: string;
  readonly code: string;
  readonly message: string;
  readonly path: string | undefined;
  readonly at: number;
}

export interface DayEntry {
  readonly store: string;
  readonly day: string;
  readonly currency: string;
  /** When it was closed first, as epoch milliseconds. */
  readonly firstClose: number | undefined;
  /** The last edition that was told for certain. */
  readonly told: number;
}

/** One row of the database. */
export type Row = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const resumeOf = (value: unknown): Resume => JSON.parse(text(value)) as Resume;

export const toFile = (row: Row): FileEntry => ({
  id: Number(row['id']),
  hash: text(row['hash']),
  name: text(row['name']),
  path: text(row['path']),

  state: text(row['state']) as FileEntry['state'],
  arrivedAt: Number(row['arrived_at']),
  resume: resumeOf(row['resume']),
  toldTo: optional(row['told_to']),
});

export const toRecord = (row: Row): RecordEntry => ({
  ref: text(row['ref']),
  hash: text(row['hash']),
  file: Number(row['file']),
  number: Number(row['number']),
  start: resumeOf(row['start']),
  store: text(row['store']),
  day: text(row['day']),
  register: text(row['register']),
  sequence: text(row['sequence']),
  kind: text(row['kind']),
  receivedAt: Number(row['received_at']),
  facts: optional(row['facts']),
  waitsFor: optional(row['waits_for']),
});

export const toRefusal = (row: Row): RefusalEntry => ({
  id: text(row['id']),
  file: Number(row['file']),
  number: Number(row['number']),
  start: resumeOf(row['start']),
  key: text(row['key']),
  code: text(row['code']),
  message: text(row['message']),
  path: optional(row['path']),
  at: Number(row['at']),
});

export const toDay = (row: Row): DayEntry => ({
  store: text(row['store']),
  day: text(row['day']),
  currency: text(row['currency']),
  firstClose: typeof row['first_close'] === 'number' ? row['first_close'] : undefined,
  told: Number(row['told']),
});
