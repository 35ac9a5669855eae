/** The short lists of an account, which documents refer to and no flow writes: price levels, tax codes, payment methods, units. */
import type { AccountFeatures } from './account.ts';

export interface ListEntry {
  readonly id: string;
  readonly name: string;
  readonly isInactive: boolean;
}

/** Lists by the name of their record type. `unit` is the exception: units are lines of a `unitsType`. */
export type ListType =
  | 'priceLevel'
  | 'paymentMethod'
  | 'salesTaxItem'
  | 'taxType'
  | 'department'
  | 'classification'
  | 'term'
  | 'unit';

export interface Lists {
  /** Whether the account shows records of this type. */
  shows(type: string): boolean;
  find(type: string, id: string): ListEntry | undefined;
  all(type: ListType): readonly ListEntry[];
  /** Adds an entry, or takes the place of the one with the same id. Its id is the next one when none is given. */
  add(type: ListType, entry: { readonly id?: string; readonly name: string; readonly isInactive?: boolean }): ListEntry;
}

/** What every account has on its first day. */
const basics: Readonly<Record<ListType, Readonly<Record<string, string>>>> = {
  priceLevel: { 1: 'Base Price', 2: 'Alternate Price 1', 5: 'Online Price' },
  paymentMethod: { 1: 'Cash', 2: 'Check', 5: 'Visa', 6: 'Master Card', 7: 'Gift Certificate' },
  salesTaxItem: { 1: 'Standard', 5: 'Sales Tax', 6: 'Exempt' },
  taxType: { 1: 'Sales Tax' },
  department: {},
  classification: {},
  term: { 1: 'Net 15', 2: 'Net 30' },
  unit: { 1: 'Each', 7: 'Kilogram' },
};

export function createLists(features: AccountFeatures): Lists {
  const lists = new Map<string, Map<string, ListEntry>>();
  for (const [type, names] of Object.entries(basics)) {
    const entries = Object.entries(names).map(([id, name]) => [id, { id, name, isInactive: false }] as const);
    lists.set(type, new Map(entries));
  }
  return {
    shows: (type) => lists.has(type) && type !== 'unit' && (type !== 'taxType' || features.tax === 'suitetax'),
    find: (type, id) => lists.get(type)?.get(id),
    all: (type) => [...(lists.get(type)?.values() ?? [])],
    add(type, { id, name, isInactive = false }) {
      const list = lists.get(type) ?? new Map<string, ListEntry>();
      const entry = { id: id ?? String(Math.max(0, ...[...list.keys()].map(Number)) + 1), name, isInactive };
      lists.set(type, list.set(entry.id, entry));
      return entry;
    },
  };
}
