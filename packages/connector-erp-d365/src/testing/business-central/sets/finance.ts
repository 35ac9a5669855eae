import { centsOf } from '../decimals.ts';
import { type Books, dialog, type EntitySet, noId, Refusal, type Row } from '../entity-model.ts';
import { accounts, enter, requirePostable } from '../posting.ts';

const text = (length: number) => ({ text: length }) as const;
const code = (length: number) => ({ code: length }) as const;
const modified = { lastModifiedDateTime: 'datetime' } as const;
const accountTypes = ['G/L Account', 'Customer', 'Vendor', 'Bank Account', 'Fixed Asset', 'IC Partner', 'Employee'];

/** The table that an account of a journal line stands in. */
const tables: Readonly<Record<string, string>> = {
  'G/L Account': 'accounts',
  Customer: 'customers',
  'Bank Account': 'bankAccounts',
};

function requireAccount(books: Books, type: string, number: string): Row {
  const found = books.find(tables[type] ?? '', { number });
  if (found) return found;
  throw new Refusal(
    'Internal_InvalidTableRelation',
    `The field Account No. of table Gen. Journal Line contains a value (${number}) that cannot be found in the related table (${type}).`,
  );
}

const uniqueCode =
  (set: string) =>
  (row: Row, books: Books): Row => {
    if (row['code'] === '')
      throw new Refusal('BadRequest_RequiredParamNotProvided', "Field 'code' must not be blank or empty.");
    if (!books.find(set, { code: row['code'] ?? '' })) return row;
    throw new Refusal(
      'Internal_EntityWithSameKeyExists',
      `The Gen. Journal Batch already exists. Identification fields and values: Name='${String(row['code'])}'`,
    );
  };

/** A line's number is a key within its journal; one without gets the next. */
function numberedLine(set: string, row: Row, books: Books): Row {
  const own = books.where(set, { journalId: row['journalId'] ?? noId });
  const last = Math.max(0, ...own.map((it) => Number(it['lineNumber'])));
  if (row['lineNumber'] === 0) return { ...row, lineNumber: last + 10_000 };
  if (!own.some((it) => it['lineNumber'] === row['lineNumber'])) return row;
  throw new Refusal('Internal_EntityWithSameKeyExists', 'The Gen. Journal Line already exists.');
}

/** Posts everything in a journal, and leaves it empty. */
export function postJournal(books: Books, journal: Row, lines: string): void {
  const rows = books.where(lines, { journalId: journal['id'] ?? noId });
  if (rows.length === 0) throw dialog('There is nothing to post.');
  const balances = new Map<string, number>();
  for (const row of rows) {
    const documentNumber = String(row['documentNumber']);
    if (documentNumber === '')
      throw new Refusal('Application_FieldValidationException', 'Document No. must have a value in Gen. Journal Line.');
    requirePostable(books, String(row['postingDate']));
    const cents = centsOf(Number(row['amount']));
    const balancing = String(journal['balancingAccountNumber'] ?? '');
    const by = { documentNumber, postingDate: String(row['postingDate']) };
    const type = String(row['accountType'] ?? 'Customer');
    enter(books, by, type === 'Customer' ? accounts.receivables : String(row['accountNumber']), cents);
    if (balancing === '') balances.set(documentNumber, (balances.get(documentNumber) ?? 0) + cents);
    else enter(books, by, balancing, -cents);
    books.drop(lines, row);
  }
  for (const [documentNumber, cents] of balances) {
    if (cents !== 0) throw dialog(`The lines in ${documentNumber} are out of balance by ${cents / 100}.`);
  }
}

const journalFields = {
  code: code(10),
  displayName: text(100),
  balancingAccountNumber: code(20),
  ...modified,
} as const;

const journals: EntitySet = {
  name: 'journals',
  writable: true,
  fields: journalFields,
  readOnly: ['lastModifiedDateTime'],
  parts: { journalLines: { set: 'journalLines', by: 'journalId' } },
  insert: uniqueCode('journals'),
  actions: { post: (row, books) => postJournal(books, row, 'journalLines') },
};

const journalLines: EntitySet = {
  name: 'journalLines',
  writable: true,
  fields: {
    journalId: 'guid',
    lineNumber: 'integer',
    accountType: { enum: accountTypes },
    accountId: 'guid',
    accountNumber: code(20),
    postingDate: 'date',
    documentNumber: code(20),
    externalDocumentNumber: code(35),
    amount: 'decimal',
    description: text(100),
    ...modified,
  },
  readOnly: ['journalId', 'lastModifiedDateTime'],
  parent: { set: 'journals', by: 'journalId' },
  parts: { dimensionSetLines: { set: 'dimensionSetLines', by: 'parentId' } },
  insert(row, books) {
    const account = requireAccount(books, String(row['accountType']), String(row['accountNumber']));
    return numberedLine('journalLines', { ...row, accountId: account['id'] ?? noId }, books);
  },
};

const dimensionSetLines: EntitySet = {
  name: 'dimensionSetLines',
  writable: true,
  fields: { parentId: 'guid', code: code(20), valueCode: code(20) },
};

const customerPaymentJournals: EntitySet = {
  name: 'customerPaymentJournals',
  writable: true,
  fields: journalFields,
  readOnly: ['lastModifiedDateTime'],
  parts: { customerPayments: { set: 'customerPayments', by: 'journalId' } },
  insert: uniqueCode('customerPaymentJournals'),
};

const customerPayments: EntitySet = {
  name: 'customerPayments',
  writable: true,
  fields: {
    journalId: 'guid',
    lineNumber: 'integer',
    customerId: 'guid',
    customerNumber: code(20),
    postingDate: 'date',
    documentNumber: code(20),
    externalDocumentNumber: code(35),
    amount: 'decimal',
    appliesToInvoiceNumber: code(20),
    description: text(100),
    ...modified,
  },
  readOnly: ['journalId', 'lastModifiedDateTime'],
  parent: { set: 'customerPaymentJournals', by: 'journalId' },
  insert(row, books) {
    const customer = requireAccount(books, 'Customer', String(row['customerNumber']));
    if (Number(row['amount']) >= 0) throw dialog('The "amount" should be a negative number.');
    const bill = String(row['appliesToInvoiceNumber']);
    const isBill = bill === '' || books.where('salesInvoices', { number: bill }).some((it) => it['status'] !== 'Draft');
    if (!isBill) throw new Refusal('Internal_RecordNotFound', 'The Sales Invoice does not exist.', 404);
    return numberedLine('customerPayments', { ...row, customerId: customer['id'] ?? noId }, books);
  },
};

const readOnlySets: readonly EntitySet[] = [
  {
    name: 'generalLedgerEntries',
    writable: false,
    fields: {
      entryNumber: 'integer',
      postingDate: 'date',
      documentNumber: code(20),
      documentType: text(30),
      accountNumber: code(20),
      description: text(100),
      debitAmount: 'decimal',
      creditAmount: 'decimal',
      ...modified,
    },
  },
  {
    name: 'itemLedgerEntries',
    writable: false,
    fields: {
      entryNumber: 'integer',
      itemNumber: code(20),
      postingDate: 'date',
      entryType: text(30),
      documentNumber: code(20),
      quantity: 'decimal',
      ...modified,
    },
  },
  {
    name: 'accountingPeriods',
    writable: false,
    fields: {
      startingDate: 'date',
      name: text(10),
      newFiscalYear: 'boolean',
      closed: 'boolean',
      dateLocked: 'boolean',
      ...modified,
    },
  },
  {
    name: 'generalLedgerSetup',
    writable: false,
    fields: { allowPostingFrom: 'date', allowPostingTo: 'date', localCurrencyCode: code(10), ...modified },
  },
];

export const finance: readonly EntitySet[] = [
  journals,
  journalLines,
  dimensionSetLines,
  customerPaymentJournals,
  customerPayments,
  ...readOnlySets,
];
