import type { EntitySet } from '../entity-model.ts';

const readOnly = { writable: false } as const;

/** What posting leaves behind: packing slips, invoices, ledger entries. A name with `#` is not public. */
export const postedDocuments: readonly EntitySet[] = [
  {
    ...readOnly,
    name: '#moves',
    entity: 'moves',
    keys: ['lot'],
    fields: { lot: 'text', what: { enum: ['delivered', 'invoiced'] }, quantity: 'number', document: 'text' },
  },
  {
    ...readOnly,
    name: 'CustPackingSlipJourBiEntities',
    entity: 'CustPackingSlipJourBiEntity',
    keys: ['dataAreaId', 'SourceDocumentHeader'],
    fields: {
      dataAreaId: 'text',
      SourceDocumentHeader: 'number',
      SalesId: 'text',
      PackingSlipId: 'text',
      CustomerRef: 'text',
      DeliveryDate: 'date',
      LedgerVoucher: 'text',
      Qty: 'number',
    },
  },
  {
    ...readOnly,
    name: 'SalesInvoiceHeadersV4',
    entity: 'SalesInvoiceHeaderV4Entity',
    keys: ['dataAreaId', 'InvoiceNumber', 'InvoiceDate', 'LedgerVoucher'],
    fields: {
      dataAreaId: 'text',
      InvoiceNumber: 'text',
      InvoiceDate: 'date',
      LedgerVoucher: 'text',
      SalesOrderNumber: 'text',
      SalesOrderOriginCode: 'text',
      CustomersOrderReference: 'text',
      InvoiceCustomerAccountNumber: 'text',
      CurrencyCode: 'text',
      TotalInvoiceAmount: 'number',
      TotalTaxAmount: 'number',
    },
  },
  {
    ...readOnly,
    name: 'GeneralJournalAccountEntryBiEntities',
    entity: 'GeneralJournalAccountEntryBiEntity',
    keys: ['SourceKey'],
    fields: {
      SourceKey: 'number',
      GeneralJournalEntry: 'number',
      LedgerAccount: 'text',
      TransactionCurrencyCode: 'text',
      TransactionCurrencyAmount: 'number',
      AccountingCurrencyAmount: 'number',
      IsCredit: { enum: ['No', 'Yes'] },
      Text: 'text',
    },
  },
  {
    ...readOnly,
    name: 'SubledgerVoucherGeneralJournalEntryBiEntities',
    entity: 'SubledgerVoucherGeneralJournalEntryBiEntity',
    keys: ['RecordId'],
    fields: {
      RecordId: 'number',
      GeneralJournalEntry: 'number',
      Voucher: 'text',
      VoucherDataAreaId: 'text',
      AccountingDate: 'date',
    },
  },
  {
    ...readOnly,
    name: 'GeneralJournalEntryBiEntities',
    entity: 'GeneralJournalEntryBiEntity',
    keys: ['JournalNumber', 'FiscalCalendarYear', 'Ledger'],
    fields: {
      JournalNumber: 'text',
      FiscalCalendarYear: 'number',
      Ledger: 'number',
      SubledgerVoucher: 'text',
      SubledgerVoucherDataAreaId: 'text',
      AccountingDate: 'date',
      CreatedOn: 'date',
    },
  },
];
