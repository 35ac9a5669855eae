/** What a document settles of others: payments, credits and deposits, and what is left open. */
import type { AccountFeatures } from './account.ts';
import { sumOf, toCents, toDecimal } from './cents.ts';
import { idOf, numberOf } from './json.ts';
import { userError } from './problem.ts';
import { isPriced, totalsOf } from './sales.ts';
import type { Line, Store, StoredRecord } from './store.ts';

/** Sublists that settle documents. */
const settling = ['apply', 'deposit'] as const;

/** Whose account with us a document touches. */
export function partyOf(record: StoredRecord): string | undefined {
  return idOf(record.values['entity']) ?? idOf(record.values['customer']);
}

function isApplied(line: Line): boolean {
  return line['apply'] !== false;
}

export function appliedCents(line: Line): number {
  return isApplied(line) ? toCents(numberOf(line['amount']) ?? 0) : 0;
}

/** What a document settles in all, by its own lines. */
export function settledBy(record: StoredRecord): number {
  return sumOf(settling, (name) => sumOf(record.lines[name] ?? [], appliedCents));
}

/** What a document comes to, in cents of its currency. */
export function documentCents(record: StoredRecord, features: AccountFeatures): number {
  if (isPriced(record)) return totalsOf(record, features).totalCents;
  switch (record.type) {
    case 'customerDeposit':
    case 'customerPayment':
      return toCents(numberOf(record.values['payment']) ?? 0);
    case 'customerRefund':
    case 'depositApplication':
      return settledBy(record);
    default:
      return 0;
  }
}

/** What of a document is not settled yet: of an invoice what is owed, of a payment, credit or deposit what is left over. */
export function openCents(record: StoredRecord, store: Store, features: AccountFeatures): number {
  const others = store.all('transaction').filter((other) => other.id !== record.id && other.values['voided'] !== true);
  const taken = sumOf(others, (other) =>
    sumOf(settling, (name) =>
      sumOf(
        (other.lines[name] ?? []).filter((line) => idOf(line['doc']) === record.id),
        appliedCents,
      ),
    ),
  );
  const applications = store.madeFrom(record.id).filter(({ type }) => type === 'depositApplication');
  const own = record.type === 'customerRefund' || record.type === 'depositApplication' ? 0 : settledBy(record);
  return documentCents(record, features) - taken - own - sumOf(applications, settledBy);
}

const owed: ReadonlySet<string> = new Set(['invoice']);
const refundable: ReadonlySet<string> = new Set(['creditMemo', 'customerPayment']);

/**
 * Completes the amounts that a request leaves out, and refuses to settle what is not open, what belongs to another
 * customer, or more than there is.
 */
export function withApplications(
  record: StoredRecord,
  before: StoredRecord | undefined,
  store: Store,
  features: AccountFeatures,
): StoredRecord {
  const lines = record.lines['apply'] ?? [];
  const deposits = record.lines['deposit'] ?? [];
  if (lines.length + deposits.length === 0) return record;
  const targets = record.type === 'customerRefund' ? refundable : owed;
  const apply = lines.map((line) => checked(line, targets, record, before, store, features));
  const deposit = deposits.map((line) => checked(line, new Set(['customerDeposit']), record, before, store, features));
  const complete = { ...record, lines: { ...record.lines, apply, ...(deposits.length > 0 ? { deposit } : {}) } };
  const settled = settledBy(complete);
  if (settled > settleable(complete, store, features)) {
    throw userError('The amounts to apply exceed the amount of this transaction.');
  }
  return complete;
}

/** The most that a document may settle: its own amount; of a deposit's application, what is left of the deposit. */
function settleable(record: StoredRecord, store: Store, features: AccountFeatures): number {
  if (record.type === 'customerRefund') return Infinity;
  const deposit = record.type === 'depositApplication' ? store.get(record.createdFrom ?? '') : undefined;
  return deposit ? openCents(deposit, store, features) : documentCents(record, features);
}

function checked(
  line: Line,
  targets: ReadonlySet<string>,
  record: StoredRecord,
  before: StoredRecord | undefined,
  store: Store,
  features: AccountFeatures,
): Line {
  if (!isApplied(line)) return line;
  const target = store.get(idOf(line['doc']) ?? '');
  if (!target || !targets.has(target.type) || partyOf(target) !== partyOf(record)) {
    throw userError('You cannot apply this transaction to a document that is not open for this customer.');
  }
  if (currencyIdOf(target) !== currencyIdOf(paying(record, store))) {
    throw userError('The currency of the document does not match the currency of this transaction.');
  }
  const earlier = [...(before?.lines['apply'] ?? []), ...(before?.lines['deposit'] ?? [])].filter(
    (it) => idOf(it['doc']) === target.id,
  );
  const open = openCents(target, store, features) + sumOf(earlier, appliedCents);
  const cents = line['amount'] === undefined ? open : appliedCents(line);
  if (cents <= 0 || cents > open) {
    throw userError(`The amount to apply exceeds the amount due, which is ${toDecimal(Math.max(0, open))}.`);
  }
  return { ...line, apply: true, amount: cents / 100 };
}

function currencyIdOf(record: StoredRecord): string | undefined {
  return idOf(record.values['currency']);
}

/** The document whose money settles: an application takes that of its deposit. */
function paying(record: StoredRecord, store: Store): StoredRecord {
  const deposit = record.type === 'depositApplication' ? store.get(record.createdFrom ?? '') : undefined;
  return deposit ?? record;
}
