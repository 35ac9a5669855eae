import { type Books, type EntitySet, Infolog, noYes, type Row } from '../entity-model.ts';
import { require, requireRelated } from './master-data.ts';

const entryStatus = {
  enum: ['None', 'Voided', 'Posted', 'Concluded', 'Cancelled', 'OnHold', 'Training', 'PendingInvoice', 'CreatingOrder'],
} as const;
const statementStatus = {
  enum: [
    'Started',
    'Marked',
    'Calculated',
    'Checked',
    'Aggregated',
    'CustomerOrderCreated',
    'CustomerOrderInvoiced',
    'DiscountsPosted',
    'IncomeExpensePosted',
    'SalesVoucherLinked',
    'PaymentsPosted',
    'GiftCardPosted',
    'FinancialReconciliationPosted',
    'Posted',
  ],
} as const;
const transactionKey = {
  dataAreaId: 'text',
  TransactionNumber: 'text',
  OperatingUnitNumber: 'text',
  Terminal: 'text',
} as const;

/** Stores of Commerce, what their tills did, and how far statements have come with it. */
export const retail: readonly EntitySet[] = [
  {
    writable: false,
    name: 'RetailStores',
    entity: 'RetailStoreEntity',
    keys: ['RetailChannelId'],
    fields: {
      RetailChannelId: 'text',
      OperatingUnitNumber: 'text',
      StoreNumber: 'text',
      DefaultCustomerAccount: 'text',
      DefaultCustomerLegalEntity: 'text',
      WarehouseId: 'text',
      Currency: 'text',
    },
  },
  {
    writable: false,
    name: 'RetailStoreTenderTypes',
    entity: 'RetailStoreTenderTypeEntity',
    keys: ['dataAreaId', 'RetailChannelId', 'PaymentMethodNumber'],
    fields: {
      dataAreaId: 'text',
      RetailChannelId: 'text',
      PaymentMethodNumber: 'text',
      Name: 'text',
      LedgerDimensionDisplayValue: 'text',
    },
  },
  {
    writable: true,
    name: 'RetailTransactions',
    entity: 'RetailTransactionEntity',
    keys: ['dataAreaId', 'TransactionNumber', 'OperatingUnitNumber', 'Terminal'],
    fields: {
      ...transactionKey,
      TransactionType: { enum: ['Sales', 'Payment', 'IncomeExpense', 'CustomerOrder', 'TenderDeclaration', 'Voided'] },
      TransactionStatus: entryStatus,
      ChannelReferenceId: 'text',
      RreceiptId: 'text',
      CustomerAccount: 'text',
      Currency: 'text',
      TransactionDate: 'date',
      TransactionTime: 'number',
      businessDate: 'date',
      BeginDateTime: 'date',
      IsTaxIncludedInPrice: noYes,
      SaleIsReturnSale: noYes,
      ItemsPosted: noYes,
      SiteId: 'text',
      Warehouse: 'text',
      NetAmount: 'number',
      GrossAmount: 'number',
      PaymentAmount: 'number',
      NumberOfItemLines: 'number',
      NumberOfItems: 'number',
      NumberOfPaymentLines: 'number',
      InvoiceId: 'text',
      SalesOrderId: 'text',
    },
    readOnly: ['ItemsPosted', 'InvoiceId', 'SalesOrderId'],
    insert(row, books) {
      require(row, 'TransactionNumber', 'Transaction');
      require(row, 'Currency', 'Currency');
      storeOf(row, books);
      if (!/^\d{6}$/.test(String(row['Terminal']))) {
        throw new Infolog("The value in field 'Register number' must have six digits.");
      }
      const seconds = Number(row['TransactionTime']);
      if (!Number.isInteger(seconds) || seconds < 0 || seconds >= 86_400) {
        throw new Infolog("The value in field 'Time' is not a time of the day.");
      }
      for (const field of ['TransactionDate', 'businessDate']) {
        if (String(row[field]).startsWith('1900')) throw new Infolog(`Field '${field}' must be filled in.`, 'Warning');
      }
    },
    update: (_row, before) => requireUnposted(before),
    remove: requireUnposted,
  },
  {
    writable: true,
    name: 'RetailTransactionSalesLinesV2',
    entity: 'RetailTransactionSalesLineV2Entity',
    keys: ['dataAreaId', 'Terminal', 'TransactionNumber', 'LineNumber', 'OperatingUnitNumber'],
    fields: {
      ...transactionKey,
      LineNumber: 'number',
      ItemId: 'text',
      ItemColor: 'text',
      ItemSize: 'text',
      ItemStyle: 'text',
      ItemConfigId: 'text',
      ItemVersion: 'text',
      Quantity: 'number',
      Price: 'number',
      NetAmount: 'number',
      NetAmountInclusiveTax: 'number',
      SalesTaxAmount: 'number',
      SalesTaxGroup: 'text',
      ItemSalesTaxGroup: 'text',
      Currency: 'text',
      CustomerAccount: 'text',
      TransactionCode: { enum: ['ItemOnFile', 'ItemBarcodeNotOnFile', 'ItemBlocked'] },
      TransactionStatus: entryStatus,
      InventoryStatus: { enum: ['None', 'Reserved', 'Posted'] },
      TransactionDate: 'date',
      BusinessDate: 'date',
      ReceiptNumber: 'text',
      SiteId: 'text',
      Warehouse: 'text',
      GiftCard: noYes,
      IsReturnNoSale: noYes,
      ReturnQuantity: 'number',
      ReturnTransactionNumber: 'text',
      ReturnTerminal: 'text',
      ReturnOperatingUnitNumber: 'text',
    },
    insert(row, books) {
      requireUnposted(transactionOf(row, books));
      require(row, 'ItemId', 'Item number');
    },
    update: (_row, before, books) => requireUnposted(transactionOf(before, books)),
    remove: (row, books) => requireUnposted(transactionOf(row, books)),
  },
  {
    writable: true,
    name: 'RetailTransactionTaxLines',
    entity: 'RetailTransactionTaxLineEntity',
    keys: ['dataAreaId', 'Terminal', 'TransactionNumber', 'SalesLineNumber', 'TaxCode', 'OperatingUnitNumber'],
    fields: {
      ...transactionKey,
      SalesLineNumber: 'number',
      TaxCode: 'text',
      TaxAmount: 'number',
      TaxPercentage: 'number',
      IsTaxIncludedInPrice: noYes,
      IsExempt: noYes,
    },
    insert(row, books) {
      requireUnposted(transactionOf(row, books));
      const LineNumber = row['SalesLineNumber'] ?? 0;
      const match = { ...keyOf(row), LineNumber };
      const value = String(LineNumber);
      requireRelated(books, { set: 'RetailTransactionSalesLinesV2', match, label: 'Line number', value });
    },
    update: (_row, before, books) => requireUnposted(transactionOf(before, books)),
    remove: (row, books) => requireUnposted(transactionOf(row, books)),
  },
  {
    writable: true,
    name: 'RetailTransactionPaymentLinesV2',
    entity: 'RetailTransactionPaymentLineV2Entity',
    keys: ['dataAreaId', 'Terminal', 'TransactionNumber', 'LineNumber', 'OperatingUnitNumber', 'Store'],
    fields: {
      ...transactionKey,
      LineNumber: 'number',
      Store: 'text',
      TenderType: 'text',
      AmountTendered: 'number',
      AmountInTenderedCurrency: 'number',
      AmountInAccountingCurrency: 'number',
      CurrencyCode: 'text',
      ReceiptId: 'text',
      TransactionStatus: entryStatus,
      IsChangeLine: noYes,
      Quantity: 'number',
      GiftCardId: 'text',
    },
    insert(row, books) {
      const transaction = transactionOf(row, books);
      requireUnposted(transaction);
      require(row, 'TenderType', 'Payment method');
      if (row['Store'] !== storeOf(transaction, books)['StoreNumber']) {
        throw new Infolog(`The value '${row['Store']}' in field 'Store' is not found in the related table.`, 'Warning');
      }
    },
    update: (_row, before, books) => requireUnposted(transactionOf(before, books)),
    remove: (row, books) => requireUnposted(transactionOf(row, books)),
  },
  {
    writable: false,
    name: 'RetailEodTransactionTableBIEntities',
    entity: 'RetailEodTransactionTableBIEntity',
    keys: ['dataAreaId', 'StatementId'],
    fields: {
      dataAreaId: 'text',
      StatementId: 'text',
      TransactionId: 'text',
      BusinessDate: 'date',
      currency: 'text',
      SalesOrderId: 'text',
      InvoiceId: 'text',
      PostingStatus: statementStatus,
      PostingErrorCode: { enum: ['None', 'Error', 'Success'] },
    },
  },
  {
    writable: false,
    name: 'RetailEodTransactionErrorBIEntities',
    entity: 'RetailEodTransactionErrorBIEntity',
    keys: ['dataAreaId', 'SourceKey'],
    fields: { dataAreaId: 'text', SourceKey: 'number', StatementId: 'text', ErrorMessage: 'text' },
  },
  {
    writable: false,
    name: 'RetailStatementJourBIEntities',
    entity: 'RetailStatementJourBIEntity',
    keys: ['dataAreaId', 'statementId'],
    fields: {
      dataAreaId: 'text',
      statementId: 'text',
      storeId: 'text',
      postingDate: 'date',
      PostedDateTime: 'date',
      salesAmount: 'number',
      taxAmount: 'number',
    },
  },
];

/** The key of the transaction that a row belongs to. */
export function keyOf(row: Row): Readonly<Record<keyof typeof transactionKey, string | number>> {
  const { dataAreaId = '', TransactionNumber = '', OperatingUnitNumber = '', Terminal = '' } = row;
  return { dataAreaId, TransactionNumber, OperatingUnitNumber, Terminal };
}

/** The store that a transaction is of. */
export function storeOf(transaction: Row, books: Books): Row {
  const value = String(transaction['OperatingUnitNumber']);
  const match = { OperatingUnitNumber: value };
  return requireRelated(books, { set: 'RetailStores', match, label: 'Operating unit', value });
}

/** The header comes before everything else of a transaction. */
function transactionOf(row: Row, books: Books): Row {
  const value = String(row['TransactionNumber']);
  return requireRelated(books, { set: 'RetailTransactions', match: keyOf(row), label: 'Transaction', value });
}

function requireUnposted(transaction: Row): void {
  if (transaction['TransactionStatus'] === 'Posted') {
    throw new Infolog(`Transaction ${transaction['TransactionNumber']} is already posted and cannot be changed.`);
  }
}
