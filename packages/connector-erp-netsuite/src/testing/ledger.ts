import { chartOfAccounts, type AccountFeatures } from './account.ts';
import { sumOf, toCents } from './cents.ts';
import { idOf, numberOf } from './json.ts';
import { amountCents, isPosting, itemOf, totalsOf } from './sales.ts';
import { appliedCents, documentCents, settledBy } from './settlement.ts';
import { movesOf } from './stock.ts';
import type { LedgerLine, Store, StoredRecord } from './store.ts';

/** A line of a posting. */
export interface Entry {
  readonly line: number;
  readonly account: string;
  /** Positive is a debit, negative a credit; in cents of the transaction's currency. */
  readonly cents: number;
}

/** What a transaction does to the general ledger: nothing, or lines whose debits equal their credits. */
export function ledgerOf(record: StoredRecord, store: Store, features: AccountFeatures): readonly LedgerLine[] {
  if (!isPosting(record)) return [];
  const rate = numberOf(record.values['exchangeRate']) ?? 1;
  const entries = entriesOf(record, store, features).filter((entry) => entry.cents !== 0);
  const converted = entries.map(({ line, account, cents }): Entry => ({
    line,
    account,
    cents: toCents((cents / 100) * rate),
  }));
  const first = converted[0];
  // Each line is converted on its own; the first one takes up the cents by which they miss each other.
  if (first) converted[0] = { ...first, cents: first.cents - sumOf(converted, (entry) => entry.cents) };
  return converted.map((entry) => ({
    transaction: record.id,
    transactionLine: entry.line,
    account: entry.account,
    debitCents: Math.max(0, entry.cents),
    creditCents: Math.max(0, -entry.cents),
  }));
}

/** The lines of a posting in the document's own currency; those without an amount are left in. */
export function entriesOf(record: StoredRecord, store: Store, features: AccountFeatures): readonly Entry[] {
  const goods = costEntries(record, store);
  const cents = documentCents(record, features);
  const between = (debit: string, credit: string): readonly Entry[] => [
    { line: 0, account: debit, cents },
    { line: 1, account: credit, cents: -cents },
  ];
  const { receivable, customerDeposits } = chartOfAccounts;
  switch (record.type) {
    case 'cashSale':
      return [...saleEntries(record, tillOf(record), store, features), ...goods];
    case 'invoice':
      return [...saleEntries(record, receivable.id, store, features), ...goods];
    case 'creditMemo':
      return [...saleEntries(record, receivable.id, store, features).map(turned), ...goods];
    case 'cashRefund':
      return [...saleEntries(record, tillOf(record), store, features).map(turned), ...goods];
    case 'customerPayment':
      return between(tillOf(record), receivable.id);
    case 'customerDeposit':
      return between(tillOf(record), customerDeposits.id);
    case 'depositApplication':
      return between(customerDeposits.id, receivable.id);
    case 'customerRefund':
      return refundEntries(record);
    case 'journalEntry':
      return (record.lines['line'] ?? []).map((line) => ({
        line: line.line,
        account: idOf(line['account']) ?? '',
        cents: toCents(numberOf(line['debit']) ?? 0) - toCents(numberOf(line['credit']) ?? 0),
      }));
    default:
      return goods;
  }
}

/** Where money lies that came in: on an account that was named, or among what is not deposited yet. */
function tillOf(record: StoredRecord): string {
  return idOf(record.values['account']) ?? chartOfAccounts.undepositedFunds.id;
}

function turned(entry: Entry): Entry {
  return { ...entry, cents: -entry.cents };
}

/** A refund takes back a credit or a deposit; the money leaves the account. */
function refundEntries(record: StoredRecord): readonly Entry[] {
  const of = (name: string): number => sumOf(record.lines[name] ?? [], appliedCents);
  return [
    { line: 0, account: tillOf(record), cents: -settledBy(record) },
    { line: 1, account: chartOfAccounts.receivable.id, cents: of('apply') },
    { line: 2, account: chartOfAccounts.customerDeposits.id, cents: of('deposit') },
  ];
}

function saleEntries(
  record: StoredRecord,
  moneyAccount: string,
  store: Store,
  features: AccountFeatures,
): readonly Entry[] {
  const lines = record.lines['item'] ?? [];
  const totals = totalsOf(record, features);
  const income = lines.map((line) => ({
    line: line.line,
    account: idOf(itemOf(line, store)?.values['incomeAccount']) ?? chartOfAccounts.sales.id,
    cents: -amountCents(line),
  }));
  return [
    { line: 0, account: moneyAccount, cents: totals.totalCents },
    ...income,
    { line: lines.length + 1, account: chartOfAccounts.shipping.id, cents: -totals.shippingCents },
    { line: lines.length + 2, account: chartOfAccounts.taxPayable.id, cents: -totals.taxCents },
  ];
}

/** What the moved goods cost: against the cost of goods sold, an adjustment against the account that it names. */
function costEntries(record: StoredRecord, store: Store): readonly Entry[] {
  const adjusts = record.type === 'inventoryAdjustment';
  const against = adjusts ? (idOf(record.values['account']) ?? '') : chartOfAccounts.costOfGoods.id;
  return movesOf(record, store).flatMap(({ line, item, units }) => {
    const cents = toCents((numberOf(store.find('item', item)?.values['cost']) ?? 0) * units);
    const shelf = { line, account: chartOfAccounts.inventory.id, cents };
    // What a transfer takes from one shelf it puts on another.
    return record.type === 'inventoryTransfer' ? [shelf] : [shelf, { line, account: against, cents: -cents }];
  });
}
