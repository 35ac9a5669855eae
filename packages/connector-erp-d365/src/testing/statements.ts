import { cents, fromCents } from './cents.ts';
import { type Books, Infolog, type Row } from './entity-model.ts';
import { keyOf, storeOf } from './entities/retail.ts';
import { type LedgerLine, postVoucher } from './ledger.ts';
import { moveStock } from './stock.ts';

/** Accounts that the posting profiles of the stores name. */
const accounts = { revenue: '401100', tax: '202110' } as const;

/** What is posted together: the transactions of one store on one business date in one currency. */
const groupOf = (transaction: Row): string =>
  [transaction['OperatingUnitNumber'], transaction['businessDate'], transaction['Currency']].join('\n');

/**
 * Validates store transactions, calculates a statement for each store and day, and posts it: cash and carry becomes one order and one invoice for
 * the default customer. What does not validate stays out, with its reason; a statement that cannot be posted stays whole.
 */
export function postStatements(books: Books, sold: 'negative' | 'positive'): void {
  const open = books.where('RetailTransactions', { TransactionStatus: 'None', TransactionType: 'Sales' });
  for (const transactions of Map.groupBy(open, groupOf).values()) {
    const statement = books.next('statements', 'ST-');
    const valid = transactions.filter((it) => isValid(books, it, statement, sold));
    if (valid.length > 0) postStatement(books, valid, statement, sold);
  }
}

function isValid(books: Books, transaction: Row, statement: string, sold: 'negative' | 'positive'): boolean {
  try {
    validate(books, transaction, sold);
    return true;
  } catch (error) {
    if (!(error instanceof Infolog)) throw error;
    note(books, transaction, { statement, PostingStatus: 'Checked', error: error.message });
    return false;
  }
}

function validate(books: Books, transaction: Row, sold: 'negative' | 'positive'): void {
  const { TransactionNumber, GrossAmount, PaymentAmount } = transaction;
  const refuse = (why: string) => new Infolog(`Transaction ${TransactionNumber}: ${why}`);
  const [lines, payments] = [linesOf(books, transaction), paymentsOf(books, transaction)];
  const total = (rows: readonly Row[], field: string) => rows.reduce((sum, row) => sum + cents(row[field]), 0);
  if (lines.length !== transaction['NumberOfItemLines']) throw refuse('the number of item lines differs.');
  if (payments.length !== transaction['NumberOfPaymentLines']) throw refuse('the number of payment lines differs.');
  if (total(lines, 'NetAmountInclusiveTax') !== cents(GrossAmount)) throw refuse('lines differ from the gross amount.');
  if (total(payments, 'AmountTendered') !== cents(PaymentAmount)) throw refuse('payments differ from what is paid.');
  const due = sold === 'negative' ? -cents(GrossAmount) : cents(GrossAmount);
  if (due !== cents(PaymentAmount)) throw refuse('the sales and payment amounts differ.');
  const taxes = books.where('RetailTransactionTaxLines', keyOf(transaction));
  for (const line of lines) {
    const own = taxes.filter((it) => it['SalesLineNumber'] === line['LineNumber']);
    if (total(own, 'TaxAmount') !== cents(line['SalesTaxAmount'])) throw refuse('tax lines differ from the line.');
    const item = { dataAreaId: line['dataAreaId'] ?? '', ItemNumber: line['ItemId'] ?? '' };
    if (!books.find('ReleasedProductsV2', item)) throw refuse(`item ${line['ItemId']} is not released.`);
  }
  for (const payment of payments) tenderOf(books, transaction, payment);
}

function postStatement(
  books: Books,
  transactions: readonly Row[],
  statement: string,
  sold: 'negative' | 'positive',
): void {
  try {
    books.atomically(() => post(books, transactions, statement, sold));
  } catch (error) {
    if (!(error instanceof Infolog)) throw error;
    for (const it of transactions) note(books, it, { statement, PostingStatus: 'Aggregated', error: error.message });
  }
}

function post(books: Books, transactions: readonly Row[], statement: string, sold: 'negative' | 'positive'): void {
  const [first] = transactions;
  if (!first) return;
  const sign = sold === 'negative' ? -1 : 1;
  const lines = transactions.flatMap((it) => linesOf(books, it));
  const sum = (field: string) => sign * lines.reduce((total, line) => total + cents(line[field]), 0);
  const [gross, tax] = [sum('NetAmountInclusiveTax'), sum('SalesTaxAmount')];
  const company = String(first['dataAreaId']);
  const date = String(first['businessDate']).slice(0, 10);
  const voucher = books.next('vouchers', 'V-');
  const taken = transactions.flatMap((it): readonly LedgerLine[] =>
    paymentsOf(books, it).map((payment) => ({
      account: String(tenderOf(books, it, payment)['LedgerDimensionDisplayValue']),
      cents: cents(payment['AmountTendered']),
    })),
  );
  postVoucher(books, { number: voucher, company, date, currency: String(first['Currency']) }, [
    ...taken,
    { account: accounts.revenue, cents: tax - gross },
    { account: accounts.tax, cents: -tax },
  ]);
  const [order, invoice] = [books.next('orders', 'SO-'), books.next('invoices', 'INV-')];
  books.put('SalesInvoiceHeadersV4', {
    dataAreaId: company,
    InvoiceNumber: invoice,
    InvoiceDate: `${date}T12:00:00Z`,
    LedgerVoucher: voucher,
    SalesOrderNumber: order,
    InvoiceCustomerAccountNumber: first['CustomerAccount'] ?? '',
    CurrencyCode: first['Currency'] ?? '',
    TotalInvoiceAmount: fromCents(gross),
    TotalTaxAmount: fromCents(tax),
  });
  books.put('RetailStatementJourBIEntities', {
    dataAreaId: company,
    statementId: statement,
    storeId: storeOf(first, books)['StoreNumber'] ?? '',
    postingDate: `${date}T12:00:00Z`,
    PostedDateTime: new Date(books.now()).toISOString(),
    salesAmount: fromCents(gross - tax),
    taxAmount: fromCents(tax),
  });
  for (const transaction of transactions) {
    for (const line of linesOf(books, transaction)) moveGoods(books, line, sign);
    note(books, transaction, { statement, PostingStatus: 'Posted', order, invoice });
    books.change('RetailTransactions', transaction, {
      TransactionStatus: 'Posted',
      ItemsPosted: 'Yes',
      InvoiceId: invoice,
      SalesOrderId: order,
    });
  }
}

function moveGoods(books: Books, line: Row, sign: number): void {
  if (line['Warehouse'] === '') return;
  const item = {
    ItemNumber: line['ItemId'] ?? '',
    ProductColorId: line['ItemColor'] ?? '',
    ProductSizeId: line['ItemSize'] ?? '',
    ProductStyleId: line['ItemStyle'] ?? '',
    ProductConfigurationId: line['ItemConfigId'] ?? '',
    ProductVersionId: line['ItemVersion'] ?? '',
  };
  const place = { company: String(line['dataAreaId']), item, site: String(line['SiteId']) };
  moveStock(books, { ...place, warehouse: String(line['Warehouse']) }, -sign * Number(line['Quantity']));
}

/** Says how far a statement came with a transaction; what an earlier attempt said is gone. */
function note(
  books: Books,
  transaction: Row,
  how: {
    readonly statement: string;
    readonly PostingStatus: string;
    readonly error?: string;
    readonly order?: string;
    readonly invoice?: string;
  },
): void {
  const dataAreaId = transaction['dataAreaId'] ?? '';
  const TransactionId = transaction['TransactionNumber'] ?? '';
  for (const before of books.where('RetailEodTransactionTableBIEntities', { dataAreaId, TransactionId })) {
    books.drop('RetailEodTransactionTableBIEntities', before);
  }
  books.put('RetailEodTransactionTableBIEntities', {
    dataAreaId,
    StatementId: how.statement,
    TransactionId,
    BusinessDate: transaction['businessDate'] ?? '',
    currency: transaction['Currency'] ?? '',
    SalesOrderId: how.order ?? '',
    InvoiceId: how.invoice ?? '',
    PostingStatus: how.PostingStatus,
    PostingErrorCode: how.error === undefined ? 'Success' : 'Error',
  });
  if (how.error === undefined) return;
  books.put('RetailEodTransactionErrorBIEntities', {
    dataAreaId,
    SourceKey: Number(books.next('records', '', 1)),
    StatementId: how.statement,
    ErrorMessage: how.error,
  });
}

const linesOf = (books: Books, transaction: Row): readonly Row[] =>
  books.where('RetailTransactionSalesLinesV2', keyOf(transaction));

const paymentsOf = (books: Books, transaction: Row): readonly Row[] =>
  books.where('RetailTransactionPaymentLinesV2', keyOf(transaction));

function tenderOf(books: Books, transaction: Row, payment: Row): Row {
  const { RetailChannelId = '' } = storeOf(transaction, books);
  const tender = books.find('RetailStoreTenderTypes', {
    dataAreaId: transaction['dataAreaId'] ?? '',
    RetailChannelId,
    PaymentMethodNumber: payment['TenderType'] ?? '',
  });
  if (tender) return tender;
  throw new Infolog(
    `Transaction ${transaction['TransactionNumber']}: payment method ${payment['TenderType']} is not set up for the store.`,
  );
}
