import type { Json } from './json.ts';
import { isItemType, recordTypes, type RecordGroup } from './record-types.ts';
import { userError } from './problem.ts';

export type Line = { readonly line: number } & { readonly [field: string]: Json };

/** One record as the platform keeps it: body values, lines, and who it was made from. */
export interface StoredRecord {
  readonly type: string;
  readonly id: string;
  readonly externalId?: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly lines: Readonly<Record<string, readonly Line[]>>;
  /** Internal id of the transaction that this one was transformed from. */
  readonly createdFrom?: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Grows with every save. */
  readonly version: number;
}

/** A line of the general ledger, in cents of the account's base currency. */
export interface LedgerLine {
  readonly transaction: string;
  readonly transactionLine: number;
  readonly account: string;
  readonly debitCents: number;
  readonly creditCents: number;
}

/** Everything the account remembers. Nothing here knows HTTP. */
export class Store {
  readonly #records = new Map<string, StoredRecord>();
  /** The same by type, and by the groups that stand for several types; in the order in which they were first saved. */
  readonly #byType = new Map<string, Map<string, StoredRecord>>();
  readonly #byExternalId = new Map<string, string>();
  readonly #ledger = new Map<string, readonly LedgerLine[]>();
  readonly #changed = new Set<string>();
  readonly #madeFrom = new Map<string, Set<string>>();
  #lastId = 0;
  readonly #lastNumber = new Map<string, number>();

  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  nextNumber(prefix: string): string {
    const number = (this.#lastNumber.get(prefix) ?? 1000) + 1;
    this.#lastNumber.set(prefix, number);
    return `${prefix}${String(number)}`;
  }

  /** Stores the record, or refuses an external id that another record of the group has. */
  save(record: StoredRecord): void {
    const group = groupOf(record.type);
    const key = record.externalId === undefined ? undefined : externalKey(group, record.externalId);
    const owner = key === undefined ? undefined : this.#byExternalId.get(key);
    if (owner !== undefined && owner !== record.id) throw userError('This record already exists.');
    const before = this.#records.get(record.id);
    if (before?.externalId !== undefined) this.#byExternalId.delete(externalKey(group, before.externalId));
    if (key !== undefined) this.#byExternalId.set(key, record.id);
    this.#records.set(record.id, record);
    for (const type of typesOf(record)) {
      const records = this.#byType.get(type) ?? new Map<string, StoredRecord>();
      this.#byType.set(type, records.set(record.id, record));
    }
    this.#changed.add(record.id);
    if (record.createdFrom === undefined) return;
    const siblings = this.#madeFrom.get(record.createdFrom) ?? new Set();
    this.#madeFrom.set(record.createdFrom, siblings.add(record.id));
  }

  /** The transactions that were transformed from this one. */
  madeFrom(id: string): readonly StoredRecord[] {
    return [...(this.#madeFrom.get(id) ?? [])].flatMap((child) => this.#records.get(child) ?? []);
  }

  remove(id: string): void {
    const record = this.#records.get(id);
    if (record?.externalId !== undefined)
      this.#byExternalId.delete(externalKey(groupOf(record.type), record.externalId));
    this.#records.delete(id);
    if (record) for (const type of typesOf(record)) this.#byType.get(type)?.delete(id);
    if (record?.createdFrom !== undefined) this.#madeFrom.get(record.createdFrom)?.delete(id);
    this.#ledger.delete(id);
    this.#changed.add(id);
  }

  /** Marks a record whose derived values changed, such as an order's status after its fulfilment. */
  touch(id: string): void {
    this.#changed.add(id);
  }

  get(id: string): StoredRecord | undefined {
    return this.#records.get(id);
  }

  /** A record of this type; `item` and `transaction` stand for the whole group. */
  find(type: string, id: string): StoredRecord | undefined {
    const record = this.#records.get(id);
    return record && isOfType(record, type) ? record : undefined;
  }

  findByExternalId(type: string, externalId: string): StoredRecord | undefined {
    const group = type === 'item' || type === 'transaction' ? type : groupOf(type);
    const id = this.#byExternalId.get(externalKey(group, externalId));
    return id === undefined ? undefined : this.find(type, id);
  }

  /** True when any record of the group has the external id, whatever its type. */
  externalIdIsTaken(type: string, externalId: string): boolean {
    return this.#byExternalId.has(externalKey(groupOf(type), externalId));
  }

  all(type: string): readonly StoredRecord[] {
    return [...(this.#byType.get(type)?.values() ?? [])];
  }

  post(transaction: string, lines: readonly LedgerLine[]): void {
    this.#ledger.set(transaction, lines);
    this.#changed.add(transaction);
  }

  ledgerOf(transaction: string): readonly LedgerLine[] {
    return this.#ledger.get(transaction) ?? [];
  }

  /** Ids of the records that changed since the last call. */
  takeChanged(): readonly string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }
}

function typesOf(record: StoredRecord): readonly string[] {
  return [record.type, ...['item', 'transaction'].filter((group) => group !== record.type && isOfType(record, group))];
}

function isOfType(record: StoredRecord, type: string): boolean {
  if (type === 'item') return isItemType(record.type);
  return type === 'transaction' ? groupOf(record.type) === 'transaction' : record.type === type;
}

function groupOf(type: string): RecordGroup | 'currency' {
  return recordTypes[type]?.group ?? 'currency';
}

function externalKey(group: string, externalId: string): string {
  return `${group}/${externalId.toLowerCase()}`;
}
