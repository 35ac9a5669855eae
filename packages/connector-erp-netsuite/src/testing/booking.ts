/** The business rules a transaction has to pass before it is stored, and what it does to the ledger. */
import { chartOfAccounts, type AccountFeatures } from './account.ts';
import { sumOf, toCents } from './cents.ts';
import { idOf, numberOf, textOf, type Json } from './json.ts';
import { ledgerOf } from './ledger.ts';
import { periodOf, requireOpenPeriod } from './periods.ts';
import { invalidContent, userError } from './problem.ts';
import { recordTypes } from './record-types.ts';
import { requireFields } from './record-input.ts';
import { isPosting, isPriced, posts, priceLines, takenUnits, totalsOf } from './sales.ts';
import { openCents, partyOf, withApplications } from './settlement.ts';
import { isStocked } from './stock.ts';
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
  const complete =
    type.group === 'transaction'
      ? completed(record, books)
      : record.type === 'customer'
        ? named(record, books)
        : record;
  requireFields(complete, type);
  if (complete.type === 'salesOrder') checkOrder(complete, before, books.store);
  if (complete.type === 'journalEntry') checkJournal(complete);
  if (type.group === 'transaction') checkPlaces(complete, books);
  if (isPriced(complete)) checkTotal(complete, books);
  const settled = withApplications(complete, before, books.store, books.features);
  const dated = posts(settled.type) ? inOpenPeriod(settled, before, books.store) : settled;
  const saved = { ...dated, modifiedAt: books.now(), version: (before?.version ?? 0) + 1 };
  books.store.save(saved);
  if (type.group === 'transaction') books.store.post(saved.id, ledgerOf(saved, books.store, books.features));
  for (const id of relatives(saved)) books.store.touch(id);
  if (saved.type === 'invoice' && !before && books.features.depositsApplyThemselves) applyDeposits(saved, books);
  return saved;
}

/** A customer is a person with a name or a company, and is known by a name in lists that nobody else has. */
function named(customer: StoredRecord, { store, features }: Bookkeeping): StoredRecord {
  const text = (name: string) => textOf(customer.values[name]);
  const isPerson = customer.values['isPerson'] === true;
  const own = isPerson ? [text('firstName'), text('lastName')].filter(Boolean).join(' ') : text('companyName');
  if (own === undefined || own === '')
    throw userError(`Please enter value(s) for: ${isPerson ? 'Last Name' : 'Company Name'}.`);
  if (features.oneWorld && customer.values['subsidiary'] === undefined)
    throw userError('Please enter value(s) for: Primary Subsidiary.');
  const entityId = text('entityId') ?? own;
  const others = store.all('customer').filter((it) => it.id !== customer.id);
  if (others.some((it) => textOf(it.values['entityId']) === entityId)) throw userError('This entity already exists.');
  return { ...customer, values: { ...customer.values, entityId } };
}

/** What was paid ahead for an order settles its invoice. */
function applyDeposits(invoice: StoredRecord, books: Bookkeeping): void {
  const { store, features } = books;
  const order = invoice.createdFrom;
  const deposits = store.all('customerDeposit').filter((it) => order && idOf(it.values['salesOrder']) === order);
  for (const deposit of deposits) {
    const cents = Math.min(openCents(deposit, store, features), openCents(invoice, store, features));
    if (cents <= 0 || partyOf(deposit) !== partyOf(invoice)) continue;
    const { tranDate = '', postingPeriod = null } = invoice.values;
    const values = { tranDate, postingPeriod };
    book(depositApplication(deposit, { id: invoice.id, cents }, values, books), undefined, books);
  }
}

function depositApplication(
  deposit: StoredRecord,
  invoice: { readonly id: string; readonly cents: number },
  values: Readonly<Record<string, Json>>,
  { store, now }: Bookkeeping,
): StoredRecord {
  const { customer = null, subsidiary = null, currency = null, exchangeRate = null } = deposit.values;
  return {
    type: 'depositApplication',
    id: store.nextId(),
    createdFrom: deposit.id,
    values: { customer, subsidiary, currency, exchangeRate, deposit: { id: deposit.id }, ...values },
    lines: { apply: [{ line: 1, doc: { id: invoice.id }, apply: true, amount: invoice.cents / 100 }] },
    createdAt: now(),
    modifiedAt: now(),
    version: 0,
  };
}

/** Documents whose state depends on this one: what it was made from, what it settles. */
function relatives(record: StoredRecord): readonly string[] {
  const settled = [...(record.lines['apply'] ?? []), ...(record.lines['deposit'] ?? [])].map((it) => idOf(it['doc']));
  return [record.createdFrom, ...settled].filter((id) => id !== undefined);
}

/** Defaults of the platform: date, currency, subsidiary, document number, prices. */
function completed(record: StoredRecord, books: Bookkeeping): StoredRecord {
  const { store, features } = books;
  const customer = store.find('customer', partyOf(record) ?? '');
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
  if (record.type === 'returnAuthorization') values['orderStatus'] = values['orderStatus'] ?? { id: 'A' };
  if (record.type === 'journalEntry')
    values['approvalStatus'] = values['approvalStatus'] ?? { id: features.journalApproval ? '1' : '2' };
  if (record.type === 'itemFulfillment') values['shipStatus'] = values['shipStatus'] ?? { id: 'A' };
  const lines = isPriced(record) ? { ...record.lines, item: priceLines(record, store) } : record.lines;
  return { ...record, values, lines };
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

const accountIds: ReadonlySet<string> = new Set(Object.values(chartOfAccounts).map(({ id }) => id));
/** Accounts that are kept by customer: a line on one of them says whose. */
const byCustomer: ReadonlySet<string> = new Set([chartOfAccounts.receivable.id]);

function checkJournal(journal: StoredRecord): void {
  const lines: readonly Line[] = journal.lines['line'] ?? [];
  for (const [index, line] of lines.entries()) {
    const account = idOf(line['account']) ?? '';
    requireAccount(account, `line.items[${String(index)}].account`);
    if (byCustomer.has(account) && idOf(line['entity']) === undefined)
      throw userError('Please enter value(s) for: Name.');
  }
  const debit = sumOf(lines, (line) => toCents(numberOf(line['debit']) ?? 0));
  const credit = sumOf(lines, (line) => toCents(numberOf(line['credit']) ?? 0));
  if (lines.length === 0 || debit !== credit) throw userError('The amounts in a journal entry must balance.');
}

function requireAccount(id: string, path: string): void {
  if (accountIds.has(id)) return;
  throw invalidContent(`Invalid reference key or internal ID ${id} for field account.`, path);
}

/** Accounts exist, goods are counted where they are moved, and every place belongs to the subsidiary of the document. */
function checkPlaces(record: StoredRecord, { store, features }: Bookkeeping): void {
  const account = idOf(record.values['account']);
  if (account !== undefined) requireAccount(account, 'account');
  if (record.type === 'customerRefund' && !record.values['paymentOption'] && !record.values['paymentMethod'])
    throw userError('Please enter value(s) for: Refund Method.');
  const moved = record.lines['inventory'];
  if (moved?.length === 0) throw userError('You must have at least one valid line item for this transaction.');
  for (const line of moved ?? []) {
    if (!isStocked(line, store)) throw userError('Please choose an inventory item to adjust.');
    if (record.type === 'inventoryAdjustment' && idOf(line['location']) === undefined)
      throw userError('Please enter value(s) for: Location.');
  }
  if (!features.oneWorld) return;
  const own = idOf(record.values['subsidiary']);
  const lines = Object.values(record.lines).flat();
  for (const place of [record.values['location'], ...lines.map((line) => line['location'])]) {
    const subsidiary = idOf(store.get(idOf(place) ?? '')?.values['subsidiary']);
    if (subsidiary !== undefined && subsidiary !== own)
      throw userError('The location does not belong to the subsidiary of this transaction.');
  }
}

/** A total of less than nothing is no document of the platform. */
function checkTotal(record: StoredRecord, { features }: Bookkeeping): void {
  const { totalCents } = totalsOf(record, features);
  if (totalCents < 0 && record.type !== 'returnAuthorization')
    throw userError('The total of this transaction may not be negative.');
}

/** Which lock of a period a type minds, if not that of receivables. */
const areas: Readonly<Record<string, 'inventory' | 'ledger'>> = {
  journalEntry: 'ledger',
  itemFulfillment: 'inventory',
  itemReceipt: 'inventory',
  inventoryAdjustment: 'inventory',
  inventoryTransfer: 'inventory',
};

/** Gives the record its posting period; refuses when that, or the one it was booked in, is no longer open. */
function inOpenPeriod(record: StoredRecord, before: StoredRecord | undefined, store: Store): StoredRecord {
  const area = areas[record.type] ?? 'receivables';
  if (before && isPosting(before)) requireOpenPeriod(periodOf(before, store), area);
  const period = periodOf(record, store);
  requireOpenPeriod(period, area);
  return { ...record, values: { ...record.values, postingPeriod: { id: period.id } } };
}
