import { chartOfAccounts, type AccountFeatures } from './account.ts';
import { sumOf, toCents } from './cents.ts';
import { idOf, numberOf } from './json.ts';
import { amountCents, isFulfillable, isPosting, itemOf, totalsOf } from './sales.ts';
import type { LedgerLine, Line, Store, StoredRecord } from './store.ts';

interface Entry {
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

function entriesOf(record: StoredRecord, store: Store, features: AccountFeatures): readonly Entry[] {
  const lines = record.lines['item'] ?? [];
  switch (record.type) {
    case 'cashSale': {
      const till = idOf(record.values['account']) ?? chartOfAccounts.undepositedFunds.id;
      return [...saleEntries(record, till, store, features), ...goods(lines, record, store)];
    }
    case 'invoice':
      return [...saleEntries(record, chartOfAccounts.receivable.id, store, features), ...goods(lines, record, store)];
    case 'itemFulfillment':
      return goods(lines, record, store);
    case 'journalEntry':
      return (record.lines['line'] ?? []).map((line) => ({
        line: line.line,
        account: idOf(line['account']) ?? '',
        cents: toCents(numberOf(line['debit']) ?? 0) - toCents(numberOf(line['credit']) ?? 0),
      }));
    default:
      return [];
  }
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

/** Cost of goods: booked where the goods leave, which is the fulfilment when there is one. */
function goods(lines: readonly Line[], record: StoredRecord, store: Store): readonly Entry[] {
  const leaves = record.type === 'itemFulfillment' || record.createdFrom === undefined;
  if (!leaves) return [];
  return lines
    .filter((line) => isFulfillable(line, store))
    .flatMap((line) => {
      const cost = toCents((numberOf(itemOf(line, store)?.values['cost']) ?? 0) * (numberOf(line['quantity']) ?? 0));
      return [
        { line: line.line, account: chartOfAccounts.costOfGoods.id, cents: cost },
        { line: line.line, account: chartOfAccounts.inventory.id, cents: -cost },
      ];
    });
}
