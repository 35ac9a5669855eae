import type { Books } from './entity-model.ts';
import { moveStock, siteOf } from './stock.ts';
import { setRate } from './tax.ts';

/** What a seeded item is like. */
export interface ItemSeed {
  readonly itemNumber: string;
  readonly name?: string;
  readonly salesPrice?: number;
  /** How many units the sales price is of. @default 1 */
  readonly priceUnit?: number;
  /** @default 'Item' */
  readonly type?: 'Item' | 'Service';
  /** State of its life cycle. @default none */
  readonly lifecycle?: string;
  /** @default 'ea' */
  readonly unit?: string;
  /** Barcodes: of the item, or of the variant whose number stands before it. */
  readonly barcodes?: readonly (string | readonly [variant: string, barcode: string])[];
  /** Item sales tax group. */
  readonly taxItemGroup?: string;
  /** Variants by their own number: the dimensions that tell them apart. */
  readonly variants?: Readonly<Record<string, { readonly size?: string; readonly colour?: string }>>;
}

/** A price of a trade agreement that holds. */
export interface AgreementSeed {
  readonly itemNumber: string;
  /** Fields of its dimensions. */
  readonly size?: string;
  readonly price: number;
  /** @default 'USD' */
  readonly currency?: string;
  /** Price group. @default all customers */
  readonly group?: string;
  readonly customer?: string;
  readonly warehouse?: string;
  /** @default 0 */
  readonly fromQuantity?: number;
  /** How many units the price is of. @default 1 */
  readonly priceUnit?: number;
  /** @default 'ea' */
  readonly unit?: string;
  /** `2026-11-27`, first and last day. */
  readonly from?: string;
  readonly to?: string;
}

/** What a seeded store is like. */
export interface StoreSeed {
  readonly channel: string;
  readonly operatingUnit: string;
  readonly store: string;
  readonly customer?: string;
  readonly warehouse?: string;
  /** Ledger accounts by payment method number. */
  readonly tenders?: Readonly<Record<string, string>>;
}

/** Puts master data into an environment. */
export interface Seeds {
  seedCompany(id: string): void;
  seedSite(site: string, warehouses: readonly string[]): void;
  seedItem(item: ItemSeed): void;
  seedCustomer(account: string, options?: { readonly group?: string; readonly currency?: string }): void;
  /** Puts units of an item into a warehouse, as the opening balance. */
  seedStock(itemNumber: string, warehouse: string, units: number): void;
  /** A price that holds, and its record id. */
  seedAgreement(agreement: AgreementSeed): string;
  seedPriceJournalName(name: string): void;
  seedAccount(number: string, name?: string): void;
  seedJournalName(name: string, type: 'Daily' | 'CustPayment'): void;
  /** A store of Commerce: its channel, operating unit and number, and the accounts of its payment methods. */
  seedStore(store: StoreSeed): void;
  /** A sales tax of so many per cent for two groups. */
  seedTax(group: string, itemGroup: string, percent: number): void;
}

/** Seeds for one company; `calendarYear` gets twelve open periods. */
export function createSeeds(books: Books, company: string): Seeds {
  return {
    seedCompany: (id) => void books.put('LegalEntities', { LegalEntityId: id, CompanyName: id }),
    seedSite(site, warehouses) {
      books.put('OperationalSitesV2', { dataAreaId: company, SiteId: site });
      for (const WarehouseId of warehouses) {
        books.put('Warehouses', { dataAreaId: company, WarehouseId, OperationalSiteId: site });
      }
    },
    seedItem({ itemNumber, name = itemNumber, salesPrice = 0, taxItemGroup = '', variants = {}, ...more }) {
      const { priceUnit = 1, type = 'Item', lifecycle = '', unit = 'ea', barcodes = [] } = more;
      books.put('ReleasedProductsV2', {
        dataAreaId: company,
        ItemNumber: itemNumber,
        ProductNumber: itemNumber,
        SearchName: name,
        ProductSearchName: name,
        SalesPrice: salesPrice,
        SalesPriceQuantity: priceUnit,
        ProductType: type,
        ProductSubType: Object.keys(variants).length > 0 ? 'ProductMaster' : 'Product',
        ProductLifecycleStateId: lifecycle,
        SalesUnitSymbol: unit,
        SalesSalesTaxItemGroupCode: taxItemGroup,
      });
      for (const [number, { size = '', colour = '' }] of Object.entries(variants)) {
        books.put('ReleasedProductVariantsV2', {
          dataAreaId: company,
          ProductMasterNumber: itemNumber,
          ItemNumber: itemNumber,
          ProductVariantNumber: number,
          ProductSizeId: size,
          ProductColorId: colour,
        });
      }
      for (const barcode of barcodes) {
        const [variant, code] = typeof barcode === 'string' ? ['', barcode] : barcode;
        const { size = '', colour = '' } = variants[variant] ?? {};
        books.put('ProductBarcodesV3', {
          dataAreaId: company,
          ItemNumber: itemNumber,
          ProductSizeId: size,
          ProductColorId: colour,
          ProductQuantityUnitSymbol: unit,
          BarcodeSetupId: 'EAN13',
          Barcode: code,
          ProductQuantity: 1,
        });
      }
    },
    seedCustomer(account, { group = '80', currency = 'USD' } = {}) {
      books.put('CustomersV3', {
        dataAreaId: company,
        CustomerAccount: account,
        CustomerGroupId: group,
        SalesCurrencyCode: currency,
      });
    },
    seedStock: (ItemNumber, warehouse, units) =>
      moveStock(books, { company, item: { ItemNumber }, site: siteOf(books, company, warehouse), warehouse }, units),
    seedAgreement({
      itemNumber,
      size = '',
      price,
      currency = 'USD',
      group = '',
      customer = '',
      warehouse = '',
      ...more
    }) {
      const { fromQuantity = 0, priceUnit = 1, unit = 'ea', from, to } = more;
      const RecordId = Number(books.next('agreements', '56371', 6));
      books.put('SalesPriceAgreements', {
        dataAreaId: company,
        RecordId,
        ItemNumber: itemNumber,
        ProductSizeId: size,
        QuantityUnitySymbol: unit,
        PriceCustomerGroupCode: group,
        CustomerAccountNumber: customer,
        PriceSiteId: warehouse === '' ? '' : siteOf(books, company, warehouse),
        PriceWarehouseId: warehouse,
        PriceCurrencyCode: currency,
        Price: price,
        SalesPriceQuantity: priceUnit,
        FromQuantity: fromQuantity,
        ...(from !== undefined && { PriceApplicableFromDate: `${from}T12:00:00Z` }),
        ...(to !== undefined && { PriceApplicableToDate: `${to}T12:00:00Z` }),
      });
      return String(RecordId);
    },
    seedPriceJournalName: (name) =>
      void books.put('TradeAgreementJournalNames', { dataAreaId: company, TradeAgreementJournalNameId: name }),
    seedAccount: (number, name = number) =>
      void books.put('MainAccounts', { ChartOfAccounts: 'Shared', MainAccountId: number, Name: name }),
    seedJournalName: (name, Type) => void books.put('JournalNames', { dataAreaId: company, Name: name, Type }),
    seedStore({ channel, operatingUnit, store, customer = '', warehouse = '', tenders = {} }) {
      books.put('RetailStores', {
        RetailChannelId: channel,
        OperatingUnitNumber: operatingUnit,
        StoreNumber: store,
        DefaultCustomerAccount: customer,
        DefaultCustomerLegalEntity: customer === '' ? '' : company,
        WarehouseId: warehouse,
      });
      for (const [PaymentMethodNumber, LedgerDimensionDisplayValue] of Object.entries(tenders)) {
        books.put('RetailStoreTenderTypes', {
          dataAreaId: company,
          RetailChannelId: channel,
          PaymentMethodNumber,
          LedgerDimensionDisplayValue,
        });
      }
    },
    seedTax: (group, itemGroup, percent) => setRate(books, group, itemGroup, percent),
  };
}

/** The fiscal calendar of a year, all of it open. */
export function seedCalendar(books: Books, company: string, year: number): void {
  for (let month = 0; month < 12; month++) {
    const start = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
    const end = new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10);
    const PeriodName = `Period ${month + 1}`;
    books.put('FiscalPeriods', {
      Calendar: 'Fiscal',
      FiscalYear: String(year),
      StartDate: `${start}T12:00:00Z`,
      EndDate: `${end}T12:00:00Z`,
      PeriodName,
      Type: 'Operating',
    });
    books.put('LedgerFiscalPeriods', {
      LedgerName: company,
      Calendar: 'Fiscal',
      YearName: String(year),
      PeriodName,
      LegalEntityId: company,
      PeriodStatus: 'Open',
    });
  }
}
