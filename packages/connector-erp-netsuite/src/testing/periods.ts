import { idOf, textOf } from './json.ts';
import { userError } from './problem.ts';
import type { Store, StoredRecord } from './store.ts';

/** The period that a transaction posts into: the one it names, else the one its date lies in. */
export function periodOf(record: StoredRecord, store: Store): StoredRecord {
  const named = idOf(record.values['postingPeriod']);
  const date = textOf(record.values['tranDate']) ?? '';
  const period = named === undefined ? periodContaining(date, store) : store.find('accountingPeriod', named);
  if (!period) throw userError('Please enter value(s) for: Posting Period.');
  return period;
}

export function periodContaining(date: string, store: Store): StoredRecord | undefined {
  return store.all('accountingPeriod').find((period) => {
    const from = textOf(period.values['startDate']) ?? '';
    const to = textOf(period.values['endDate']) ?? '';
    return from <= date && date <= to;
  });
}

/** Nothing is booked, changed or reversed in a period that is closed or locked. */
export function requireOpenPeriod(period: StoredRecord, area: 'receivables' | 'inventory' | 'ledger'): void {
  if (period.values['closed'] === true) {
    throw userError('The posting period for this transaction is closed. Change the date or the posting period.');
  }
  const locked = period.values['allLocked'] === true || (area === 'receivables' && period.values['arLocked'] === true);
  if (locked)
    throw userError('The posting period for this transaction is locked. Change the date or the posting period.');
}
