import type { Books } from '../entity-model.ts';
import { cents, fromCents } from '../cents.ts';
import { type EntitySet, Infolog, noYes, type Row } from '../entity-model.ts';
import { require, requireRelated } from './master-data.ts';

const accountTypes = { enum: ['Ledger', 'Cust', 'Vend', 'Project', 'FixedAssets', 'Bank'] } as const;

/** General journals and customer payment journals: a header, its lines, and nothing that posts them from outside. */
export const journals: readonly EntitySet[] = [
  {
    writable: true,
    name: 'LedgerJournalHeaders',
    entity: 'LedgerJournalHeaderEntity',
    keys: ['dataAreaId', 'JournalBatchNumber'],
    fields: {
      dataAreaId: 'text',
      JournalBatchNumber: 'text',
      JournalName: 'text',
      Description: 'text',
      IntegrationKey: 'text',
      AccountingCurrency: 'text',
      JournalTotalDebit: 'number',
      JournalTotalCredit: 'number',
      IsPosted: noYes,
    },
    readOnly: ['JournalBatchNumber', 'JournalTotalDebit', 'JournalTotalCredit', 'IsPosted', 'AccountingCurrency'],
    insert: (row, books) => openJournal(row, books, 'Daily', 'GJ-'),
    update: (_row, before) => requireUnposted(before),
    remove: (row, books) => requireEmpty(row, books, 'LedgerJournalLines'),
    view: (row, books) => {
      const lines = linesOf(row, books, 'LedgerJournalLines');
      const total = (field: string) => fromCents(lines.reduce((sum, line) => sum + cents(line[field]), 0));
      return { JournalTotalDebit: total('DebitAmount'), JournalTotalCredit: total('CreditAmount') };
    },
  },
  {
    writable: true,
    name: 'LedgerJournalLines',
    entity: 'LedgerJournalLineEntity',
    keys: ['dataAreaId', 'JournalBatchNumber', 'LineNumber'],
    fields: {
      dataAreaId: 'text',
      JournalBatchNumber: 'text',
      LineNumber: 'number',
      TransDate: 'date',
      DocumentDate: 'date',
      AccountType: accountTypes,
      AccountDisplayValue: 'text',
      OffsetAccountType: accountTypes,
      OffsetAccountDisplayValue: 'text',
      DebitAmount: 'number',
      CreditAmount: 'number',
      CurrencyCode: 'text',
      Text: 'text',
      Document: 'text',
      Voucher: 'text',
      DefaultDimensionDisplayValue: 'text',
      PaymentReference: 'text',
      PaymentMethod: 'text',
    },
    insert: (row, books) => addLine(row, books, { header: 'LedgerJournalHeaders', lines: 'LedgerJournalLines' }),
    update: (row, _before, books) => checkJournalLine(row, books, 'LedgerJournalHeaders'),
    remove: (row, books) => requireUnposted(headerOf(row, books, 'LedgerJournalHeaders')),
  },
  {
    writable: true,
    name: 'CustomerPaymentJournalHeaders',
    entity: 'CustomerPaymentJournalHeaderEntity',
    keys: ['dataAreaId', 'JournalBatchNumber'],
    fields: {
      dataAreaId: 'text',
      JournalBatchNumber: 'text',
      JournalName: 'text',
      Description: 'text',
      IsPosted: noYes,
    },
    readOnly: ['JournalBatchNumber', 'IsPosted'],
    insert: (row, books) => openJournal(row, books, 'CustPayment', 'CPJ-'),
    update: (_row, before) => requireUnposted(before),
    remove: (row, books) => requireEmpty(row, books, 'CustomerPaymentJournalLines'),
  },
  {
    writable: true,
    name: 'CustomerPaymentJournalLines',
    entity: 'CustomerPaymentJournalLineEntity',
    keys: ['dataAreaId', 'JournalBatchNumber', 'LineNumber'],
    fields: {
      dataAreaId: 'text',
      JournalBatchNumber: 'text',
      LineNumber: 'number',
      TransactionDate: 'date',
      AccountType: accountTypes,
      AccountDisplayValue: 'text',
      OffsetAccountType: accountTypes,
      OffsetAccountDisplayValue: 'text',
      DebitAmount: 'number',
      CreditAmount: 'number',
      CurrencyCode: 'text',
      TransactionText: 'text',
      PaymentReference: 'text',
      PaymentId: 'text',
      PaymentMethodName: 'text',
      MarkedInvoice: 'text',
      MarkedInvoiceCompany: 'text',
      IsPrepayment: noYes,
      Voucher: 'text',
    },
    insert: (row, books) =>
      addLine(row, books, { header: 'CustomerPaymentJournalHeaders', lines: 'CustomerPaymentJournalLines' }),
    update: (row, _before, books) => checkJournalLine(row, books, 'CustomerPaymentJournalHeaders'),
    remove: (row, books) => requireUnposted(headerOf(row, books, 'CustomerPaymentJournalHeaders')),
  },
];

/** The lines of a journal. */
export function linesOf(header: Row, books: Books, set: string): readonly Row[] {
  const { dataAreaId = '', JournalBatchNumber = '' } = header;
  return books.where(set, { dataAreaId, JournalBatchNumber });
}

function openJournal(row: Row, books: Books, type: string, prefix: string): void {
  require(row, 'JournalName', 'Name');
  const value = String(row['JournalName']);
  const match = { dataAreaId: row['dataAreaId'] ?? '', Name: value };
  const name = requireRelated(books, { set: 'JournalNames', match, label: 'Name', value });
  if (name['Type'] !== type) throw new Infolog(`Journal name ${value} is of type ${name['Type']}.`);
  if (String(row['Description']).length > 60) throw new Infolog("The value in field 'Description' is too long.");
  row['JournalBatchNumber'] = books.next('journals', prefix);
  if ('AccountingCurrency' in row) row['AccountingCurrency'] = 'USD';
}

function addLine(row: Row, books: Books, { header, lines }: { readonly header: string; readonly lines: string }): void {
  checkJournalLine(row, books, header);
  const present = linesOf(row, books, lines);
  if (row['LineNumber'] === 0) row['LineNumber'] = present.length + 1;
  if (row['Voucher'] === '') row['Voucher'] = String(present[0]?.['Voucher'] ?? books.next('vouchers', 'V-'));
}

function checkJournalLine(row: Row, books: Books, header: string): void {
  requireUnposted(headerOf(row, books, header));
  const dateField = 'TransDate' in row ? 'TransDate' : 'TransactionDate';
  if (String(row[dateField]).startsWith('1900')) throw new Infolog("Field 'Date' must be filled in.", 'Warning');
  require(row, 'AccountDisplayValue', 'Account');
  checkAccount(row, books, 'AccountType', 'AccountDisplayValue');
  if (row['OffsetAccountDisplayValue'] !== '')
    checkAccount(row, books, 'OffsetAccountType', 'OffsetAccountDisplayValue');
  requireMethod(row, books, 'PaymentMethod' in row ? 'PaymentMethod' : 'PaymentMethodName');
  if (row['DebitAmount'] !== 0 && row['CreditAmount'] !== 0)
    throw new Infolog('Debit and credit cannot both be filled in.');
}

function requireMethod(row: Row, books: Books, field: string): void {
  const value = String(row[field] ?? '');
  if (value === '') return;
  const match = { dataAreaId: row['dataAreaId'] ?? '', Name: value };
  requireRelated(books, { set: 'CustomerPaymentMethods', match, label: 'Method of payment', value });
}

function checkAccount(row: Row, books: Books, typeField: string, valueField: string): void {
  // The segment delimiter stands escaped inside an account's own number.
  const value = String(row[valueField]).replaceAll(String.raw`\-`, '\u0000');
  const [first = ''] = value.split('-');
  const account = first.replaceAll('\u0000', '-');
  if (row[typeField] === 'Ledger') {
    requireRelated(books, {
      set: 'MainAccounts',
      match: { MainAccountId: account },
      label: 'Main account',
      value: account,
    });
  }
  if (row[typeField] === 'Cust') {
    const match = { dataAreaId: row['dataAreaId'] ?? '', CustomerAccount: account };
    requireRelated(books, { set: 'CustomersV3', match, label: 'Customer account', value: account });
  }
}

function headerOf(line: Row, books: Books, set: string): Row {
  const value = String(line['JournalBatchNumber']);
  const match = { dataAreaId: line['dataAreaId'] ?? '', JournalBatchNumber: value };
  return requireRelated(books, { set, match, label: 'Journal batch number', value });
}

function requireUnposted(header: Row): void {
  if (header['IsPosted'] === 'Yes')
    throw new Infolog(`Journal ${header['JournalBatchNumber']} is already posted and cannot be changed.`);
}

function requireEmpty(header: Row, books: Books, lines: string): void {
  requireUnposted(header);
  if (linesOf(header, books, lines).length > 0) {
    throw new Infolog('Ledger journal table cannot be deleted while dependent Journal lines exist.', 'Warning');
  }
}
