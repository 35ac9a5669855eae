/** The business rules a transaction has to pass before it is stored, and what it does to the ledger. */
import type { AccountFeatures } from './account.ts';
import { sumOf, toCents } from './cents.ts';
import { idOf, numberOf, type Json } from './json.ts';
import { ledgerOf } from './ledger.ts';
import { periodOf, requireOpenPeriod } from './periods.ts';
import { userError } from './problem.ts';
import { recordTypes } from './record-types.ts';
import { requireFields } from './record-input.ts';
import { isPosting, priceLines, takenUnits, totalsOf } from './sales.ts';
import type { Line, Store, StoredRecord } from './store.ts';

export interface Bookkeeping {
  readonly store: Store;
  readonly features: AccountFeatures;
  readonly now: () => number;
}

/** Checks a new or changed record, completes it, stores it and posts it. Throws a Problem and changes nothing when it may not be. */
export function book(record: StoredRecord, before: StoredRecord | undefined, books: Bookkeeping): StoredRecord {
  const type = recordTypes[record.type];
  if (!type) throw userError('Unknown record type.');
  const complete = type.group === 'transaction' ? completed(record, books) : record;
  requireFields(complete, type);
  if (complete.type === 'salesOrder') checkOrder(complete, before, books.store);
  if (complete.type === 'journalEntry') checkBalance(complete);
  if (complete.lines['item'] && complete.type !== 'itemFulfillment') totalsOf(complete, books.features);
  const dated = posts(complete.type) ? inOpenPeriod(complete, before, books.store) : complete;
  const saved = { ...dated, modifiedAt: books.now(), version: (before?.version ?? 0) + 1 };
  books.store.save(saved);
  if (type.group === 'transaction') books.store.post(saved.id, ledgerOf(saved, books.store, books.features));
  for (const id of [saved.createdFrom].filter((parent) => parent !== undefined)) books.store.touch(id);
  return saved;
}

function posts(type: string): boolean {
  return type !== 'salesOrder' && recordTypes[type]?.group === 'transaction';
}

/** Defaults of the platform: date, currency, subsidiary, document number, prices. */
function completed(record: StoredRecord, books: Bookkeeping): StoredRecord {
  const { store, features } = books;
  const customer = store.find('customer', idOf(record.values['entity']) ?? '');
  const currency =
    idOf(record.values['currency']) ?? idOf(customer?.values['currency']) ?? idOf(baseCurrency(store, features)) ?? '1';
  const values: Record<string, Json> = {
    ...record.values,
    tranDate: record.values['tranDate'] ?? new Date(books.now()).toISOString().slice(0, 10),
    currency: { id: currency },
    exchangeRate: record.values['exchangeRate'] ?? store.find('currency', currency)?.values['exchangeRate'] ?? 1,
    tranId: record.values['tranId'] ?? store.nextNumber(recordTypes[record.type]?.numberPrefix ?? ''),
  };
  if (features.oneWorld) values['subsidiary'] = values['subsidiary'] ?? customer?.values['subsidiary'] ?? { id: '1' };
  if (record.type === 'salesOrder') values['orderStatus'] = values['orderStatus'] ?? { id: features.newOrderStatus };
  if (record.type === 'invoice')
    values['approvalStatus'] = values['approvalStatus'] ?? { id: features.invoiceApproval ? '1' : '2' };
  if (record.type === 'itemFulfillment') values['shipStatus'] = values['shipStatus'] ?? { id: 'A' };
  const priced =
    record.type === 'itemFulfillment' || record.type === 'journalEntry'
      ? record.lines
      : { ...record.lines, item: priceLines(record, store) };
  return { ...record, values, lines: priced };
}

function baseCurrency(store: Store, features: AccountFeatures): Json {
  const currency = store.all('currency').find((candidate) => candidate.values['symbol'] === features.baseCurrency);
  return currency ? { id: currency.id } : null;
}

function checkOrder(order: StoredRecord, before: StoredRecord | undefined, store: Store): void {
  const lines = order.lines['item'] ?? [];
  if (lines.length === 0) throw userError('You must enter at least one line item for this transaction.');
  for (const line of before?.lines['item'] ?? []) {
    const taken = takenUnits(order, line.line, store);
    const used = Math.max(taken.picked, taken.billed);
    if (used === 0) continue;
    const now = lines.find((candidate) => candidate.line === line.line);
    if (!now || idOf(now['item']) !== idOf(line['item']))
      throw userError('You may not delete a line that was fulfilled or billed.');
    if ((numberOf(now['quantity']) ?? 0) < used)
      throw userError('The quantity may not be less than what was fulfilled or billed.');
  }
}

function checkBalance(journal: StoredRecord): void {
  const lines: readonly Line[] = journal.lines['line'] ?? [];
  const debit = sumOf(lines, (line) => toCents(numberOf(line['debit']) ?? 0));
  const credit = sumOf(lines, (line) => toCents(numberOf(line['credit']) ?? 0));
  if (lines.length === 0 || debit !== credit) throw userError('The amounts in a journal entry must balance.');
}

/** Gives the record its posting period; refuses when that, or the one it was booked in, is no longer open. */
function inOpenPeriod(record: StoredRecord, before: StoredRecord | undefined, store: Store): StoredRecord {
  const area =
    record.type === 'journalEntry' ? 'ledger' : record.type === 'itemFulfillment' ? 'inventory' : 'receivables';
  if (before && isPosting(before)) requireOpenPeriod(periodOf(before, store), area);
  const period = periodOf(record, store);
  requireOpenPeriod(period, area);
  return { ...record, values: { ...record.values, postingPeriod: { id: period.id } } };
}
