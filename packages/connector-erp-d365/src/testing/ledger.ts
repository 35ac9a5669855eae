import type { Books } from './entity-model.ts';
import { cents, fromCents } from './cents.ts';
import { Infolog } from './entity-model.ts';

/** One side of a ledger entry. Positive is a debit. */
export interface LedgerLine {
  readonly account: string;
  readonly cents: number;
}

/** Puts a voucher into the general ledger. A closed or held period, and sides that differ, are refused. */
export function postVoucher(
  books: Books,
  voucher: { readonly number: string; readonly company: string; readonly date: string; readonly currency: string },
  lines: readonly LedgerLine[],
): void {
  requireOpenPeriod(books, voucher.company, voucher.date);
  const difference = lines.reduce((sum, line) => sum + line.cents, 0);
  if (difference !== 0) {
    throw new Infolog(
      `The transactions on voucher ${voucher.number} do not balance. (Currency: ${voucher.currency} - ${fromCents(difference)}).`,
    );
  }
  const entry = Number(books.next('entries', '', 1));
  books.put('SubledgerVoucherGeneralJournalEntryBiEntities', {
    RecordId: Number(books.next('records', '', 1)),
    GeneralJournalEntry: entry,
    Voucher: voucher.number,
    VoucherDataAreaId: voucher.company,
    AccountingDate: `${voucher.date}T12:00:00Z`,
  });
  books.put('GeneralJournalEntryBiEntities', {
    JournalNumber: String(entry).padStart(10, '0'),
    FiscalCalendarYear: Number(voucher.date.slice(0, 4)),
    Ledger: 1,
    SubledgerVoucher: voucher.number,
    SubledgerVoucherDataAreaId: voucher.company,
    AccountingDate: `${voucher.date}T12:00:00Z`,
    CreatedOn: new Date(books.now()).toISOString(),
  });
  for (const line of lines) {
    if (line.cents === 0) continue;
    books.put('GeneralJournalAccountEntryBiEntities', {
      SourceKey: Number(books.next('records', '', 1)),
      GeneralJournalEntry: entry,
      LedgerAccount: line.account,
      TransactionCurrencyCode: voucher.currency,
      TransactionCurrencyAmount: fromCents(line.cents),
      AccountingCurrencyAmount: fromCents(line.cents),
      IsCredit: line.cents < 0 ? 'Yes' : 'No',
    });
  }
}

/** Refuses a date whose period takes no documents. */
export function requireOpenPeriod(books: Books, company: string, date: string): void {
  const period = books
    .rows('FiscalPeriods')
    .find((it) => String(it['StartDate']).slice(0, 10) <= date && String(it['EndDate']).slice(0, 10) >= date);
  const name = String(period?.['PeriodName'] ?? '');
  const state = books.find('LedgerFiscalPeriods', {
    LegalEntityId: company,
    PeriodName: name,
    YearName: period?.['FiscalYear'] ?? '',
  });
  if (!period || !state) throw new Infolog(`Fiscal period for ${date} does not exist.`);
  if (state['PeriodStatus'] === 'Open') return;
  const words = state['PeriodStatus'] === 'OnHold' ? 'on hold' : 'closed';
  throw new Infolog(`Fiscal period ${name} that contains ${date} is ${words}. The transaction is not posted.`);
}

/** Debit and credit of everything that is in the ledger, in cents. */
export function trialBalance(books: Books): { readonly debit: number; readonly credit: number } {
  let [debit, credit] = [0, 0];
  for (const row of books.rows('GeneralJournalAccountEntryBiEntities')) {
    const amount = cents(row['TransactionCurrencyAmount']);
    if (amount >= 0) debit += amount;
    else credit -= amount;
  }
  return { debit, credit };
}
