import { type Books, type EntitySet, Infolog, noYes, type Row } from '../entity-model.ts';
import { require, requireRelated } from './master-data.ts';

const dimensions = {
  ProductConfigurationId: 'text',
  ProductSizeId: 'text',
  ProductColorId: 'text',
  ProductStyleId: 'text',
  ProductVersionId: 'text',
} as const;

const priced = {
  PriceCustomerGroupCode: 'text',
  CustomerAccountNumber: 'text',
  PriceSiteId: 'text',
  PriceWarehouseId: 'text',
  PriceCurrencyCode: 'text',
  Price: 'number',
  SalesPriceQuantity: 'number',
  FromQuantity: 'number',
  ToQuantity: 'number',
  PriceApplicableFromDate: 'date',
  PriceApplicableToDate: 'date',
} as const;

/** Released products with their variants and barcodes, and prices: those that hold, and those that wait in journals. */
export const catalog: readonly EntitySet[] = [
  {
    writable: false,
    name: 'ReleasedProductsV2',
    entity: 'ReleasedProductV2Entity',
    keys: ['dataAreaId', 'ItemNumber'],
    fields: {
      dataAreaId: 'text',
      ItemNumber: 'text',
      ProductNumber: 'text',
      SearchName: 'text',
      ProductSearchName: 'text',
      ProductType: { enum: ['Item', 'Service'] },
      ProductSubType: { enum: ['Product', 'ProductMaster', 'ProductVariant'] },
      ProductLifecycleStateId: 'text',
      SalesPrice: 'number',
      SalesPriceQuantity: 'number',
      SalesUnitSymbol: 'text',
      SalesSalesTaxItemGroupCode: 'text',
      OriginCountryRegionId: 'text',
    },
  },
  {
    writable: false,
    name: 'ReleasedProductVariantsV2',
    entity: 'ReleasedProductVariantV2Entity',
    keys: ['dataAreaId', 'ProductMasterNumber', ...Object.keys(dimensions)],
    fields: {
      dataAreaId: 'text',
      ProductMasterNumber: 'text',
      ItemNumber: 'text',
      ProductVariantNumber: 'text',
      ProductName: 'text',
      ProductLifecycleStateId: 'text',
      ...dimensions,
    },
  },
  {
    writable: false,
    name: 'ProductBarcodesV3',
    entity: 'ProductBarcodeV3Entity',
    keys: [
      'dataAreaId',
      'ItemNumber',
      ...Object.keys(dimensions),
      'ProductQuantityUnitSymbol',
      'BarcodeSetupId',
      'Barcode',
    ],
    fields: {
      dataAreaId: 'text',
      ItemNumber: 'text',
      ...dimensions,
      ProductQuantityUnitSymbol: 'text',
      BarcodeSetupId: 'text',
      Barcode: 'text',
      ProductQuantity: 'number',
    },
  },
  {
    writable: false,
    name: 'SalesPriceAgreements',
    entity: 'SalesPriceAgreementEntity',
    keys: ['dataAreaId', 'RecordId'],
    fields: {
      dataAreaId: 'text',
      RecordId: 'number',
      ItemNumber: 'text',
      // Misspelt so by the platform, as is the unit.
      ProductconfigurationId: 'text',
      ProductSizeId: 'text',
      ProductColorId: 'text',
      ProductStyleId: 'text',
      ProductVersionId: 'text',
      QuantityUnitySymbol: 'text',
      ...priced,
    },
  },
  {
    writable: false,
    name: 'TradeAgreementJournalNames',
    entity: 'TradeAgreementJournalNameEntity',
    keys: ['dataAreaId', 'TradeAgreementJournalNameId'],
    fields: { dataAreaId: 'text', TradeAgreementJournalNameId: 'text' },
  },
  {
    writable: true,
    name: 'OpenTradeAgreementJournalHeadersV2',
    entity: 'OpenTradeAgreementJournalHeaderV2Entity',
    keys: ['dataAreaId', 'JournalNumber'],
    fields: {
      dataAreaId: 'text',
      JournalNumber: 'text',
      JournalDescription: 'text',
      TradeAgreementJournalNameId: 'text',
      DefaultTradeAgreementType: { enum: ['PricePurch', 'LineDiscPurch', 'PriceSales', 'LineDiscSales'] },
    },
    insert(row, books) {
      const value = String(row['TradeAgreementJournalNameId']);
      const match = { dataAreaId: row['dataAreaId'] ?? '', TradeAgreementJournalNameId: value };
      requireRelated(books, { set: 'TradeAgreementJournalNames', match, label: 'Name', value });
      if (row['JournalNumber'] === '') row['JournalNumber'] = books.next('price-journals', 'TAJ-');
    },
    remove(row, books) {
      if (priceLinesOf(row, books).length > 0) throw new Infolog('The journal has lines and cannot be deleted.');
    },
  },
  {
    writable: true,
    name: 'OpenSalesPriceJournalLinesV2',
    entity: 'OpenSalesPriceJournalLineV2Entity',
    keys: ['dataAreaId', 'TradeAgreementJournalNumber', 'LineNumber'],
    fields: {
      dataAreaId: 'text',
      TradeAgreementJournalNumber: 'text',
      LineNumber: 'number',
      ItemNumber: 'text',
      ...dimensions,
      QuantityUnitSymbol: 'text',
      ...priced,
      WillSearchContinue: noYes,
    },
    insert(row, books) {
      const value = String(row['TradeAgreementJournalNumber']);
      const match = { dataAreaId: row['dataAreaId'] ?? '', JournalNumber: value };
      requireRelated(books, { set: 'OpenTradeAgreementJournalHeadersV2', match, label: 'Journal number', value });
      checkPrice(row, books);
    },
    update: (row, _, books) => checkPrice(row, books),
  },
];

function checkPrice(row: Row, books: Books): void {
  require(row, 'ItemNumber', 'Item relation');
  require(row, 'PriceCurrencyCode', 'Currency');
  const value = String(row['ItemNumber']);
  const match = { dataAreaId: row['dataAreaId'] ?? '', ItemNumber: value };
  requireRelated(books, { set: 'ReleasedProductsV2', match, label: 'Item relation', value });
  if (row['PriceCustomerGroupCode'] !== '' && row['CustomerAccountNumber'] !== '') {
    throw new Infolog('A price is for a group or for a customer, not for both.');
  }
  const [from, to] = [String(row['PriceApplicableFromDate']), String(row['PriceApplicableToDate'])];
  if (!to.startsWith('1900') && to < from) throw new Infolog('The to-date must be later than the from-date.');
}

/** The prices of a journal. */
function priceLinesOf(header: Row, books: Books): readonly Row[] {
  const { dataAreaId = '', JournalNumber = '' } = header;
  return books.where('OpenSalesPriceJournalLinesV2', { dataAreaId, TradeAgreementJournalNumber: JournalNumber });
}

/** Posts a price journal: its lines become agreements, and it is open no more. */
export function postPrices(books: Books, header: Row): void {
  for (const line of priceLinesOf(header, books)) {
    const { ProductConfigurationId = '', QuantityUnitSymbol = '', LineNumber: _, ...rest } = line;
    books.put('SalesPriceAgreements', {
      ...rest,
      RecordId: Number(books.next('agreements', '56371', 6)),
      ProductconfigurationId: ProductConfigurationId,
      QuantityUnitySymbol: QuantityUnitSymbol,
    });
    books.drop('OpenSalesPriceJournalLinesV2', line);
  }
  books.drop('OpenTradeAgreementJournalHeadersV2', header);
}
